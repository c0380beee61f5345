//! Which objects make pods, and how they replace them.
//!
//! Kubernetes' own kinds, and those of a few operators whose rules are known; of any other custom resource nothing is said.

use astern_manifest::{Object, ObjectId};
use serde_json::Value;

/// A kind whose objects make pods.
pub(super) struct Workload {
    group: &'static str,
    kind: &'static str,
    /// Where its pod template stands, as a JSON pointer.
    pub(super) template: &'static str,
    pub(super) pods: Pods,
}

/// Whether objects of this kind make pods, as far as is known.
pub(crate) fn makes_pods(id: &ObjectId) -> bool {
    Workload::of(id).is_some()
}

/// How a kind replaces its pods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pods {
    /// It replaces them when the template differs, unless it is paused.
    Rolled,
    /// It replaces them when the template differs, unless its update strategy leaves that to somebody else.
    ByStrategy,
    /// As [`Pods::ByStrategy`], one on each node.
    PerNode,
    /// It never replaces them.
    Never,
    /// It makes new ones for each run.
    PerRun,
    /// Its template cannot be changed.
    Once,
    /// It is one pod, whose containers restart when their image differs.
    Itself,
    /// Its operator makes a StatefulSet of the spec, in which all but these fields matter. Those end in a configuration
    /// that is read again without a restart, or only change the number of pods.
    Operated { reloaded: &'static [&'static str] },
}

/// Source of the last five: what prometheus-operator's `makeStatefulSetSpec` of each kind reads; Argo Rollouts and
/// OpenShift act as a Deployment does.
const WORKLOADS: [Workload; 14] = [
    Workload::new("apps", "Deployment", "/spec/template", Pods::Rolled),
    Workload::new("apps", "StatefulSet", "/spec/template", Pods::ByStrategy),
    Workload::new("apps", "DaemonSet", "/spec/template", Pods::PerNode),
    Workload::new("apps", "ReplicaSet", "/spec/template", Pods::Never),
    Workload::new("", "ReplicationController", "/spec/template", Pods::Never),
    Workload::new(
        "batch",
        "CronJob",
        "/spec/jobTemplate/spec/template",
        Pods::PerRun,
    ),
    Workload::new("batch", "Job", "/spec/template", Pods::Once),
    Workload::new("", "Pod", "", Pods::Itself),
    Workload::new("argoproj.io", "Rollout", "/spec/template", Pods::Rolled),
    Workload::new(
        "apps.openshift.io",
        "DeploymentConfig",
        "/spec/template",
        Pods::Rolled,
    ),
    Workload::new("monitoring.coreos.com", "Prometheus", "", PROMETHEUS),
    Workload::new("monitoring.coreos.com", "PrometheusAgent", "", PROMETHEUS),
    Workload::new(
        "monitoring.coreos.com",
        "Alertmanager",
        "",
        Pods::Operated {
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
        Pods::Operated {
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

const PROMETHEUS: Pods = Pods::Operated {
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
        pods: Pods,
    ) -> Self {
        Self {
            group,
            kind,
            template,
            pods,
        }
    }

    /// What is known about the kind of an object; `None` when it makes no pods or nothing is known.
    pub(super) fn of(id: &ObjectId) -> Option<&'static Self> {
        WORKLOADS
            .iter()
            .find(|known| known.kind == id.kind && known.group == id.group)
    }

    /// What the pods are made of: a pod's `spec`, or, under an operator, a spec that holds `containers` and `volumes`
    /// in the same shape.
    pub(super) fn pod_spec<'a>(&self, object: &'a Object) -> Option<&'a Value> {
        object.value.pointer(self.template)?.get("spec")
    }

    /// How many pods an object asks for when no autoscaler decides; `None` for one on each node.
    pub(super) fn replicas(&self, object: &Object) -> Option<u64> {
        let number = |field: &str| {
            let spec = object.value.get("spec");
            spec.and_then(|spec| spec.get(field))
                .and_then(Value::as_u64)
        };
        match self.pods {
            Pods::PerNode => None,
            Pods::Itself => Some(1),
            _ => Some(
                number("replicas")
                    .unwrap_or(1)
                    .saturating_mul(number("shards").unwrap_or(1)),
            ),
        }
    }
}
