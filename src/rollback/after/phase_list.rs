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
                ("Applied", details.applied, phases.applied),
                ("Waited for", details.waited, phases.waited),
                ("Done", "The ledger says deployed".to_owned(), phases.done),
            ]
            .map(|(name, detail, progress)| view! { <Phase name detail progress/> })
            .collect_view()
        }}</ol>
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
