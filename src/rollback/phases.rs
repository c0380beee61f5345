//! Where a rollback stands, in four phases.

use astern_ledger::{Record, Revision};
use astern_protocol::Outcome;
use leptos::prelude::*;

use crate::components::Icon;

/// How far one phase is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Behind.
    Done,
    /// Going on.
    Now,
    /// It ended here.
    Failed,
    /// Ahead.
    Next,
}

/// The phases of a rollback that can be told apart from outside of helm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Phases {
    /// helm was started.
    pub started: Progress,
    /// The ledger holds the new revision.
    pub recorded: Progress,
    /// Hooks, applying and waiting, which helm does not tell apart.
    pub carried_out: Progress,
    /// The ledger says `deployed`.
    pub done: Progress,
}

impl Phases {
    /// Tells the phase from what helm's stream and the ledger say.
    pub fn new(
        begun: bool,
        newest: Option<&Record>,
        before: Option<Revision>,
        outcome: Option<&Outcome>,
    ) -> Self {
        use Progress::{Done, Failed, Next, Now};
        let recorded = match (newest, before) {
            (Some(newest), Some(before)) => newest.revision > before,
            _ => false,
        };
        match (outcome, begun, recorded) {
            (Some(Outcome::Done { .. }), _, _) => Self {
                started: Done,
                recorded: Done,
                carried_out: Done,
                done: Done,
            },
            (Some(Outcome::Failed { .. } | Outcome::Interrupted { .. }), _, true) => Self {
                started: Done,
                recorded: Done,
                carried_out: Failed,
                done: Next,
            },
            (Some(Outcome::Failed { .. } | Outcome::Interrupted { .. }), _, false) => Self {
                started: Done,
                recorded: Failed,
                carried_out: Next,
                done: Next,
            },
            (None, false, _) => Self {
                started: Now,
                recorded: Next,
                carried_out: Next,
                done: Next,
            },
            (None, true, false) => Self {
                started: Done,
                recorded: Now,
                carried_out: Next,
                done: Next,
            },
            (None, true, true) => Self {
                started: Done,
                recorded: Done,
                carried_out: Now,
                done: Next,
            },
        }
    }
}

/// The phases in a row.
#[component]
pub fn PhaseList(
    #[prop(into)] phases: Signal<Phases>,
    #[prop(into)] made: Signal<Option<Revision>>,
) -> impl IntoView {
    let recorded = move || match made.get() {
        Some(revision) => format!("Revision {revision} in Helm's ledger"),
        None => "No new revision in Helm's ledger yet".to_owned(),
    };
    view! {
        <ol class="phases">{move || {
            let phases = phases.get();
            [
                ("Started", "helm runs".to_owned(), phases.started),
                ("Recorded", recorded(), phases.recorded),
                ("Applied and waited for", "Hooks, objects, readiness".to_owned(), phases.carried_out),
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
        Progress::Failed => ("fail", "bad", "bad", "failed"),
        Progress::Next => ("next", "idle", "idle", "not yet"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, Status};

    fn newest(revision: u32) -> Record {
        Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: "shop".parse().unwrap(),
            revision: revision.try_into().unwrap(),
            status: Status::Deployed,
            created: None,
            object: String::new(),
        }
    }

    #[test]
    fn a_failure_is_shown_where_it_happened() {
        let before = Some(4.try_into().unwrap());
        let failed = Outcome::Failed {
            message: String::new(),
            advice: String::new(),
            recorded: None,
        };
        let early = Phases::new(true, Some(&newest(4)), before, Some(&failed));
        assert_eq!(
            (early.recorded, early.carried_out),
            (Progress::Failed, Progress::Next)
        );
        let late = Phases::new(true, Some(&newest(5)), before, Some(&failed));
        assert_eq!(
            (late.recorded, late.carried_out),
            (Progress::Done, Progress::Failed)
        );
    }

    #[test]
    fn nothing_is_done_before_helm_has_ended() {
        let before = Some(4.try_into().unwrap());
        let running = Phases::new(true, Some(&newest(5)), before, None);
        assert_eq!(
            (running.carried_out, running.done),
            (Progress::Now, Progress::Next)
        );
    }
}
