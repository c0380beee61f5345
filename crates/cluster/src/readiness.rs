//! The readiness of a workload: how far the rollout of its newest pod template is.

use astern_ledger::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::object_meta::{ObjectMeta, null_is_empty};
use crate::{ClusterError, PodSelector, PodTemplate, WorkloadKind};

/// The progress of the rollout of a workload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Readiness {
    /// The number of ready pods of the newest template; for a Job, of completed pods.
    pub ready: u32,
    /// The number of pods that the specification asks for.
    pub wanted: u32,
    /// The number of pods of older templates that still exist.
    pub older: u32,
    /// Whether the controller has observed the newest specification. Until then the numbers apply to the old one.
    pub observed: bool,
    /// The controller's message, if the rollout fails.
    pub failure: Option<String>,
    /// When the object was created, by the clock of the API server.
    pub created: Option<Timestamp>,
    /// The pod template.
    pub template: PodTemplate,
    /// The selector of the pods; `None` if the workload has none, or no pod of the newest template was created yet.
    pub pods: Option<PodSelector>,
}

impl Readiness {
    /// Returns whether the newest specification is observed and all of its pods are ready.
    pub fn is_ready(&self) -> bool {
        self.observed && self.ready >= self.wanted
    }

    /// Reads the readiness from a live workload.
    pub(crate) fn read(kind: WorkloadKind, live: &Value) -> Result<Self, ClusterError> {
        let malformed = |_| ClusterError::Malformed("a workload of another form".to_owned());
        let live_workload = Live::deserialize(live).map_err(malformed)?;
        let selector = &live["spec"]["selector"];
        let has_newest_pods = match kind {
            // Before the first pod of the newest template is created, all pods belong to older templates.
            WorkloadKind::Deployment => live_workload.status.updated_replicas > 0,
            WorkloadKind::DaemonSet => live_workload.status.updated_number_scheduled > 0,
            WorkloadKind::StatefulSet | WorkloadKind::Job => true,
        };
        let pods = PodSelector::new(selector, &live_workload.status.update_revision)
            .filter(|_| has_newest_pods);
        Ok(Readiness {
            template: PodTemplate::of(live),
            created: live_workload.metadata.creation_timestamp,
            pods,
            ..readiness(kind, &live_workload)
        })
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
#[serde(rename_all = "camelCase")]
struct Spec {
    replicas: Option<u32>,
    completions: Option<u32>,
    #[serde(default)]
    paused: bool,
    #[serde(default)]
    update_strategy: UpdateStrategy,
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

impl UpdateStrategy {
    /// Returns the number of pods of older templates that the rollout does not replace.
    fn kept(&self) -> u32 {
        match (self.kind.as_str(), &self.rolling_update) {
            ("OnDelete", _) => u32::MAX,
            (_, Some(rolling)) => rolling.partition,
            (_, None) => 0,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    update_revision: String,
    observed_generation: i64,
    replicas: u32,
    ready_replicas: u32,
    updated_replicas: u32,
    desired_number_scheduled: u32,
    current_number_scheduled: u32,
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

/// Computes the readiness by the rules of `kubectl rollout status`: only ready pods of the newest template count, and no
/// pod of an older template may be left. Source: `polymorphichelpers/rollout_status.go`.
///
/// Some workloads keep pods of an older template: a paused Deployment, a StatefulSet below its partition, and the update
/// strategy `OnDelete`. For these the rules of `helm --wait` apply. Source: `kube/ready.go`.
fn readiness(kind: WorkloadKind, live: &Live) -> Readiness {
    let (spec, status) = (&live.spec, &live.status);
    let kept = spec.update_strategy.kept();
    let older = |all: u32, newest: u32| all.saturating_sub(newest).saturating_sub(kept);
    let replicas = spec.replicas.unwrap_or(1);
    let (ready, wanted, older) = match kind {
        WorkloadKind::Deployment if spec.paused => (status.ready_replicas, replicas, 0),
        WorkloadKind::Deployment => {
            let older = older(status.replicas, status.updated_replicas);
            let ready = status.ready_replicas.saturating_sub(older);
            (ready.min(status.updated_replicas), replicas, older)
        }
        WorkloadKind::StatefulSet => (
            status
                .ready_replicas
                .min(status.updated_replicas.saturating_add(kept)),
            replicas,
            older(status.replicas, status.updated_replicas),
        ),
        WorkloadKind::DaemonSet => (
            status
                .number_ready
                .min(status.updated_number_scheduled.saturating_add(kept)),
            status.desired_number_scheduled,
            older(
                status.current_number_scheduled,
                status.updated_number_scheduled,
            ),
        ),
        WorkloadKind::Job => (status.succeeded, spec.completions.unwrap_or(1), 0),
    };
    let troubling = |c: &&Condition| {
        matches!(
            (c.kind.as_str(), c.status.as_str()),
            ("Progressing", "False") | ("ReplicaFailure" | "Failed" | "Suspended", "True")
        )
    };
    Readiness {
        ready,
        wanted,
        older,
        // The status of a Job has no `observedGeneration`, and its pod template is immutable.
        observed: kind == WorkloadKind::Job
            || status.observed_generation >= live.metadata.generation,
        failure: status
            .conditions
            .iter()
            .find(troubling)
            .map(|c| c.message.clone()),
        created: None,
        template: PodTemplate::default(),
        pods: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(kind: WorkloadKind, live: serde_json::Value) -> Readiness {
        Readiness::read(kind, &live).unwrap()
    }

    #[test]
    fn a_deployment_in_the_middle_of_a_rollout_is_not_ready() {
        let old_pods_still_there = of(
            WorkloadKind::Deployment,
            json!({ "metadata": { "generation": 2 }, "spec": { "replicas": 2 },
                "status": { "observedGeneration": 2, "replicas": 3, "readyReplicas": 2,
                    "updatedReplicas": 1 } }),
        );
        let Readiness { ready, wanted, .. } = old_pods_still_there;
        assert_eq!((ready, wanted, old_pods_still_there.older), (0, 2, 2));
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
    fn what_is_told_to_keep_its_pods_is_ready_with_them() {
        let old = json!({ "replicas": 3, "readyReplicas": 3, "updatedReplicas": 1,
            "desiredNumberScheduled": 3, "updatedNumberScheduled": 0, "numberReady": 3 });
        let with = |spec: serde_json::Value| json!({ "metadata": {}, "spec": spec, "status": old.clone() });
        let on_delete = json!({ "replicas": 3, "updateStrategy": { "type": "OnDelete" } });
        let partition = |partition: u32| {
            json!({ "replicas": 3, "updateStrategy": { "type": "RollingUpdate",
                "rollingUpdate": { "partition": partition } } })
        };
        let paused = json!({ "replicas": 3, "paused": true });
        assert!(of(WorkloadKind::StatefulSet, with(on_delete.clone())).is_ready());
        assert!(of(WorkloadKind::DaemonSet, with(on_delete)).is_ready());
        assert!(of(WorkloadKind::StatefulSet, with(partition(2))).is_ready());
        assert_eq!(of(WorkloadKind::StatefulSet, with(partition(1))).ready, 2);
        assert!(of(WorkloadKind::Deployment, with(paused)).is_ready());
    }

    #[test]
    fn a_failure_has_the_controllers_message() {
        let stuck = json!({ "metadata": {}, "status": { "conditions": [
            { "type": "Available", "status": "False", "message": "no" },
            { "type": "Progressing", "status": "False", "message": "exceeded its deadline" } ] } });
        let readiness = of(WorkloadKind::Deployment, stuck);
        assert_eq!(readiness.failure.as_deref(), Some("exceeded its deadline"));
    }
}
