//! What a rollback begins with, where the newest revision is not simply the one in force.

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

/// Notes that the target is in force already: helm applies its objects again.
pub fn applied_again(target: Revision) -> impl IntoView + use<> {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">
                    {format!("Revision {target} is what Helm says is in force already")}
                </h2>
            </div>
            <p>"Its objects are applied once more, as a new revision. Edits made by hand may be undone by that."</p>
        </section>
    }
}

/// Returns what applying the current revision again is for, in a state that the release does not leave by itself. `status` is
/// that of the record.
pub fn purpose_of_applying_again(target: Revision, status: &Status) -> Option<String> {
    let (operation, state) = match status {
        Status::Pending(Operation::Install) => ("install", "pending-install"),
        Status::Pending(Operation::Upgrade) => ("upgrade", "pending-upgrade"),
        Status::Pending(Operation::Rollback) => ("rollback", "pending-rollback"),
        Status::Uninstalling => ("uninstall", "uninstalling"),
        _ => return None,
    };
    Some(format!(
        "The {operation} of revision {target} has not ended: its objects are applied again, which ends the state {state}"
    ))
}

/// Says which workloads of a revision that was uninstalled are still there, and what does not come back.
pub fn what_is_left(workloads: Signal<Option<Workloads>>) -> impl IntoView {
    view! {
        <p class="section" id="what-is-left">
            "Of the revision that was uninstalled: "
            {move || workloads.with(|all| still_there(all.as_ref()))}
            ". Objects that Helm was told to keep stay. Data that went with the objects, such as that of deleted volume \
             claims, does not come back."
        </p>
    }
}

/// Notes that the operation of the newest revision changed nothing, so that a rollback has nothing to undo.
#[component]
pub fn UnchangedNotice(current: Revision, in_force: Revision) -> impl IntoView {
    view! {
        <div class="notice section" id="unchanged">
            <Icon name="ok"/>
            <div>
                <h2>{format!("Revision {current} failed before it changed anything")}</h2>
                <p>
                    {format!(
                        "One of its hooks failed, and helm applies nothing after that: revision {in_force} still runs. No \
                         rollback is needed for that."
                    )}
                </p>
            </div>
        </div>
    }
}
