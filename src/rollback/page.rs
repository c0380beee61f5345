//! The page before the press: what would happen, and the button.

use std::sync::Arc;

use astern_ledger::{History, Namespace, Record, ReleaseName, Revision};
use astern_protocol::{Place, Route};
use leptos::prelude::*;

use super::doubts::Doubts;
use super::form::RollbackForm;
use super::warnings::{Moved, Pending, SpeaksAgainst};
use crate::compare::Summary;
use crate::components::Icon;
use crate::connection::{Cluster, follow_current};
use crate::release::{NoSuchRevision, WithHistory};

/// Before a rollback.
#[component]
pub fn RollbackPage(namespace: Namespace, release: ReleaseName, target: Revision) -> impl IntoView {
    let heading = format!("Roll back {release} to revision {target}");
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{heading}</h1>
            <WithHistory namespace release let:history>
                {match history.get(target).cloned() {
                    None => view! { <NoSuchRevision history missing=target/> }.into_any(),
                    Some(record) => view! { <Before history target=record/> }.into_any(),
                }}
            </WithHistory>
        </main>
    }
}

#[component]
fn Before(history: History, target: Record) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    Doubts::provide();
    let current = history.current().clone();
    let same = current.revision == target.revision;
    let now = follow_current(cluster.clone(), &current);
    let compare = Route::of(&current, Place::compare(current.revision, target.revision));
    let after = format!(
        "Revision {}, the same as {}",
        current.revision.next(),
        target.revision
    );
    view! {
        <dl class="facts">
            <div><dt>"Cluster"</dt><dd class="mono">{cluster.name()}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
            <div><dt>"Now"</dt><dd>{format!("Revision {}, {}", current.revision, current.status)}</dd></div>
            <div><dt>"After"</dt><dd>{after}</dd></div>
        </dl>
        <Moved seen=current.revision now/>
        <Pending current=current.clone()/>
        <Show when=move || same>
            <div class="notice notice--warn section">
                <Icon name="warn"/>
                <div>
                    <h2>"This is the current revision"</h2>
                    <p>"Rolling back to it applies the same objects once more, as a new revision."</p>
                </div>
            </div>
        </Show>
        <SpeaksAgainst history target=target.revision/>
        <section class="section" aria-labelledby="changes">
            <h2 id="changes">"What it does, and what it doesn't"</h2>
            <div class="cols-3">
                <div class="stack">
                    <h3>"Will change"</h3>
                    <Summary from=current.clone() to=target.clone()/>
                    <p><a href=compare.to_string()>
                        {format!("All changes, {} → {}", current.revision, target.revision)}
                    </a></p>
                </div>
                <div class="stack">
                    <h3>"Won't roll back"</h3>
                    <p>
                        <b>"CRDs"</b>" (the definitions of kinds) in a chart's "<code>"crds/"</code>
                        " folder. Helm never moves them."
                    </p>
                    <p><b>"Data"</b>" in volumes and databases stays as it is."</p>
                    <p><b>"Git."</b>" Revert the change there too, or the next upgrade brings it back."</p>
                </div>
                <div class="stack">
                    <h3>"Not looked at"</h3>
                    <p>
                        "Astern compared the two revisions as Helm recorded them. It has not \
                         rehearsed the rollback against the live cluster, so it cannot say whether \
                         the API server will accept it."
                    </p>
                    <p>
                        "Edits made by hand, and Argo CD or Flux undoing the rollback, are not \
                         looked for either."
                    </p>
                </div>
            </div>
        </section>
        <RollbackForm current target=target.revision/>
    }
}
