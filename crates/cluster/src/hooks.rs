//! The hooks that a rollback runs, and the one in which an uninstall stopped.

use astern_ledger::{HelmTime, Release, Timestamp};
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
    /// What it creates.
    pub object: HookObject,
}

/// What a hook creates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HookObject {
    /// A Job, which says how far it is.
    Job(Workload),
    /// An object of another kind, which is complete when it is created.
    Other,
    /// Its document could not be read, so it may be a Job.
    Unread,
}

impl HookObject {
    /// Returns the Job, if it is known to be one.
    pub fn job(&self) -> Option<&Workload> {
        match self {
            Self::Job(job) => Some(job),
            Self::Other | Self::Unread => None,
        }
    }
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
                    object: hook_object(release, &hook.manifest),
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

/// A hook of an uninstall that helm has begun and not recorded as successful: the uninstall did not come past it, or is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UninstallHook {
    /// When it runs: before or after the objects are deleted.
    pub time: HookTime,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// When it began.
    pub began: Option<Timestamp>,
    /// What it creates.
    pub object: HookObject,
}

/// Returns the hook in which the uninstall of a release stopped, or is; `None` when it is in none. Helm records a hook when it
/// begins and when the uninstall goes on after it; a hook that fails stays recorded as running. Source: `execHook` in
/// `pkg/action/hooks.go`, `uninstall.go`.
pub fn uninstall_hook(release: &Release) -> Option<UninstallHook> {
    let deleted = release.info.deleted.as_ref()?.timestamp()?;
    release.hooks.iter().find_map(|hook| {
        let run = hook.last_run.as_ref()?;
        // A rollback copies the hooks of its target with what an earlier uninstall recorded in them.
        let began = run.started_at.as_ref().and_then(HelmTime::timestamp);
        let is_of_this = began.is_some_and(|began| began >= deleted);
        let has_succeeded = run.phase.as_deref() == Some("Succeeded");
        let time = [
            ("pre-delete", HookTime::Before),
            ("post-delete", HookTime::After),
        ]
        .into_iter()
        .find(|(event, _)| hook.events.iter().any(|on| on == event))
        .map(|(_, time)| time)?;
        (is_of_this && !has_succeeded).then(|| UninstallHook {
            time,
            kind: hook.kind.clone(),
            name: hook.name.clone(),
            began,
            object: hook_object(release, &hook.manifest),
        })
    })
}

/// Reads what a hook creates from its manifest, which holds one document.
fn hook_object(release: &Release, manifest: &str) -> HookObject {
    let mut documents = astern_manifest::documents(manifest, &Budget::for_release());
    let Some(Ok(object)) = documents.next() else {
        return HookObject::Unread;
    };
    if WorkloadKind::of(&object.id.group, &object.id.kind) != Some(WorkloadKind::Job) {
        return HookObject::Other;
    }
    let namespace = object.id.namespace.as_ref();
    match namespace.map_or(Ok(release.namespace.clone()), |name| name.parse()) {
        Ok(namespace) => HookObject::Job(Workload {
            kind: WorkloadKind::Job,
            namespace,
            name: object.id.name,
        }),
        Err(_) => HookObject::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_cannot_be_read_is_not_called_another_kind() {
        let release = astern_fixtures::release(astern_fixtures::Size { objects: 0 }, 1);
        let of = |manifest: &str| hook_object(&release, manifest);
        let job = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n";
        let HookObject::Job(found) = of(job) else {
            panic!("it is a Job");
        };
        assert_eq!(
            (found.name.as_str(), &found.namespace),
            ("migrate", &release.namespace)
        );
        assert_eq!(of(&job.replace("Job", "Secret")), HookObject::Other);
        for unread in [
            "apiVersion: batch/v1\nkind: Job\nmetadata: [\n",
            "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n  namespace: Not Valid\n",
            "",
        ] {
            assert_eq!(of(unread), HookObject::Unread, "{unread:?}");
        }
    }

    /// Returns the hook in which the uninstall stopped, of hooks with these events, phases and starting times. The uninstall
    /// began at 10:00.
    fn stopped_in(hooks: &[(&str, &str, &str)]) -> Option<(String, HookTime)> {
        let hooks: Vec<_> = (1..)
            .zip(hooks)
            .map(|(number, (event, phase, began))| {
                serde_json::json!({
                    "name": format!("hook-{number}"), "kind": "Pod", "events": [event], "delete_policies": [],
                    "last_run": { "phase": phase, "started_at": began },
                })
            })
            .collect();
        let release: Release = serde_json::from_value(serde_json::json!({
            "name": "solo", "namespace": "half", "version": 1, "hooks": hooks,
            "info": { "status": "uninstalling", "deleted": "2026-11-29T10:00:00Z" },
            "chart": { "metadata": { "name": "solo", "version": "1.0.0" } },
        }))
        .unwrap();
        uninstall_hook(&release).map(|hook| (hook.name, hook.time))
    }

    /// As Helm 3.22 and 4.3 record it: a hook that fails stays `Running`.
    #[test]
    fn the_hook_in_which_an_uninstall_stopped_is_the_one_that_did_not_succeed() {
        let later = "2026-11-29T10:00:01Z";
        let (before, after) = (HookTime::Before, HookTime::After);
        assert_eq!(
            stopped_in(&[("pre-delete", "Running", later)]),
            Some(("hook-1".to_owned(), before))
        );
        assert_eq!(
            stopped_in(&[
                ("pre-delete", "Succeeded", later),
                ("post-delete", "Running", later)
            ]),
            Some(("hook-2".to_owned(), after))
        );
        for other in [
            ("pre-delete", "Succeeded", later),
            // A rollback copied it from a revision whose uninstall had stopped.
            ("pre-delete", "Running", "2026-11-28T10:00:00Z"),
            ("pre-upgrade", "Failed", later),
            ("pre-delete", "", ""),
        ] {
            assert_eq!(stopped_in(&[other]), None, "{other:?}");
        }
    }
}
