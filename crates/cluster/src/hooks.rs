//! The hooks that a rollback to a revision runs.

use astern_ledger::Release;

use crate::{Workload, WorkloadKind};

/// When a hook runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HookTime {
    /// Before anything is applied.
    Before,
    /// After everything is applied and ready.
    After,
}

/// A hook of the target: Helm runs those, not the ones of the revision that it leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RollbackHook {
    /// When it runs.
    pub time: HookTime,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The Job that it is, whose state says how far it is; the other kinds are there as soon as they are made.
    pub job: Option<Workload>,
}

/// The hooks in the order in which Helm runs them: by time, then by weight, then by name.
pub fn rollback_hooks(release: &Release) -> Vec<RollbackHook> {
    let mut found = Vec::new();
    for hook in &release.hooks {
        for (event, time) in [
            ("pre-rollback", HookTime::Before),
            ("post-rollback", HookTime::After),
        ] {
            if hook.events.iter().any(|on| on == event) {
                let told = RollbackHook {
                    time,
                    kind: hook.kind.clone(),
                    name: hook.name.clone(),
                    job: job(release, &hook.manifest),
                };
                found.push((time, hook.weight, told));
            }
        }
    }
    astern_ledger::sort_by_key(&mut found, |(time, weight, hook)| {
        (*time, *weight, hook.name.clone())
    });
    found.into_iter().map(|(_, _, hook)| hook).collect()
}

fn job(release: &Release, manifest: &str) -> Option<Workload> {
    let object = astern_manifest::documents(manifest).flatten().next()?;
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
