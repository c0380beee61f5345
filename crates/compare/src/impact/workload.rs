//! The kinds that create pods, and how they replace them.
//!
//! The table holds the built-in kinds and those of a few operators whose rules are known. Other custom resources are not
//! workloads.

use astern_manifest::{Object, ObjectId};
use serde_json::Value;

/// A kind whose objects create pods.
pub(super) struct Workload {
    group: &'static str,
    kind: &'static str,
    /// The JSON pointer to the pod template.
    pub(super) template: &'static str,
    pub(super) replacement: PodReplacement,
}

/// Whether the kind of an object is known to create pods.
#[must_use]
pub fn makes_pods(id: &ObjectId) -> bool {
    Workload::of(id).is_some()
}

/// How a kind replaces its pods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PodReplacement {
    /// Pods are replaced when the template differs, unless the rollout is paused.
    RollingUpdate,
    /// Pods are replaced when the template differs, unless the update strategy is `OnDelete` or has a partition.
    UpdateStrategy,
    /// As [`PodReplacement::UpdateStrategy`], with one pod on each node.
    OnEachNode,
    /// Pods are never replaced.
    Never,
    /// Each run creates new pods.
    PerRun,
    /// The template cannot be changed.
    ImmutableTemplate,
    /// The object is a pod, whose containers restart when their image differs.
    SinglePod,
    /// The operator creates a StatefulSet from the spec, which depends on every field but these. The operator writes them
    /// to a configuration that is reloaded without a restart, or they only change the number of pods.
    Operator { reloaded: &'static [&'static str] },
}

/// The known workloads. Source for the kinds of `monitoring.coreos.com`: the fields that prometheus-operator's
/// `makeStatefulSetSpec` of each kind reads. Argo Rollouts and OpenShift behave as a Deployment does.
const WORKLOADS: [Workload; 14] = [
    Workload::new(
        "apps",
        "Deployment",
        "/spec/template",
        PodReplacement::RollingUpdate,
    ),
    Workload::new(
        "apps",
        "StatefulSet",
        "/spec/template",
        PodReplacement::UpdateStrategy,
    ),
    Workload::new(
        "apps",
        "DaemonSet",
        "/spec/template",
        PodReplacement::OnEachNode,
    ),
    Workload::new(
        "apps",
        "ReplicaSet",
        "/spec/template",
        PodReplacement::Never,
    ),
    Workload::new(
        "",
        "ReplicationController",
        "/spec/template",
        PodReplacement::Never,
    ),
    Workload::new(
        "batch",
        "CronJob",
        "/spec/jobTemplate/spec/template",
        PodReplacement::PerRun,
    ),
    Workload::new(
        "batch",
        "Job",
        "/spec/template",
        PodReplacement::ImmutableTemplate,
    ),
    Workload::new("", "Pod", "", PodReplacement::SinglePod),
    Workload::new(
        "argoproj.io",
        "Rollout",
        "/spec/template",
        PodReplacement::RollingUpdate,
    ),
    Workload::new(
        "apps.openshift.io",
        "DeploymentConfig",
        "/spec/template",
        PodReplacement::RollingUpdate,
    ),
    Workload::new("monitoring.coreos.com", "Prometheus", "", PROMETHEUS),
    Workload::new("monitoring.coreos.com", "PrometheusAgent", "", PROMETHEUS),
    Workload::new(
        "monitoring.coreos.com",
        "Alertmanager",
        "",
        PodReplacement::Operator {
            reloaded: &[
                "alertmanagerConfigMatcherStrategy",
                "alertmanagerConfigNamespaceSelector",
                "alertmanagerConfigSelector",
                "alertmanagerConfiguration",
                "configSecret",
                "paused",
            ],
        },
    ),
    Workload::new(
        "monitoring.coreos.com",
        "ThanosRuler",
        "",
        PodReplacement::Operator {
            reloaded: &[
                "excludedFromEnforcement",
                "paused",
                "replicas",
                "ruleNamespaceSelector",
                "ruleSelector",
            ],
        },
    ),
];

const PROMETHEUS: PodReplacement = PodReplacement::Operator {
    reloaded: &[
        "additionalAlertManagerConfigs",
        "additionalAlertRelabelConfigs",
        "additionalScrapeConfigs",
        "alerting",
        "arbitraryFSAccessThroughSMs",
        "bodySizeLimit",
        "enforcedBodySizeLimit",
        "enforcedKeepDroppedTargets",
        "enforcedLabelLimit",
        "enforcedLabelNameLengthLimit",
        "enforcedLabelValueLengthLimit",
        "enforcedNamespaceLabel",
        "enforcedSampleLimit",
        "enforcedTargetLimit",
        "evaluationInterval",
        "excludedFromEnforcement",
        "externalLabels",
        "ignoreNamespaceSelectors",
        "keepDroppedTargets",
        "labelLimit",
        "labelNameLengthLimit",
        "labelValueLengthLimit",
        "overrideHonorLabels",
        "overrideHonorTimestamps",
        "paused",
        "podMonitorNamespaceSelector",
        "podMonitorSelector",
        "podTargetLabels",
        "probeNamespaceSelector",
        "probeSelector",
        "prometheusExternalLabelName",
        "prometheusRulesExcludedFromEnforce",
        "remoteRead",
        "remoteWrite",
        "replicaExternalLabelName",
        "replicas",
        "ruleNamespaceSelector",
        "ruleSelector",
        "sampleLimit",
        "scrapeClasses",
        "scrapeConfigNamespaceSelector",
        "scrapeConfigSelector",
        "scrapeInterval",
        "scrapeProtocols",
        "scrapeTimeout",
        "serviceMonitorNamespaceSelector",
        "serviceMonitorSelector",
        "shards",
        "targetLimit",
        "tracingConfig",
    ],
};

impl Workload {
    const fn new(
        group: &'static str,
        kind: &'static str,
        template: &'static str,
        replacement: PodReplacement,
    ) -> Self {
        Self {
            group,
            kind,
            template,
            replacement,
        }
    }

    /// Returns the workload of an object's kind; `None` when it creates no pods or is unknown.
    pub(super) fn of(id: &ObjectId) -> Option<&'static Self> {
        WORKLOADS
            .iter()
            .find(|workload| workload.kind == id.kind && workload.group == id.group)
    }

    /// Returns the `spec` of the pods, or, for an operator, the object's `spec`, which has `containers` and `volumes` in the
    /// same format.
    pub(super) fn pod_spec<'a>(&self, object: &'a Object) -> Option<&'a Value> {
        object.value.pointer(self.template)?.get("spec")
    }

    /// Returns the number of pods that an object requests; `None` for one on each node.
    pub(super) fn replicas(&self, object: &Object) -> Option<u64> {
        let number = |field: &str| {
            let spec = object.value.get("spec");
            spec.and_then(|spec| spec.get(field))
                .and_then(Value::as_u64)
        };
        match self.replacement {
            PodReplacement::OnEachNode => None,
            PodReplacement::SinglePod => Some(1),
            _ => Some(
                number("replicas")
                    .unwrap_or(1)
                    .saturating_mul(number("shards").unwrap_or(1)),
            ),
        }
    }
}
