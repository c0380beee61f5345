//! What is said where the newest revision is not what the cluster holds.

use astern_ledger::{Record, Revision};
use leptos::prelude::*;

use super::live::live;
use crate::components::Icon;

/// The newest revision has not ended: which one is compared with in its place.
pub fn unfinished(current: &Record, deployed: Revision) -> impl IntoView + use<> {
    let live = live(current, deployed);
    let newest = current.revision;
    view! {
        <div class="notice section" id="unfinished">
            <Icon name="stuck"/>
            <div>
                <h2>{format!("Compared with revision {deployed}, which Helm says is deployed")}</h2>
                <p>
                    {format!("Revision {newest} has not ended, so nobody recorded how much of it was applied: most \
                        often nothing. ")}
                    {live}
                </p>
            </div>
        </div>
    }
}

/// The target is what the cluster holds already.
pub fn already(target: Revision) -> impl IntoView {
    view! {
        <section class="answer section" aria-labelledby="answer">
            <div class="answer__head" role="status">
                <h2 class="answer__line answer__line--wide" id="answer">
                    {format!("Nothing changes: revision {target} is what Helm says is in force")}
                </h2>
            </div>
            <p>
                "Its objects are applied once more, as a new revision. That clears a pending or failed state."
            </p>
        </section>
    }
}

/// The release is uninstalled: a rollback makes everything anew.
pub fn from_nothing(target: Revision) -> impl IntoView {
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
