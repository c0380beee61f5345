//! The hooks that a rollback runs: those of the revision that it goes back to, not of the one that it leaves.

use std::fmt;

use astern_ledger::{Hook, Release};
use serde::Serialize;

/// One hook that a rollback runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HookToRun {
    /// When.
    pub event: RollbackEvent,
    /// The object's kind, such as `Job`.
    pub kind: String,
    /// The object's name.
    pub name: String,
    /// Its weight.
    pub weight: i64,
    /// The template that rendered it; empty where the record does not say.
    pub template: String,
}

/// When a rollback runs a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollbackEvent {
    /// Before anything is applied.
    PreRollback,
    /// After everything is applied and, where asked for, ready.
    PostRollback,
}

/// Helm's word for it.
impl fmt::Display for RollbackEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PreRollback => "pre-rollback",
            Self::PostRollback => "post-rollback",
        })
    }
}

/// The hooks that going back to this revision runs, in Helm's order (`execHook`): by event, then weight, then name.
#[must_use]
pub fn hooks_run_on_rollback(target: &Release) -> Vec<HookToRun> {
    let mut hooks = Vec::new();
    for event in [RollbackEvent::PreRollback, RollbackEvent::PostRollback] {
        let word = event.to_string();
        let runs = target
            .hooks
            .iter()
            .filter(|hook| hook.events.contains(&word));
        hooks.extend(runs.map(|hook| HookToRun {
            event,
            kind: hook.kind.clone(),
            name: hook.name.clone(),
            weight: hook.weight,
            template: hook.path.clone(),
        }));
    }
    astern_ledger::sort_by(&mut hooks, |a, b| {
        (a.event, a.weight, &a.name).cmp(&(b.event, b.weight, &b.name))
    });
    hooks
}

/// Hooks of one revision that run at the same events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedHooks {
    /// Helm's words for the events, such as `pre-upgrade`.
    pub events: Vec<String>,
    /// How many hooks.
    pub count: usize,
}

/// The hooks of a revision that going back to it does not run, by the events at which they do run, as they come.
#[must_use]
pub fn hooks_skipped_by_rollback(target: &Release) -> Vec<SkippedHooks> {
    let words = [RollbackEvent::PreRollback, RollbackEvent::PostRollback].map(|e| e.to_string());
    let mut found: Vec<SkippedHooks> = Vec::new();
    let is_left = |hook: &&Hook| !hook.events.iter().any(|event| words.contains(event));
    for hook in target.hooks.iter().filter(is_left) {
        match found.iter_mut().find(|known| known.events == hook.events) {
            Some(known) => known.count += 1,
            None => found.push(SkippedHooks {
                events: hook.events.clone(),
                count: 1,
            }),
        }
    }
    found
}
