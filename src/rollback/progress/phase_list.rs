//! The phases in a row.

use leptos::prelude::*;

use super::phases::{Phases, Progress};
use crate::components::Icon;

/// What is said below each phase.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Details {
    /// The new revision.
    pub recorded: String,
    /// How many hooks.
    pub hooks: String,
    /// How many workloads are as the target has them.
    pub applied: String,
    /// How many are ready.
    pub waited: String,
}

/// The phases in a row.
#[component]
pub fn PhaseList(
    #[prop(into)] phases: Signal<Phases>,
    #[prop(into)] details: Signal<Details>,
) -> impl IntoView {
    view! {
        <ol class="phases">{move || {
            let (phases, details) = (phases.get(), details.get());
            [
                ("Recorded", details.recorded, phases.recorded),
                ("Hooks", details.hooks, phases.hooks),
                ("Applied", reached(details.applied, phases.applied), phases.applied),
                ("Waited for", reached(details.waited, phases.waited), phases.waited),
                ("Done", done(phases.done).to_owned(), phases.done),
            ]
            .map(|(name, detail, progress)| view! { <Phase name detail progress/> })
            .collect_view()
        }}</ol>
    }
}

/// What is counted in a phase that was not reached is not this rollback's doing.
fn reached(detail: String, progress: Progress) -> String {
    match progress {
        Progress::Next => "Not reached".to_owned(),
        _ => detail,
    }
}

fn done(progress: Progress) -> &'static str {
    match progress {
        Progress::Done => "The ledger says deployed",
        _ => "Once the ledger says deployed",
    }
}

#[component]
fn Phase(name: &'static str, detail: String, progress: Progress) -> impl IntoView {
    let (class, tone, icon, said) = match progress {
        Progress::Done => ("done", "ok", "ok", "done"),
        Progress::Now => ("now", "busy", "busy", "now"),
        Progress::Failed => ("fail", "bad", "bad", "ended here"),
        Progress::Unclear => ("next", "warn", "warn", "not known"),
        Progress::Next => ("next", "idle", "idle", "not reached"),
        Progress::Skipped => ("next", "idle", "idle", "left out"),
    };
    view! {
        <li class=class aria-current=(progress == Progress::Now).then_some("step")>
            <span class=format!("status status--{tone}")>
                <Icon name=icon/>{name}<span class="sr">": "{said}</span>
            </span>
            <span class="t">{detail}</span>
        </li>
    }
}
