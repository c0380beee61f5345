//! The hooks that ran on the way to a revision, which a rollback does not undo.

use astern_ledger::{Hook, Release, Timestamp};
use serde::Serialize;

/// A hook of the newer revision that ran in its install or upgrade. A rollback does not undo what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastHook {
    /// The kind of its object: `Job` or `Pod`.
    pub kind: String,
    /// The name of its object.
    pub name: String,
    /// When it began, as Helm recorded it.
    pub began: Timestamp,
    /// Whether it succeeded, as Helm recorded it.
    pub succeeded: bool,
}

/// Returns the hooks of `newer` that ran a program at its install or upgrade and that `older` does not have as they are. One that
/// both have did the same for both.
#[must_use]
pub fn past_hooks(newer: &Release, older: &Release) -> Vec<PastHook> {
    let is_of_both = |hook: &Hook| {
        let mut others = older.hooks.iter();
        others.any(|other| other.name == hook.name && other.manifest == hook.manifest)
    };
    let runs_a_program = |hook: &&Hook| matches!(hook.kind.as_str(), "Job" | "Pod");
    let is_on_the_way = |hook: &&Hook| {
        let mut events = hook.events.iter().map(String::as_str);
        events.any(|event| {
            matches!(
                event,
                "pre-install" | "post-install" | "pre-upgrade" | "post-upgrade"
            )
        })
    };
    let hooks = newer
        .hooks
        .iter()
        .filter(runs_a_program)
        .filter(is_on_the_way);
    hooks
        .filter(|hook| !is_of_both(hook))
        .filter_map(|hook| {
            let run = hook.last_run.as_ref()?;
            // Helm writes the zero time for one that did not run.
            let began = run.started_at.as_ref()?.timestamp()?;
            Some(PastHook {
                kind: hook.kind.clone(),
                name: hook.name.clone(),
                began,
                succeeded: run.phase.as_deref() == Some("Succeeded"),
            })
        })
        .collect()
}
