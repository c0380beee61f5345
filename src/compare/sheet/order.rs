//! Objects by consequence: what is refused or restarts comes first, then settings, then what only describes.

use astern_compare::{Change, Comparison, Drift, ObjectChange, Side};

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
    /// The order of a report's objects.
    pub fn of(report: &Report) -> Self {
        match report {
            Report::Recorded(comparison, _) => Self::of_comparison(comparison),
            Report::Live(drift) => Self::of_drift(drift),
        }
    }

    /// Each part of a drift is a section of its own, so nothing leaves it; noise goes to its end.
    fn of_drift(drift: &Drift) -> Self {
        let there = 0..drift.objects.len() as u32;
        let all = there.end + (drift.missing.len() + drift.leftover.len()) as u32;
        let noise = |index: &u32| drift.objects[*index as usize].object.noise_only;
        let (last, first): (Vec<u32>, Vec<u32>) = there.clone().partition(noise);
        Self {
            objects: first
                .into_iter()
                .chain(last)
                .chain(there.end..all)
                .collect(),
            noise_only: Vec::new(),
        }
    }

    fn of_comparison(comparison: &Comparison) -> Self {
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
