//! Which hooks' objects may be in the cluster, and by whose run.

use std::{collections::HashMap, sync::Arc};

use astern_ledger::{Hook, HookRun, Release, Revision};
use astern_manifest::{Object, ObjectId};
use serde_json::Value;

use super::HookAbsence;
use crate::objects::{hooks::delete_policies, identity};

/// A hook whose object may be in the cluster.
#[derive(Debug)]
pub(in super::super) struct ExpectedHook {
    pub(in super::super) object: Arc<Object>,
    /// The same as the deployed revision has it, where that one's operation ran it.
    pub(in super::super) also: Option<Arc<Object>>,
    pub(in super::super) events: Vec<String>,
    pub(in super::super) delete_policies: Vec<String>,
    /// The revision in whose operation it ran last, as far as these records tell.
    pub(in super::super) ran_for: Option<Revision>,
    /// Why it is not there, if it is not.
    pub(in super::super) gone: HookAbsence,
}

/// A hook of a record and its object.
pub(in super::super) struct ReadHook<'a> {
    hook: &'a Hook,
    object: Arc<Object>,
}

impl<'a> ReadHook<'a> {
    pub(in super::super) fn new(hook: &'a Hook, object: Object) -> Self {
        Self {
            hook,
            object: Arc::new(object),
        }
    }

    /// When the operation that made the revision ran it, in seconds. A rollback copies the hooks of its target with their
    /// runs, so a run from before that operation is another revision's.
    fn ran(&self, release: &Release) -> Option<i64> {
        let second = |time: &Option<astern_ledger::HelmTime>| {
            time.as_ref()?.timestamp().map(|time| time.as_second())
        };
        let started = second(&self.hook.last_run.as_ref()?.started_at)?;
        let began = second(&release.info.last_deployed);
        began
            .is_none_or(|began| started >= began)
            .then_some(started)
    }

    fn gone(&self) -> HookAbsence {
        let phase = self
            .hook
            .last_run
            .as_ref()
            .and_then(|run: &HookRun| run.phase.as_deref());
        let policy = match phase {
            Some("Succeeded") => "hook-succeeded",
            Some("Failed") => "hook-failed",
            _ => "",
        };
        // Helm never deletes a definition.
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

/// The hooks of a revision, each object once; `deployed` is the revision that helm put into the cluster last, where it is
/// another one.
pub(in super::super) fn expected_hooks(
    (release, own): (&Release, Vec<ReadHook<'_>>),
    deployed: Option<(&Release, Vec<ReadHook<'_>>)>,
) -> Vec<ExpectedHook> {
    let deployed_runs =
        deployed.map(|(release, hooks)| (release.revision, last_runs(release, hooks)));
    let mut expected = Vec::with_capacity(own.len());
    let mut places: HashMap<ObjectId, usize> = HashMap::new();
    for read in own {
        let id = identity(&read.object, release.namespace.as_str());
        let its_deployed = deployed_runs
            .as_ref()
            .and_then(|(revision, runs)| Some((*revision, runs.get(&id)?)));
        let found = (read.ran(release), expect(&read, release, its_deployed));
        match places.get(&id).copied() {
            None => {
                places.insert(id, expected.len());
                expected.push(found);
            }
            // Two hooks with one object: what is there is of the one that ran later.
            Some(place) if found.0 > expected[place].0 => expected[place] = found,
            Some(_) => {}
        }
    }
    expected.into_iter().map(|(_, expected)| expected).collect()
}

/// The hooks that this revision's operation ran, of those with one object the last.
fn last_runs<'a>(release: &Release, hooks: Vec<ReadHook<'a>>) -> HashMap<ObjectId, ReadHook<'a>> {
    let mut runs: HashMap<ObjectId, ReadHook<'a>> = HashMap::new();
    for read in hooks {
        let Some(ran) = read.ran(release) else {
            continue;
        };
        let id = identity(&read.object, release.namespace.as_str());
        if runs
            .get(&id)
            .and_then(|other| other.ran(release))
            .is_none_or(|other| other <= ran)
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
    let own = read.ran(release).map(|_| release.revision);
    let gone = match (deployed, own) {
        (Some((_, deployed)), _) => deployed.gone(),
        (None, Some(_)) => read.gone(),
        (None, None) => HookAbsence::NotRun {
            revision: release.revision,
            events: read.hook.events.clone(),
        },
    };
    ExpectedHook {
        object: Arc::clone(&read.object),
        also: deployed.map(|(_, deployed)| Arc::clone(&deployed.object)),
        events: read.hook.events.clone(),
        delete_policies: delete_policies(read.hook),
        ran_for: deployed.map(|(revision, _)| revision).or(own),
        gone,
    }
}
