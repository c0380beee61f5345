//! The list of phases.

use leptos::prelude::*;

use super::phases::{PhaseState, Phases};
use crate::components::Icon;

/// The text below each phase.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PhaseDetails {
    /// The new revision.
    pub recorded: String,
    /// How many hooks.
    pub hooks: String,
    /// How many workloads are as in the target.
    pub applied: String,
    /// How many workloads are ready.
    pub waited: String,
}

/// The phases, each with its state.
#[component]
pub fn PhaseList(
    #[prop(into)] phases: Signal<Phases>,
    #[prop(into)] details: Signal<PhaseDetails>,
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
            .map(|(name, detail, state)| view! { <Phase name detail state/> })
            .collect_view()
        }}</ol>
    }
}

/// Returns the detail of a phase, if it was reached: before, the counts say nothing about this rollback.
fn reached(detail: String, state: PhaseState) -> String {
    match state {
        PhaseState::NotReached => "Not reached".to_owned(),
        _ => detail,
    }
}

fn done(state: PhaseState) -> &'static str {
    match state {
        PhaseState::Done => "The ledger says deployed",
        _ => "Once the ledger says deployed",
    }
}

#[component]
fn Phase(name: &'static str, detail: String, state: PhaseState) -> impl IntoView {
    let (class, tone, icon, label) = match state {
        PhaseState::Done => ("done", "ok", "ok", "done"),
        PhaseState::Running => ("now", "busy", "busy", "now"),
        PhaseState::Failed => ("fail", "bad", "bad", "ended here"),
        PhaseState::Unclear => ("next", "warn", "warn", "not known"),
        PhaseState::NotReached => ("next", "idle", "idle", "not reached"),
        PhaseState::Skipped => ("next", "idle", "idle", "left out"),
    };
    view! {
        <li class=class aria-current=(state == PhaseState::Running).then_some("step")>
            <span class=format!("status status--{tone}")>
                <Icon name=icon/>{name}<span class="sr">": "{label}</span>
            </span>
            <span class="t">{detail}</span>
        </li>
    }
}
