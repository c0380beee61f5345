//! Where one would act, and as whom, beside the button.

use std::sync::Arc;

use astern_ledger::Namespace;
use leptos::prelude::*;

use super::availability::Needed;
use crate::connection::{Cluster, QueryState};

/// Which cluster, which namespace, which person.
#[component]
pub fn Acting(
    namespace: Namespace,
    needed: Needed,
    #[prop(into)] who: Signal<QueryState<String>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let named = cluster.session().is_some_and(|s| s.cluster.is_some());
    let uid = cluster.id.as_ref().ok().map(|id| id.short().to_owned());
    let context = match (&needed, named) {
        (Needed::Record(..), true) => Some("the context of your kubeconfig"),
        _ => None,
    };
    // Without a name of its own, the name is the beginning of the UID.
    let uid = uid.filter(|_| named).map(|uid| format!("UID {uid}…"));
    let more: Vec<String> = context.map(str::to_owned).into_iter().chain(uid).collect();
    let more = (!more.is_empty()).then(|| format!(" ({})", more.join(", ")));
    let sample = needed == Needed::Nothing;
    let claimed = matches!(needed, Needed::Token(..));
    view! {
        <dl class="facts" id="acting">
            <div>
                <dt>"On cluster"</dt>
                <dd><span class="mono">{cluster.name()}</span><span class="soft">{more}</span></dd>
            </div>
            <div><dt>"In namespace"</dt><dd>{namespace.to_string()}</dd></div>
            {(!sample).then(|| view! {
                <div>
                    <dt>"As"</dt>
                    <dd>{move || match who.get() {
                        QueryState::Answered(name) => name,
                        QueryState::Pending => "being asked".to_owned(),
                        QueryState::Failed(_) => "not known".to_owned(),
                    }}</dd>
                </div>
            })}
        </dl>
        {move || match who.get() {
            _ if sample => None,
            QueryState::Pending => None,
            QueryState::Answered(_) => claimed.then(|| view! {
                <p class="field__hint">
                    "The journal will hold this name as a claim of this page: only the API server's audit log \
                     can tie the press to a person."
                </p>
            }
            .into_any()),
            QueryState::Failed(error) => Some(view! {
                <p class="field__hint">
                    {format!("The API server did not say who you are ({error}), so the journal will not name you.")}
                </p>
            }
            .into_any()),
        }}
    }
}
