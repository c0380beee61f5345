//! The facts about a rollback's request: cluster, revisions, person, time, reason.

use std::sync::Arc;

use astern_ledger::{Namespace, Record, Revision};
use leptos::prelude::*;

use super::event_stream::FollowedRollback;
use crate::components::RelativeTime;
use crate::connection::Cluster;

/// The facts about the request.
#[component]
pub fn RequestFacts(
    #[prop(into)] followed: Signal<FollowedRollback>,
    namespace: Namespace,
    target: Revision,
    created: Memo<Option<Record>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let start = Memo::new(move |_| followed.with(|f| f.start().map(|(r, at)| (r.clone(), at))));
    view! {
        <dl class="facts">
            <div><dt>"Cluster"</dt><dd class="mono">{cluster.name()}</dd></div>
            <div><dt>"Namespace"</dt><dd>{namespace.to_string()}</dd></div>
            <div><dt>"From"</dt><dd>{move || match start.get() {
                Some((rollback, _)) => format!("Revision {}", rollback.expected_current),
                None => "Not known".to_owned(),
            }}</dd></div>
            <div><dt>"Target"</dt><dd>{format!("Revision {target}")}</dd></div>
            <div><dt>"Recorded as"</dt><dd>{move || match created.get() {
                Some(created) => format!("Revision {}", created.revision),
                None => "Not recorded".to_owned(),
            }}</dd></div>
            {move || start.get().map(|(rollback, time)| view! {
                {rollback.claimed_by.map(|username| view! {
                    <div>
                        <dt>"Started by"</dt>
                        <dd>{username.to_string()}" "<span class="soft">"(unverified)"</span></dd>
                    </div>
                })}
                <div><dt>"Started"</dt><dd><RelativeTime time/></dd></div>
                {rollback.reason.map(|reason| view! {
                    <div class="wide"><dt>"Why"</dt><dd>{reason.to_string()}</dd></div>
                })}
            })}
        </dl>
    }
}
