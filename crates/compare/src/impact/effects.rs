//! The effects of a change of objects on what runs.

use astern_manifest::ObjectId;
use serde::Serialize;

use super::reloaders::Reloader;
use super::stops::StoppedWorkload;
use crate::{FieldPath, Sides};

/// The effects of a change of objects on what runs, as far as they follow from the two revisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// The workloads whose pods are replaced.
    pub restarts: Vec<Restart>,
    /// The workloads that stay and ask for no pods any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stopped: Vec<StoppedWorkload>,
    /// The workloads whose pods another controller than their own replaces, where it runs, because a ConfigMap or Secret changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reloaded: Vec<ReloadedWorkload>,
    /// The workloads whose pods change later, or only after somebody acts.
    pub deferred: Vec<DeferredChange>,
    /// The ConfigMaps and Secrets that change while pods that read them do not restart.
    pub stale_configuration: Vec<StaleConfiguration>,
    /// The ConfigMaps and Secrets that change and that no pod template of the release references. A sidecar, an operator
    /// or a person may read them.
    pub unreferenced: Vec<ObjectId>,
    /// The fields that differ and cannot be changed in place.
    pub immutable: Vec<ImmutableChange>,
    /// The keys that occur more than once in a list whose entries are merged by key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeated_keys: Vec<RepeatedKey>,
}

/// A workload whose pods are replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restart {
    /// The workload.
    pub object: ObjectId,
    /// The number of pods in the target revision; `None` when an autoscaler or the number of nodes decides.
    pub pods: Option<u64>,
    /// The cause of the restart.
    pub by: RestartCause,
}

/// A workload that asks a controller to replace its pods when a ConfigMap or Secret changes, which helm does not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReloadedWorkload {
    /// The ConfigMap or Secret that changes.
    pub config: ObjectId,
    /// The workload.
    pub workload: ObjectId,
    /// The number of its pods in the target revision; `None` when an autoscaler or the number of nodes decides.
    pub pods: Option<u64>,
    /// The controller that its annotations ask.
    pub by: Reloader,
}

/// Why the pods of a workload are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartCause {
    /// The pod template differs.
    Template,
    /// The pod template differs in configuration checksums only: the restart is for a ConfigMap or Secret.
    Checksum,
    /// The pod template differs in version labels only, which replaces the pods too.
    VersionLabel,
    /// The operator of the custom resource replaces the pods.
    Operator,
}

/// A workload whose pod template differs and whose pods are not replaced at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeferredChange {
    /// The workload.
    pub object: ObjectId,
    /// When the pods change.
    pub until: DeferredUntil,
}

/// When the pods of a deferred change are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeferredUntil {
    /// When somebody deletes them: the update strategy is `OnDelete`.
    OnDelete,
    /// When the paused rollout is resumed.
    Resumed,
    /// When the `partition` of the update strategy is lowered: at present no pod is updated.
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
    /// The workloads that read the changed keys and do not restart; at least one.
    pub readers: Vec<ConfigReader>,
}

/// A workload that reads a ConfigMap or Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigReader {
    /// The workload.
    pub workload: ObjectId,
    /// How it reads the ConfigMap or Secret.
    pub method: ReadMethod,
}

/// How a pod reads a ConfigMap or Secret. The order is that of the delay until a change takes effect.
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

/// A key that occurs more than once in a list of an object that differs, such as a variable that is named twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RepeatedKey {
    /// The object.
    pub object: ObjectId,
    /// The list.
    pub field: FieldPath,
    /// The key, such as the name of a variable.
    pub key: String,
    /// How often it occurs on each side: more than once on at least one, and at least once on the `to` side.
    pub times: Sides<usize>,
}

/// A field that differs and cannot be changed in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImmutableChange {
    /// The object.
    pub object: ObjectId,
    /// The field.
    pub field: FieldPath,
    /// What Kubernetes does with the change.
    pub rule: ImmutableRule,
}

/// What Kubernetes does with a change of an immutable field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImmutableRule {
    /// It rejects the change, and Helm fails.
    Refused,
    /// It rejects the change, because the object sets `immutable: true`.
    MarkedImmutable,
    /// It rejects a smaller size of a PersistentVolumeClaim.
    Shrinks,
    /// It keeps the old value without an error.
    Kept,
}
