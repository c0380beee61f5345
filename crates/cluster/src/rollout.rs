//! How a workload replaces the pods of older templates.

use serde::Deserialize;

use crate::WorkloadKind;

/// How a workload replaces the pods of older templates.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Rollout {
    /// In which order, and whether by itself.
    pub order: RolloutOrder,
    /// The number of pods of older templates that it is told to keep.
    pub kept: u32,
    /// The lowest ordinal of a StatefulSet's pod that it replaces: its partition after its first ordinal.
    pub first_replaced: u32,
    /// How long a pod has to be ready before it counts as available: `minReadySeconds`.
    pub min_ready_seconds: u32,
}

/// In which order a workload replaces the pods of older templates.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum RolloutOrder {
    /// A Deployment or DaemonSet: those that are not ready first.
    #[default]
    Rolling,
    /// A StatefulSet with the pod management policy `OrderedReady`: the highest ordinal first, and only while all are ready.
    OrderedReady,
    /// A StatefulSet with the pod management policy `Parallel`: the highest ordinal first, also those that are not ready.
    Parallel,
    /// A StatefulSet or DaemonSet with the update strategy `OnDelete`: when somebody deletes them.
    OnDelete,
    /// A paused Deployment: none of them.
    Paused,
}

/// The fields of a workload's specification that say how it replaces pods.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RolloutSpec {
    paused: bool,
    min_ready_seconds: u32,
    pod_management_policy: String,
    update_strategy: UpdateStrategy,
    ordinals: Option<Ordinals>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct UpdateStrategy {
    #[serde(rename = "type")]
    kind: String,
    rolling_update: Option<RollingUpdate>,
}

#[derive(Deserialize)]
struct RollingUpdate {
    #[serde(default)]
    partition: u32,
}

#[derive(Deserialize)]
struct Ordinals {
    #[serde(default)]
    start: u32,
}

impl RolloutSpec {
    /// Returns how a workload of this kind replaces pods, of which `older` are of older templates now.
    pub(crate) fn rollout(&self, kind: WorkloadKind, older: u32) -> Rollout {
        let order = match kind {
            WorkloadKind::Deployment if self.paused => RolloutOrder::Paused,
            WorkloadKind::StatefulSet | WorkloadKind::DaemonSet
                if self.update_strategy.kind == "OnDelete" =>
            {
                RolloutOrder::OnDelete
            }
            WorkloadKind::StatefulSet if self.pod_management_policy == "Parallel" => {
                RolloutOrder::Parallel
            }
            WorkloadKind::StatefulSet => RolloutOrder::OrderedReady,
            WorkloadKind::Deployment | WorkloadKind::DaemonSet | WorkloadKind::Job => {
                RolloutOrder::Rolling
            }
        };
        let rolling = self.update_strategy.rolling_update.as_ref();
        let partition = match kind {
            WorkloadKind::StatefulSet => rolling.map_or(0, |rolling| rolling.partition),
            _ => 0,
        };
        let kept = match order {
            RolloutOrder::OnDelete | RolloutOrder::Paused => older,
            RolloutOrder::OrderedReady | RolloutOrder::Parallel => older.min(partition),
            RolloutOrder::Rolling => 0,
        };
        let first = self.ordinals.as_ref().map_or(0, |ordinals| ordinals.start);
        Rollout {
            order,
            kept,
            first_replaced: match partition {
                0 => 0,
                partition => first.saturating_add(partition),
            },
            min_ready_seconds: self.min_ready_seconds,
        }
    }
}
