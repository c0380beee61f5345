//! The kinds of workload whose readiness is observed.

use std::fmt;

/// A kind of workload that `helm --wait` waits for and whose readiness the app shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WorkloadKind {
    /// `apps/v1` Deployment.
    Deployment,
    /// `apps/v1` StatefulSet.
    StatefulSet,
    /// `apps/v1` DaemonSet.
    DaemonSet,
    /// `batch/v1` Job.
    Job,
}

impl WorkloadKind {
    /// Returns the workload kind of an API group and kind, if it is one.
    pub fn of(group: &str, kind: &str) -> Option<Self> {
        match (group, kind) {
            ("apps", "Deployment") => Some(Self::Deployment),
            ("apps", "StatefulSet") => Some(Self::StatefulSet),
            ("apps", "DaemonSet") => Some(Self::DaemonSet),
            ("batch", "Job") => Some(Self::Job),
            _ => None,
        }
    }

    /// Returns the API version, the plural in a path, and the resource as RBAC names it.
    pub(crate) fn resource(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Deployment => ("apps/v1", "deployments", "deployments.apps"),
            Self::StatefulSet => ("apps/v1", "statefulsets", "statefulsets.apps"),
            Self::DaemonSet => ("apps/v1", "daemonsets", "daemonsets.apps"),
            Self::Job => ("batch/v1", "jobs", "jobs.batch"),
        }
    }
}

impl fmt::Display for WorkloadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
