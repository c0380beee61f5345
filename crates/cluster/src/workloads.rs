//! Whether a workload runs what it should.

use std::fmt;

use astern_ledger::{Namespace, Release};
use serde::Deserialize;

use crate::error::ask;
use crate::meta::{ObjectMeta, null_is_empty};
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

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
    astern_manifest::documents(&release.manifest)
        .flatten()
        .filter_map(|object| {
            let kind = WorkloadKind::of(&object.id.group, &object.id.kind)?;
            let namespace = match object.id.namespace {
                Some(namespace) => namespace.parse().ok()?,
                None => release.namespace.clone(),
            };
            Some(Workload {
                kind,
                namespace,
                name: object.id.name,
            })
        })
        .collect()
}

/// How far a workload has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Readiness {
    /// Pods ready on the newest template (for a Job: completed).
    pub ready: u32,
    /// Pods asked for.
    pub wanted: u32,
    /// The controller has seen the newest specification. Until then the numbers are of the old one.
    pub observed: bool,
    /// Why it does not get on, in the controller's words.
    pub trouble: Option<String>,
}

impl Readiness {
    /// Whether everything that was asked for is there.
    pub fn is_ready(&self) -> bool {
        self.observed && self.ready >= self.wanted
    }
}

#[derive(Deserialize)]
struct Live {
    metadata: ObjectMeta,
    #[serde(default)]
    spec: Spec,
    #[serde(default)]
    status: Status,
}

#[derive(Deserialize, Default)]
struct Spec {
    replicas: Option<u32>,
    completions: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    observed_generation: i64,
    replicas: u32,
    ready_replicas: u32,
    updated_replicas: u32,
    desired_number_scheduled: u32,
    updated_number_scheduled: u32,
    number_ready: u32,
    succeeded: u32,
    #[serde(deserialize_with = "null_is_empty")]
    conditions: Vec<Condition>,
}

#[derive(Deserialize)]
struct Condition {
    #[serde(rename = "type")]
    kind: String,
    status: String,
    #[serde(default)]
    message: String,
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
    match ask(transport, &request).await {
        Ok(live) => Ok(Some(readiness(workload.kind, &live))),
        Err(ClusterError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The rules of `kubectl rollout status` (`polymorphichelpers/rollout_status.go`): ready pods of
/// the newest template only, and none of an older one left over.
fn readiness(kind: WorkloadKind, live: &Live) -> Readiness {
    let (spec, status) = (&live.spec, &live.status);
    let (ready, wanted) = match kind {
        WorkloadKind::Deployment => {
            let leftover = status.replicas.saturating_sub(status.updated_replicas);
            let ready = status.ready_replicas.saturating_sub(leftover);
            (
                ready.min(status.updated_replicas),
                spec.replicas.unwrap_or(1),
            )
        }
        WorkloadKind::StatefulSet => (
            status.ready_replicas.min(status.updated_replicas),
            spec.replicas.unwrap_or(1),
        ),
        WorkloadKind::DaemonSet => (
            status.number_ready.min(status.updated_number_scheduled),
            status.desired_number_scheduled,
        ),
        WorkloadKind::Job => (status.succeeded, spec.completions.unwrap_or(1)),
    };
    let troubling = |c: &&Condition| {
        matches!(
            (c.kind.as_str(), c.status.as_str()),
            ("Progressing", "False") | ("ReplicaFailure" | "Failed", "True")
        )
    };
    Readiness {
        ready,
        wanted,
        // Jobs have no observed generation; nothing about them changes after they are made.
        observed: kind == WorkloadKind::Job
            || status.observed_generation >= live.metadata.generation,
        trouble: status
            .conditions
            .iter()
            .find(troubling)
            .map(|c| c.message.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(kind: WorkloadKind, live: serde_json::Value) -> Readiness {
        readiness(kind, &serde_json::from_value(live).unwrap())
    }

    #[test]
    fn a_deployment_in_the_middle_of_a_rollout_is_not_ready() {
        let old_pods_still_there = of(
            WorkloadKind::Deployment,
            json!({ "metadata": { "generation": 2 }, "spec": { "replicas": 2 },
                "status": { "observedGeneration": 2, "replicas": 3, "readyReplicas": 2,
                    "updatedReplicas": 1 } }),
        );
        assert_eq!(
            (old_pods_still_there.ready, old_pods_still_there.wanted),
            (0, 2)
        );
        let not_yet_seen = of(
            WorkloadKind::Deployment,
            json!({ "metadata": { "generation": 3 }, "spec": { "replicas": 1 },
                "status": { "observedGeneration": 2, "replicas": 1, "readyReplicas": 1,
                    "updatedReplicas": 1 } }),
        );
        assert!(!not_yet_seen.is_ready());
    }

    #[test]
    fn what_is_there_is_ready() {
        let deployment = json!({ "metadata": { "generation": 2 }, "spec": { "replicas": 2 },
            "status": { "observedGeneration": 2, "replicas": 2, "readyReplicas": 2,
                "updatedReplicas": 2 } });
        assert!(of(WorkloadKind::Deployment, deployment.clone()).is_ready());
        assert!(of(WorkloadKind::StatefulSet, deployment).is_ready());
        let job = json!({ "metadata": {}, "status": { "succeeded": 1 } });
        assert!(of(WorkloadKind::Job, job).is_ready());
        let none_scheduled = json!({ "metadata": {}, "status": { "conditions": null } });
        assert!(of(WorkloadKind::DaemonSet, none_scheduled).is_ready());
    }

    #[test]
    fn trouble_is_in_the_controllers_words() {
        let stuck = json!({ "metadata": {}, "status": { "conditions": [
            { "type": "Available", "status": "False", "message": "no" },
            { "type": "Progressing", "status": "False", "message": "exceeded its deadline" } ] } });
        let readiness = of(WorkloadKind::Deployment, stuck);
        assert_eq!(readiness.trouble.as_deref(), Some("exceeded its deadline"));
    }
}
