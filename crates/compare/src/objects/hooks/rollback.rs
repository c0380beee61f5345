//! The hooks that a rollback runs: those of the target revision, not of the current one.

use std::collections::HashMap;
use std::fmt;

use astern_ledger::{Hook, Release};
use serde::Serialize;

/// One hook that a rollback runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HookToRun {
    /// The event at which it runs.
    pub event: RollbackEvent,
    /// The object's kind, such as `Job`.
    pub kind: String,
    /// The object's name.
    pub name: String,
    /// Its weight.
    pub weight: i64,
    /// The template that rendered it; empty where it is not recorded.
    pub template: String,
}

/// When a rollback runs a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollbackEvent {
    /// Before the manifest is applied.
    PreRollback,
    /// After the manifest is applied and, with `--wait`, ready.
    PostRollback,
}

/// Helm's name for the event.
impl fmt::Display for RollbackEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PreRollback => "pre-rollback",
            Self::PostRollback => "post-rollback",
        })
    }
}

/// Returns the hooks that a rollback to this revision runs, in Helm's order: by event, then weight, then name. Source:
/// `execHook`.
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
    /// Helm's names for the events, such as `pre-upgrade`.
    pub events: Vec<String>,
    /// The number of hooks.
    pub count: usize,
}

/// Returns the hooks that a rollback to a revision does not run, because they are for other events. Hooks with the same
/// events are grouped. The groups are in the order of the record.
#[must_use]
pub fn hooks_skipped_by_rollback(target: &Release) -> Vec<SkippedHooks> {
    let rollback_events =
        [RollbackEvent::PreRollback, RollbackEvent::PostRollback].map(|e| e.to_string());
    let mut skipped: Vec<SkippedHooks> = Vec::new();
    let is_skipped = |hook: &&Hook| {
        !hook
            .events
            .iter()
            .any(|event| rollback_events.contains(event))
    };
    let mut positions: HashMap<&[String], usize> = HashMap::new();
    for hook in target.hooks.iter().filter(is_skipped) {
        let position = *positions.entry(&hook.events).or_insert(skipped.len());
        match skipped.get_mut(position) {
            Some(group) => group.count += 1,
            None => skipped.push(SkippedHooks {
                events: hook.events.clone(),
                count: 1,
            }),
        }
    }
    skipped
}
