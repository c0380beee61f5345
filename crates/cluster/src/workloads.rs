//! The workloads of a release.

use std::fmt;

use astern_ledger::{Namespace, Release};
use serde_json::Value;

use crate::error::ask;
use crate::request::segment;
use crate::{Accept, ClusterError, PodTemplate, Readiness, Request, Right, Transport, Verb};

/// The kinds whose readiness Helm waits for and Astern shows.
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
    /// The kind of that API group and name, when it is one that is waited for.
    pub fn of(group: &str, kind: &str) -> Option<Self> {
        match (group, kind) {
            ("apps", "Deployment") => Some(Self::Deployment),
            ("apps", "StatefulSet") => Some(Self::StatefulSet),
            ("apps", "DaemonSet") => Some(Self::DaemonSet),
            ("batch", "Job") => Some(Self::Job),
            _ => None,
        }
    }

    fn path(self) -> (&'static str, &'static str, &'static str) {
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

/// One workload of a release.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Workload {
    /// Its kind.
    pub kind: WorkloadKind,
    /// Where it runs.
    pub namespace: Namespace,
    /// Its name.
    pub name: String,
}

/// The workloads among a revision's objects, in the manifest's order. Documents that cannot be read
/// are left out: helm refuses those by itself.
pub fn workloads_of(release: &Release) -> Vec<Workload> {
    let recorded = recorded_workloads(release);
    recorded.into_iter().map(|(workload, _)| workload).collect()
}

/// The same, each with what the revision says of its pods.
pub fn recorded_workloads(release: &Release) -> Vec<(Workload, PodTemplate)> {
    astern_manifest::documents(&release.manifest)
        .flatten()
        .filter_map(|object| {
            let kind = WorkloadKind::of(&object.id.group, &object.id.kind)?;
            let namespace = match object.id.namespace {
                Some(namespace) => namespace.parse().ok()?,
                None => release.namespace.clone(),
            };
            let template = PodTemplate::of(&object.value);
            let workload = Workload {
                kind,
                namespace,
                name: object.id.name,
            };
            Some((workload, template))
        })
        .collect()
}

/// Asks how far a workload has come. `None`: it does not exist (yet).
///
/// # Errors
/// [`ClusterError`] other than not found.
pub async fn workload<T: Transport>(
    transport: &T,
    workload: &Workload,
) -> Result<Option<Readiness>, ClusterError> {
    let (api, plural, resource) = workload.kind.path();
    let (namespace, name) = (&workload.namespace, segment(&workload.name));
    let right = Right {
        verb: Verb::Get,
        resource: resource.into(),
        namespace: Some(namespace.clone()),
    };
    let path = format!("apis/{api}/namespaces/{namespace}/{plural}/{name}");
    let request = Request::get(path, Accept::Json).needing(right);
    match ask::<_, Value>(transport, &request).await {
        Ok(live) => Readiness::read(workload.kind, &live).map(Some),
        Err(ClusterError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
