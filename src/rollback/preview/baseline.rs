//! Which revision a rollback is compared with, where that is not simply the current one.

use astern_ledger::{Record, Revision};
use astern_protocol::{ReleasePage, RevisionOrLive, Route};
use leptos::prelude::*;

use crate::components::Icon;

/// Returns a link to the comparison of a revision with the cluster.
pub fn live_comparison_link(record: &Record, revision: Revision) -> impl IntoView + use<> {
    let page = ReleasePage::Compare {
        from: RevisionOrLive::Revision(revision),
        to: RevisionOrLive::Live,
        at: None,
    };
    let address = Route::of(record, page).to_string();
    view! { <a href=address>{format!("What the cluster has, against revision {revision}")}</a> }
}

/// Notes that the operation of the newest revision has not ended, and which revision is compared in its place.
pub fn unfinished(current: &Record, deployed: Revision) -> impl IntoView + use<> {
    let link = live_comparison_link(current, deployed);
    let newest = current.revision;
    view! {
        <div class="notice section" id="unfinished">
            <Icon name="stuck"/>
            <div>
                <h2>{format!("Compared with revision {deployed}, which Helm says is deployed")}</h2>
                <p>
                    {format!("Revision {newest} has not ended, so nobody recorded how much of it was applied: most \
                        often nothing. ")}
                    {link}
                </p>
            </div>
        </div>
    }
}

/// Notes that the target is deployed already.
pub fn already_deployed(target: Revision) -> impl IntoView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">
                    {format!("Revision {target} is what Helm says is in force already")}
                </h2>
            </div>
            <p>
                "Its objects are applied once more, as a new revision. That clears a pending or failed state."
            </p>
        </section>
    }
}

/// Notes that the release is uninstalled, so that a rollback creates all of its objects.
pub fn uninstalled(target: Revision) -> impl IntoView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">
                    {format!("This release is uninstalled: all objects of revision {target} are made anew")}
                </h2>
            </div>
            <p>
                "Nothing of it runs now, but for objects that Helm was told to keep. Data that went with the objects, such \
                 as that of deleted volume claims, does not come back. Astern has not tried whether the API server \
                 takes the objects."
            </p>
        </section>
    }
}
