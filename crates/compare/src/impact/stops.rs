//! Workloads whose pods are all taken away while the object stays.

use astern_manifest::{Object, ObjectId};
use serde::Serialize;
use serde_json::Value;

use super::workload::{PodReplacement, Workload};

/// A workload that exists on both sides and asks for no pods after the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoppedWorkload {
    /// The workload, or the autoscaler that may take its pods away.
    pub object: ObjectId,
    /// By what.
    pub by: StoppedBy,
}

/// By what a workload loses its pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoppedBy {
    /// `replicas: 0`, from this many.
    Replicas(u64),
    /// `suspend: true`, of a CronJob or Job.
    Suspended,
    /// The minimum of its autoscaler becomes 0, from this many: it may take all pods away.
    MinimumReplicas(u64),
}

/// Returns what takes the pods of an object away, given it before and after.
pub(super) fn stopped_by(from: &Object, to: &Object) -> Option<StoppedBy> {
    let number = |object: &Object, field: &str| {
        let spec = object.value.get("spec")?;
        spec.get(field).and_then(Value::as_u64)
    };
    let (group, kind) = (to.id.group.as_str(), to.id.kind.as_str());
    let minimum = match (group, kind) {
        ("autoscaling", "HorizontalPodAutoscaler") => Some(("minReplicas", 1)),
        ("keda.sh", "ScaledObject") => Some(("minReplicaCount", 0)),
        _ => None,
    };
    if let Some((field, default)) = minimum {
        let before = number(from, field).unwrap_or(default);
        let after = number(to, field).unwrap_or(default);
        return (before > 0 && after == 0).then_some(StoppedBy::MinimumReplicas(before));
    }
    let is_suspended =
        |object: &Object| object.value.pointer("/spec/suspend") == Some(&Value::Bool(true));
    if group == "batch" {
        return (is_suspended(to) && !is_suspended(from)).then_some(StoppedBy::Suspended);
    }
    let workload = Workload::of(&to.id)?;
    if let PodReplacement::OnEachNode | PodReplacement::SinglePod = workload.replacement {
        return None;
    }
    let (before, after) = (workload.replicas(from)?, workload.replicas(to)?);
    (before > 0 && after == 0).then_some(StoppedBy::Replicas(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stopped(head: &str, from: &str, to: &str) -> Option<StoppedBy> {
        let object = |spec: &str| {
            let text =
                format!("{{apiVersion: {head}, metadata: {{name: web}}, spec: {{{spec}}}}}\n");
            let manifest = astern_manifest::parse(&text);
            manifest.objects.into_iter().next().unwrap()
        };
        stopped_by(&object(from), &object(to))
    }

    #[test]
    fn what_goes_to_zero_is_known_by_its_kind() {
        let deployment = "apps/v1, kind: Deployment";
        for (head, from, to, expected) in [
            (
                deployment,
                "replicas: 2",
                "replicas: 0",
                Some(StoppedBy::Replicas(2)),
            ),
            (
                deployment,
                "paused: false",
                "replicas: 0",
                Some(StoppedBy::Replicas(1)),
            ),
            (deployment, "replicas: 0", "replicas: 0", None),
            (deployment, "replicas: 0", "replicas: 2", None),
            (
                "apps/v1, kind: StatefulSet",
                "replicas: 3",
                "replicas: 0",
                Some(StoppedBy::Replicas(3)),
            ),
            (
                "batch/v1, kind: CronJob",
                "suspend: false",
                "suspend: true",
                Some(StoppedBy::Suspended),
            ),
            (
                "batch/v1, kind: CronJob",
                "suspend: true",
                "suspend: true",
                None,
            ),
            (
                "autoscaling/v2, kind: HorizontalPodAutoscaler",
                "maxReplicas: 5",
                "minReplicas: 0",
                Some(StoppedBy::MinimumReplicas(1)),
            ),
            (
                "keda.sh/v1alpha1, kind: ScaledObject",
                "minReplicaCount: 2",
                "maxReplicaCount: 5",
                Some(StoppedBy::MinimumReplicas(2)),
            ),
            ("apps/v1, kind: DaemonSet", "a: 1", "replicas: 0", None),
        ] {
            assert_eq!(stopped(head, from, to), expected, "{head}: {from} to {to}");
        }
    }
}
