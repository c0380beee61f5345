//! The readiness of a workload: how far the rollout of its newest pod template is.

use astern_ledger::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::object_meta::{ObjectMeta, null_is_empty};
use crate::pods::NewestTemplate;
use crate::rollout::RolloutSpec;
use crate::{ClusterError, PodSelector, PodTemplate, Rollout, RolloutOrder, WorkloadKind};

/// The progress of the rollout of a workload.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Readiness {
    /// The number of ready pods of the newest template; for a Job, of completed pods.
    pub ready: u32,
    /// The number of pods that the specification asks for.
    pub wanted: u32,
    /// The number of pods of older templates that still exist and are to be replaced.
    pub older: u32,
    /// How it replaces them.
    pub rollout: Rollout,
    /// The number of ready pods that do not count yet, because of `minReadySeconds`.
    pub not_available: u32,
    /// Whether the controller has observed the newest specification. Until then the numbers apply to the old one.
    pub observed: bool,
    /// The controller's message, if the rollout fails.
    pub failure: Option<String>,
    /// When the object was created, by the clock of the API server.
    pub created: Option<Timestamp>,
    /// The pod template.
    pub template: PodTemplate,
    /// The selector of the pods; `None` if the workload has none.
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
        let rollout = Option::<RolloutSpec>::deserialize(&live["spec"]).map_err(malformed)?;
        let rollout = rollout.unwrap_or_default();
        let selector = &live["spec"]["selector"];
        let status = &live_workload.status;
        let newest = match kind {
            WorkloadKind::Deployment if status.updated_replicas == 0 => NewestTemplate::WithoutPods,
            WorkloadKind::DaemonSet if status.updated_number_scheduled == 0 => {
                NewestTemplate::WithoutPods
            }
            _ if status.update_revision.is_empty() => NewestTemplate::OfNewestPod,
            _ => NewestTemplate::Hash(status.update_revision.clone()),
        };
        let pods = PodSelector::new(selector, newest);
        Ok(Readiness {
            template: PodTemplate::of(live),
            created: live_workload.metadata.creation_timestamp,
            pods,
            ..readiness(kind, &live_workload, &rollout)
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
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    update_revision: String,
    observed_generation: i64,
    replicas: u32,
    ready_replicas: u32,
    updated_replicas: u32,
    available_replicas: u32,
    desired_number_scheduled: u32,
    current_number_scheduled: u32,
    updated_number_scheduled: u32,
    number_ready: u32,
    number_available: u32,
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
/// pod of an older template may be left. Source: `polymorphichelpers/rollout_status.go`. With `minReadySeconds`, the pods of
/// Deployments and DaemonSets count once they are available, by the same source.
///
/// Some workloads keep pods of an older template: a paused Deployment, a StatefulSet below its partition, and the update
/// strategy `OnDelete`. For these the rules of `helm --wait` apply. Source: `kube/ready.go`.
fn readiness(kind: WorkloadKind, live: &Live, rollout: &RolloutSpec) -> Readiness {
    let (spec, status) = (&live.spec, &live.status);
    let replicas = spec.replicas.unwrap_or(1);
    let all_older = match kind {
        WorkloadKind::Deployment | WorkloadKind::StatefulSet => {
            status.replicas.saturating_sub(status.updated_replicas)
        }
        WorkloadKind::DaemonSet => status
            .current_number_scheduled
            .saturating_sub(status.updated_number_scheduled),
        WorkloadKind::Job => 0,
    };
    let rollout = rollout.rollout(kind, all_older);
    let older = all_older.saturating_sub(rollout.kept);
    let with_kept = |newest: u32| match rollout.order {
        RolloutOrder::OnDelete => u32::MAX,
        _ => newest.saturating_add(rollout.kept),
    };
    let (ready, wanted) = match kind {
        WorkloadKind::Deployment if rollout.order == RolloutOrder::Paused => {
            (status.ready_replicas, replicas)
        }
        WorkloadKind::Deployment => {
            let ready = status.ready_replicas.saturating_sub(older);
            (ready.min(status.updated_replicas), replicas)
        }
        WorkloadKind::StatefulSet => {
            let newest = with_kept(status.updated_replicas);
            (status.ready_replicas.min(newest), replicas)
        }
        WorkloadKind::DaemonSet => {
            let newest = with_kept(status.updated_number_scheduled);
            (
                status.number_ready.min(newest),
                status.desired_number_scheduled,
            )
        }
        WorkloadKind::Job => (status.succeeded, spec.completions.unwrap_or(1)),
    };
    let not_available = match kind {
        _ if rollout.min_ready_seconds == 0 => 0,
        WorkloadKind::Deployment => status
            .ready_replicas
            .saturating_sub(status.available_replicas),
        WorkloadKind::DaemonSet => status.number_ready.saturating_sub(status.number_available),
        WorkloadKind::StatefulSet | WorkloadKind::Job => 0,
    };
    let troubling = |c: &&Condition| {
        matches!(
            (c.kind.as_str(), c.status.as_str()),
            ("Progressing", "False") | ("ReplicaFailure" | "Failed" | "Suspended", "True")
        )
    };
    Readiness {
        ready: ready.saturating_sub(not_available),
        wanted,
        older,
        rollout,
        not_available,
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
    fn how_pods_are_replaced_follows_from_the_specification() {
        let of_set = |spec: serde_json::Value| {
            let live = json!({ "metadata": {}, "spec": spec,
                "status": { "replicas": 5, "updatedReplicas": 2 } });
            of(WorkloadKind::StatefulSet, live).rollout
        };
        let ordered = of_set(json!({ "replicas": 5 }));
        assert_eq!(
            (ordered.order, ordered.kept),
            (RolloutOrder::OrderedReady, 0)
        );
        let parallel = of_set(json!({ "podManagementPolicy": "Parallel" }));
        assert_eq!(parallel.order, RolloutOrder::Parallel);
        let parted = of_set(json!({ "ordinals": { "start": 10 },
            "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 2 } } }));
        assert_eq!((parted.first_replaced, parted.kept), (12, 2));
        let on_delete = of_set(json!({ "updateStrategy": { "type": "OnDelete" } }));
        assert_eq!(
            (on_delete.order, on_delete.kept),
            (RolloutOrder::OnDelete, 3)
        );
    }

    #[test]
    fn pods_count_once_they_are_available() {
        let live = |seconds: u32, available: u32| {
            json!({ "metadata": {}, "spec": { "replicas": 2, "minReadySeconds": seconds },
                "status": { "replicas": 2, "readyReplicas": 2, "updatedReplicas": 2,
                    "availableReplicas": available } })
        };
        let waiting = of(WorkloadKind::Deployment, live(30, 1));
        assert_eq!((waiting.ready, waiting.not_available), (1, 1));
        assert!(of(WorkloadKind::Deployment, live(30, 2)).is_ready());
        // Without it, pods that are ready are available; what the status says a moment later does not matter.
        assert!(of(WorkloadKind::Deployment, live(0, 0)).is_ready());
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
