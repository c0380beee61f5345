//! What a change of objects does to what runs.

mod builder;
mod immutable;
mod immutable_fields;
mod references;
mod restarts;
mod workload;

use astern_manifest::ObjectId;
use serde::Serialize;

use crate::FieldPath;

pub(crate) use builder::EffectsBuilder;
pub(crate) use workload::makes_pods;

/// What a change of objects does to what runs, as far as the two revisions tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// The workloads whose pods are replaced.
    pub restarts: Vec<Restart>,
    /// The workloads whose pods change at some other time, or not by themselves.
    pub deferred: Vec<DeferredChange>,
    /// ConfigMaps and Secrets that change while pods that read them do not restart.
    pub stale_configuration: Vec<StaleConfiguration>,
    /// ConfigMaps and Secrets that change and that no pod template of the release names. A sidecar, an operator or a
    /// person may read them.
    pub unreferenced: Vec<ObjectId>,
    /// Fields that differ and cannot be changed in place.
    pub immutable: Vec<ImmutableChange>,
}

/// A workload whose pods are replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restart {
    /// The workload.
    pub object: ObjectId,
    /// How many pods it asks for on the side to arrive at; `None` when an autoscaler or the nodes decide.
    pub pods: Option<u64>,
    /// What replaces them.
    pub by: RestartCause,
}

/// Why the pods of a workload are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartCause {
    /// The pod template differs.
    Template,
    /// The pod template differs in configuration checksums only: the restart is for a ConfigMap or Secret.
    Checksum,
    /// The pod template differs in version labels only, and the pods are replaced all the same.
    VersionLabel,
    /// Its operator makes other pods of it.
    Operator,
}

/// A workload whose pod template differs and whose pods are not replaced by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeferredChange {
    /// The workload.
    pub object: ObjectId,
    /// When its pods change.
    pub until: DeferredUntil,
}

/// When pods change that are not replaced at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeferredUntil {
    /// When somebody deletes them: the update strategy is `OnDelete`.
    OnDelete,
    /// When the paused rollout is resumed.
    Resumed,
    /// When the update's `partition` is lowered: as it is, it holds back every pod.
    PartitionLowered,
    /// When they are replaced for another reason: the kind does not replace pods.
    Replaced,
    /// At the next scheduled run.
    NextRun,
}

/// A ConfigMap or Secret that changes while pods that read it do not restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleConfiguration {
    /// The ConfigMap or Secret.
    pub object: ObjectId,
    /// The workloads that read what changes and do not restart; at least one.
    pub readers: Vec<ConfigReader>,
}

/// A workload that reads a ConfigMap or Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigReader {
    /// The workload.
    pub workload: ObjectId,
    /// How it reads.
    pub method: ReadMethod,
}

/// How a pod reads a ConfigMap or Secret; of several ways the one that lags most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadMethod {
    /// As a volume: the files change within about a minute, and the process may not read them again.
    Volume,
    /// As a volume mounted with `subPath`: the file stays as it was until the pod restarts.
    SubPath,
    /// As environment variables: they stay as they were until the pod restarts.
    Environment,
}

/// A field that differs and cannot be changed in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImmutableChange {
    /// The object.
    pub object: ObjectId,
    /// The field.
    pub field: FieldPath,
    /// What becomes of the change.
    pub rule: ImmutableRule,
}

/// What Kubernetes does with a change of a field that cannot be changed in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImmutableRule {
    /// It refuses the change, and Helm fails.
    Refused,
    /// It refuses, because the object says `immutable: true`.
    MarkedImmutable,
    /// It refuses to make a claim smaller.
    Shrinks,
    /// It keeps the old value and says nothing.
    Kept,
}
