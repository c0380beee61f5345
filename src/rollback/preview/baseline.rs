//! Which revision a rollback is compared with, where that is not simply the current one.

use astern_ledger::{Operation, Record, Revision, Status};
use astern_protocol::{ReleasePage, RevisionOrLive, Route};
use leptos::prelude::*;

use crate::components::Icon;
use crate::workloads::{Workloads, still_there};

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

/// Notes that the target is the revision whose objects are in the cluster: helm applies them again. `status` is that of the
/// newest record.
pub fn applied_again(target: Revision, status: &Status) -> impl IntoView + use<> {
    let (heading, effect) = match status {
        Status::Pending(Operation::Install) => (
            format!(
                "The install of revision {target} has not ended: its objects are applied again"
            ),
            "What is missing is made, and what is as recorded stays as it is. The new revision ends the state pending-install.",
        ),
        Status::Uninstalling => (
            format!(
                "The uninstall of revision {target} has not ended: its objects are applied again"
            ),
            "What the uninstall has deleted is made again, and what is as recorded stays as it is. The new revision ends the \
             state uninstalling.",
        ),
        Status::Failed => (
            format!("Revision {target} failed: its objects are applied again"),
            "What is missing is made, and what is as recorded stays as it is.",
        ),
        _ => (
            format!("Revision {target} is what Helm says is in force already"),
            "Its objects are applied once more, as a new revision. That clears a pending or failed state.",
        ),
    };
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">{heading}</h2>
            </div>
            <p>{effect}</p>
        </section>
    }
}

/// Notes that the release is uninstalled, so that a rollback creates all of its objects, and which of them are still there.
pub fn uninstalled(target: Revision, workloads: Signal<Option<Workloads>>) -> impl IntoView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">
                    {format!("This release is uninstalled: all objects of revision {target} are made anew")}
                </h2>
            </div>
            <p>
                "Of the revision that was uninstalled: "
                {move || workloads.with(|all| still_there(all.as_ref()))}
                ". Objects that Helm was told to keep are not asked for. Data that went with the objects, such as that of \
                 deleted volume claims, does not come back. Astern has not tried whether the API server takes the objects."
            </p>
        </section>
    }
}
