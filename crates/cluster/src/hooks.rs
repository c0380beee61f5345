//! The hooks that a rollback runs.

use astern_ledger::Release;
use astern_manifest::Budget;

use crate::{Workload, WorkloadKind};

/// When a hook runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HookTime {
    /// Before the objects are applied.
    Before,
    /// After the objects are applied and ready.
    After,
}

/// A hook of the target revision. Helm runs the hooks of the target, not of the current revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RollbackHook {
    /// When it runs.
    pub time: HookTime,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The Job, if the hook is one. A hook of another kind is complete when it is created.
    pub job: Option<Workload>,
}

/// Returns the hooks of a rollback in the order of their execution: by event, weight and name.
pub fn rollback_hooks(release: &Release) -> Vec<RollbackHook> {
    let mut found = Vec::new();
    for hook in &release.hooks {
        for (event, time) in [
            ("pre-rollback", HookTime::Before),
            ("post-rollback", HookTime::After),
        ] {
            if hook.events.iter().any(|on| on == event) {
                let rollback_hook = RollbackHook {
                    time,
                    kind: hook.kind.clone(),
                    name: hook.name.clone(),
                    job: job(release, &hook.manifest),
                };
                found.push((time, hook.weight, rollback_hook));
            }
        }
    }
    astern_ledger::sort_by_key(&mut found, |(time, weight, hook)| {
        (*time, *weight, hook.name.clone())
    });
    found.into_iter().map(|(_, _, hook)| hook).collect()
}

fn job(release: &Release, manifest: &str) -> Option<Workload> {
    let object = astern_manifest::documents(manifest, &Budget::for_release())
        .flatten()
        .next()?;
    let kind = WorkloadKind::of(&object.id.group, &object.id.kind)?;
    let namespace = match object.id.namespace {
        Some(namespace) => namespace.parse().ok()?,
        None => release.namespace.clone(),
    };
    (kind == WorkloadKind::Job).then_some(Workload {
        kind,
        namespace,
        name: object.id.name,
    })
}
