//! The objects of hooks that may exist in the cluster, and the revision in whose operation they were created.

use std::{collections::HashMap, sync::Arc};

use astern_ledger::{Hook, HookExecution, Release, Revision};
use astern_manifest::{Object, ObjectId};
use serde_json::Value;

use super::absence::HookAbsence;
use crate::objects::{hooks::delete_policies, identity};

/// A hook whose object may exist in the cluster.
#[derive(Debug)]
pub(in crate::drift) struct ExpectedHook {
    pub(in crate::drift) object: Arc<Object>,
    /// The object of the same hook in the deployed revision, when that revision's operation ran it.
    pub(in crate::drift) deployed: Option<Arc<Object>>,
    pub(in crate::drift) events: Vec<String>,
    pub(in crate::drift) delete_policies: Vec<String>,
    /// The revision in whose operation it ran last, according to the two records.
    pub(in crate::drift) ran_for: Option<Revision>,
    /// The reason if it does not exist.
    pub(in crate::drift) absence: HookAbsence,
}

/// A hook of a release record and its parsed object.
pub(in crate::drift) struct ReadHook<'a> {
    hook: &'a Hook,
    object: Arc<Object>,
}

impl<'a> ReadHook<'a> {
    pub(in crate::drift) fn new(hook: &'a Hook, object: Object) -> Self {
        Self {
            hook,
            object: Arc::new(object),
        }
    }

    /// Returns when the operation that created the revision ran the hook, in Unix seconds. A rollback copies the hooks of
    /// its target with their runs, so a run before the start of the operation belongs to another revision.
    fn run_time(&self, release: &Release) -> Option<i64> {
        let second = |time: &Option<astern_ledger::HelmTime>| {
            time.as_ref()?.timestamp().map(|time| time.as_second())
        };
        let run_start = second(&self.hook.last_run.as_ref()?.started_at)?;
        let operation_start = second(&release.info.last_deployed);
        operation_start
            .is_none_or(|operation_start| run_start >= operation_start)
            .then_some(run_start)
    }

    fn absence(&self) -> HookAbsence {
        let phase = self
            .hook
            .last_run
            .as_ref()
            .and_then(|run: &HookExecution| run.phase.as_deref());
        let policy = match phase {
            Some("Succeeded") => "hook-succeeded",
            Some("Failed") => "hook-failed",
            _ => "",
        };
        // Helm never deletes a CustomResourceDefinition.
        let is_deleted = self.object.id.kind != "CustomResourceDefinition"
            && delete_policies(self.hook).iter().any(|own| own == policy);
        let seconds = self.object.value.pointer("/spec/ttlSecondsAfterFinished");
        match seconds.and_then(Value::as_u64) {
            _ if is_deleted => HookAbsence::ByPolicy { policy },
            Some(seconds) if self.object.id.kind == "Job" => HookAbsence::Expired { seconds },
            _ => HookAbsence::Unknown,
        }
    }
}

/// Returns the hooks of a revision, each object once. `deployed` is the revision that Helm deployed last, when it is
/// another one.
pub(in crate::drift) fn expected_hooks(
    (release, own): (&Release, Vec<ReadHook<'_>>),
    deployed: Option<(&Release, Vec<ReadHook<'_>>)>,
) -> Vec<ExpectedHook> {
    let deployed_runs =
        deployed.map(|(release, hooks)| (release.revision, last_runs(release, hooks)));
    let mut expected = Vec::with_capacity(own.len());
    let mut positions: HashMap<ObjectId, usize> = HashMap::new();
    for read in own {
        let id = identity(&read.object, release.namespace.as_str());
        let deployed_hook = deployed_runs
            .as_ref()
            .and_then(|(revision, runs)| Some((*revision, runs.get(&id)?)));
        let hook = (
            read.run_time(release),
            expect(&read, release, deployed_hook),
        );
        match positions.get(&id).copied() {
            None => {
                positions.insert(id, expected.len());
                expected.push(hook);
            }
            // Two hooks with the same object: the object in the cluster is that of the later run.
            Some(position) if hook.0 > expected[position].0 => expected[position] = hook,
            Some(_) => {}
        }
    }
    expected.into_iter().map(|(_, expected)| expected).collect()
}

/// Returns the hooks that this revision's operation ran, the latest of those with the same object.
fn last_runs<'a>(release: &Release, hooks: Vec<ReadHook<'a>>) -> HashMap<ObjectId, ReadHook<'a>> {
    let mut runs: HashMap<ObjectId, ReadHook<'a>> = HashMap::new();
    for read in hooks {
        let Some(time) = read.run_time(release) else {
            continue;
        };
        let id = identity(&read.object, release.namespace.as_str());
        if runs
            .get(&id)
            .and_then(|other| other.run_time(release))
            .is_none_or(|other| other <= time)
        {
            runs.insert(id, read);
        }
    }
    runs
}

fn expect(
    read: &ReadHook<'_>,
    release: &Release,
    deployed: Option<(Revision, &ReadHook<'_>)>,
) -> ExpectedHook {
    let own = read.run_time(release).map(|_| release.revision);
    let absence = match (deployed, own) {
        (Some((_, deployed)), _) => deployed.absence(),
        (None, Some(_)) => read.absence(),
        (None, None) => HookAbsence::NotRun {
            revision: release.revision,
            events: read.hook.events.clone(),
        },
    };
    ExpectedHook {
        object: Arc::clone(&read.object),
        deployed: deployed.map(|(_, deployed)| Arc::clone(&deployed.object)),
        events: read.hook.events.clone(),
        delete_policies: delete_policies(read.hook),
        ran_for: deployed.map(|(revision, _)| revision).or(own),
        absence,
    }
}
