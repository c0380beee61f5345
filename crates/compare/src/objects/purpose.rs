//! The purpose of an object, by its kind.

use astern_diff::{Change, Side};

use super::change::ObjectChange;

/// The purpose of an object, in the order in which an on-call engineer looks at objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Runs pods.
    Workload,
    /// Configuration and storage of workloads.
    Configuration,
    /// Networking, and all kinds that are not listed here.
    Other,
    /// RBAC and service accounts.
    AccessControl,
    /// Monitoring rules and targets.
    Monitoring,
    /// A ConfigMap with Grafana dashboards.
    Dashboard,
}

impl ObjectChange {
    /// Returns the purpose of the object.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self.id.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Pod" | "Job"
            | "CronJob" | "Prometheus" | "Alertmanager" => Purpose::Workload,
            "ConfigMap" if self.is_dashboard() => Purpose::Dashboard,
            "ConfigMap" | "Secret" | "PersistentVolumeClaim" => Purpose::Configuration,
            "ClusterRole" | "ClusterRoleBinding" | "Role" | "RoleBinding" | "ServiceAccount" => {
                Purpose::AccessControl
            }
            "PrometheusRule" | "ServiceMonitor" | "PodMonitor" => Purpose::Monitoring,
            _ => Purpose::Other,
        }
    }

    /// Returns whether a ConfigMap holds only JSON files, as Grafana dashboards are.
    fn is_dashboard(&self) -> bool {
        let side = match self.change {
            Change::Removed => Side::From,
            _ => Side::To,
        };
        let data = self
            .object(side)
            .and_then(|object| object.value.get("data")?.as_object());
        data.is_some_and(|data| !data.is_empty() && data.keys().all(|key| key.ends_with(".json")))
    }
}
