//! The cluster, namespace and user of a rollback, shown above its button.

use std::sync::Arc;

use astern_cluster::ClusterError;
use astern_ledger::Namespace;
use leptos::prelude::*;

use super::availability::RequiredPermission;
use crate::connection::{Cluster, QueryState, ReadAgain};

/// Cluster, namespace and user, as kubectl's contexts have them.
#[component]
pub fn RollbackContext(
    namespace: Namespace,
    required: RequiredPermission,
    #[prop(into)] username: Signal<QueryState<String>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let again = ReadAgain::use_context();
    let has_name = cluster.session().is_some_and(|s| s.cluster.is_some());
    let uid = cluster.id.as_ref().ok().map(|id| id.short().to_owned());
    let context = match (&required, has_name) {
        (RequiredPermission::CreateRecord(..), true) => Some("the context of your kubeconfig"),
        _ => None,
    };
    // Without a name of its own, the cluster is called by the start of its UID.
    let uid = uid.filter(|_| has_name).map(|uid| format!("UID {uid}…"));
    let details: Vec<String> = context.map(str::to_owned).into_iter().chain(uid).collect();
    let details = (!details.is_empty()).then(|| format!(" ({})", details.join(", ")));
    let is_sample = required == RequiredPermission::None;
    let is_claimed = matches!(required, RequiredPermission::CreateToken(..));
    view! {
        <dl class="facts" id="acting">
            <div>
                <dt>"On cluster"</dt>
                <dd><span class="mono">{cluster.name()}</span><span class="soft">{details}</span></dd>
            </div>
            <div><dt>"In namespace"</dt><dd>{namespace.to_string()}</dd></div>
            {(!is_sample).then(|| view! {
                <div>
                    <dt>"As"</dt>
                    <dd>{move || match username.get() {
                        QueryState::Answered(name) => name,
                        QueryState::Pending => "being asked".to_owned(),
                        QueryState::Failed(ClusterError::NotLoggedIn { user }) => user,
                        QueryState::Failed(_) => "could not be asked".to_owned(),
                    }}</dd>
                </div>
            })}
        </dl>
        {move || match username.get() {
            _ if is_sample => None,
            QueryState::Pending => None,
            QueryState::Answered(_) => is_claimed.then(|| view! {
                <p class="field__hint">
                    "The journal will hold this name as a claim of this page: only the API server's audit log \
                     can tie the press to a person."
                </p>
            }
            .into_any()),
            QueryState::Failed(error) => Some(view! {
                <p class="field__hint">
                    {format!("The API server did not say who you are ({error}), so the journal will not name you. ")}
                    <button class="btn btn--quiet" type="button" on:click=move |_| again.press()>"Ask again"</button>
                </p>
            }
            .into_any()),
        }}
    }
}
