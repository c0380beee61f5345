//! Who rolled back what, from where to where, and why.

use std::sync::Arc;

use astern_ledger::{Namespace, Record, Revision};
use leptos::prelude::*;

use super::event_stream::Followed;
use crate::components::Ago;
use crate::connection::Cluster;

/// The facts of the press.
#[component]
pub fn Pressed(
    #[prop(into)] followed: Signal<Followed>,
    namespace: Namespace,
    target: Revision,
    made: Memo<Option<Record>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let begun = Memo::new(move |_| followed.with(|f| f.begun().map(|(r, at)| (r.clone(), at))));
    view! {
        <dl class="facts">
            <div><dt>"Cluster"</dt><dd class="mono">{cluster.name()}</dd></div>
            <div><dt>"Namespace"</dt><dd>{namespace.to_string()}</dd></div>
            <div><dt>"From"</dt><dd>{move || match begun.get() {
                Some((rollback, _)) => format!("Revision {}", rollback.expected_current),
                None => "Not known".to_owned(),
            }}</dd></div>
            <div><dt>"To what was in"</dt><dd>{format!("Revision {target}")}</dd></div>
            <div><dt>"Recorded as"</dt><dd>{move || match made.get() {
                Some(made) => format!("Revision {}", made.revision),
                None => "Not recorded".to_owned(),
            }}</dd></div>
            {move || begun.get().map(|(rollback, time)| view! {
                {rollback.claimed_by.map(|who| view! {
                    <div>
                        <dt>"Pressed by"</dt>
                        <dd>{who.to_string()}" "<span class="soft">"(claimed)"</span></dd>
                    </div>
                })}
                <div><dt>"Pressed"</dt><dd><Ago time/></dd></div>
                {rollback.reason.map(|reason| view! {
                    <div class="wide"><dt>"Why"</dt><dd>{reason.to_string()}</dd></div>
                })}
            })}
        </dl>
    }
}
