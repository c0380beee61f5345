//! The fields of a pod that show why it is not ready.

use astern_ledger::Timestamp;
use serde::Deserialize;

use crate::object_meta::{ObjectMeta, null_is_empty};

/// The fields of a pod that show why it is not ready.
#[derive(Deserialize)]
pub(crate) struct Pod {
    pub metadata: ObjectMeta,
    #[serde(default)]
    pub spec: PodSpec,
    #[serde(default)]
    pub status: PodStatus,
}

impl Pod {
    pub(crate) fn is_ready(&self) -> bool {
        self.is_over() || self.condition("Ready").is_some_and(PodCondition::is_true)
    }

    /// Returns whether all of its containers have ended well.
    pub(crate) fn is_over(&self) -> bool {
        self.status.phase == "Succeeded"
    }

    /// Returns a condition by its type.
    pub(crate) fn condition(&self, kind: &str) -> Option<&PodCondition> {
        self.status.conditions.iter().find(|c| c.kind == kind)
    }

    /// Returns its index in a StatefulSet: the number at the end of its name.
    pub(crate) fn ordinal(&self) -> Option<u32> {
        self.metadata.name.rsplit_once('-')?.1.parse().ok()
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PodSpec {
    pub node_name: String,
    #[serde(deserialize_with = "null_is_empty")]
    pub readiness_gates: Vec<ReadinessGate>,
    #[serde(deserialize_with = "null_is_empty")]
    pub init_containers: Vec<InitContainer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadinessGate {
    pub condition_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InitContainer {
    pub name: String,
    /// `Always` for a sidecar, which is meant to run on.
    #[serde(default)]
    pub restart_policy: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PodStatus {
    pub phase: String,
    pub reason: String,
    pub message: String,
    #[serde(deserialize_with = "null_is_empty")]
    pub conditions: Vec<PodCondition>,
    #[serde(deserialize_with = "null_is_empty")]
    pub init_container_statuses: Vec<Container>,
    #[serde(deserialize_with = "null_is_empty")]
    pub container_statuses: Vec<Container>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PodCondition {
    #[serde(rename = "type")]
    pub kind: String,
    pub status: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub message: String,
    pub last_transition_time: Option<Timestamp>,
}

impl PodCondition {
    pub(crate) fn is_true(&self) -> bool {
        self.status == "True"
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Container {
    pub name: String,
    #[serde(default)]
    pub ready: bool,
    #[serde(default)]
    pub restart_count: u32,
    #[serde(default)]
    pub state: ContainerState,
    #[serde(default)]
    pub last_state: ContainerState,
}

#[derive(Deserialize, Default)]
pub(crate) struct ContainerState {
    pub waiting: Option<Waiting>,
    pub running: Option<Running>,
    pub terminated: Option<Terminated>,
}

#[derive(Deserialize)]
pub(crate) struct Waiting {
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Running {
    pub started_at: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Terminated {
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub exit_code: i32,
    #[serde(default)]
    pub message: String,
}
