//! Objects by consequence: what restarts something, then settings, then what only describes.

use std::cmp::Reverse;
use std::collections::HashSet;

use astern_compare::{Change, Comparison, ObjectChange};

/// How much a changed object matters, the most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weight {
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
    /// Those that matter, by consequence, then by kind.
    pub objects: Vec<u32>,
    /// Those in which nothing but noise differs, by kind.
    pub noise_only: Vec<u32>,
}

impl Order {
    /// The order of a comparison's objects.
    pub fn of(comparison: &Comparison) -> Self {
        let all = &comparison.objects;
        let restarts: HashSet<_> = comparison
            .effects
            .restarts
            .iter()
            .map(|restart| &restart.object)
            .collect();
        let mut indices: Vec<u32> = (0..all.len() as u32).collect();
        // Within a kind as the manifest has them: the sort keeps that.
        indices.sort_by_cached_key(|index| {
            let object = &all[*index as usize];
            let first = Reverse(restarts.contains(&object.id));
            (first, Weight::of(object), object.id.kind.clone())
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

impl Weight {
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
    use astern_compare::Side;
    let side = match object.change {
        Change::Removed => Side::From,
        _ => Side::To,
    };
    let data = object
        .object(side)
        .and_then(|object| object.value.get("data"));
    data.and_then(|data| data.as_object())
        .is_some_and(|data| !data.is_empty() && data.keys().all(|key| key.ends_with(".json")))
}
