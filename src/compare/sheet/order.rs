//! Objects by consequence: what is refused or restarts comes first, then settings, then what only describes.

use astern_compare::{Change, ObjectChange, Side};

use super::Report;

/// What an object is for, among those of the same consequence: what on-call engineers look at first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Purpose {
    Workload,
    Setting,
    Wiring,
    Right,
    Watching,
    Dashboard,
}

/// The objects that differ, as they stand on the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Those that matter, by consequence, then by purpose and kind.
    pub objects: Vec<u32>,
    /// Those in which nothing but noise differs, by kind.
    pub noise_only: Vec<u32>,
}

impl Order {
    /// The order of a report's objects. Those of a drift stay as they are: each part of it is a section.
    pub fn of(report: &Report) -> Self {
        let Some(comparison) = report.comparison() else {
            return Self {
                objects: (0..report.objects().len() as u32).collect(),
                noise_only: Vec::new(),
            };
        };
        let all = &comparison.objects;
        let weights = comparison.weights();
        let mut indices: Vec<u32> = (0..all.len() as u32).collect();
        // Within a kind as the manifest has them: the sort keeps that.
        indices.sort_by_cached_key(|index| {
            let object = &all[*index as usize];
            let weight = weights.get(*index as usize).copied();
            (weight, Purpose::of(object), object.id.kind.clone())
        });
        let (noise_only, objects) = indices
            .into_iter()
            .partition(|index| all[*index as usize].noise_only);
        Self {
            objects,
            noise_only,
        }
    }
}

impl Purpose {
    fn of(object: &ObjectChange) -> Self {
        match object.id.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Pod" | "Job"
            | "CronJob" | "Prometheus" | "Alertmanager" => Self::Workload,
            "ConfigMap" if is_dashboard(object) => Self::Dashboard,
            "ConfigMap" | "Secret" | "PersistentVolumeClaim" => Self::Setting,
            "ClusterRole" | "ClusterRoleBinding" | "Role" | "RoleBinding" | "ServiceAccount" => {
                Self::Right
            }
            "PrometheusRule" | "ServiceMonitor" | "PodMonitor" => Self::Watching,
            _ => Self::Wiring,
        }
    }
}

/// A ConfigMap with nothing but JSON in its keys, as Grafana's dashboards are.
fn is_dashboard(object: &ObjectChange) -> bool {
    let side = match object.change {
        Change::Removed => Side::From,
        _ => Side::To,
    };
    let object = object.object(side);
    let data = object.and_then(|object| object.value.get("data")?.as_object());
    data.is_some_and(|data| !data.is_empty() && data.keys().all(|key| key.ends_with(".json")))
}
