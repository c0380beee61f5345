//! The defaults that depend on other fields. Source: `SetDefaults_…` in `pkg/apis/*/v1/defaults.go` of Kubernetes.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::types::Type;

/// Returns what the API server fills in for a field that a struct does not have; `None` for nothing.
pub(super) fn default_of<'v>(
    of: &'v Type,
    field: &str,
    fields: &'v Map<String, Value>,
) -> Option<Cow<'v, Value>> {
    match of.default(field) {
        Some(default) => Some(Cow::Borrowed(default)),
        None => dependent_default(of.name, field, fields).map(Cow::Owned),
    }
}

const RBAC: &str = "rbac.authorization.k8s.io";

fn dependent_default(of: &str, field: &str, fields: &Map<String, Value>) -> Option<Value> {
    let text = |field: &str| {
        fields
            .get(field)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let is_set = |field: &str| fields.get(field).is_some_and(|value| !value.is_null());
    match (of, field) {
        ("Container" | "EphemeralContainer", "imagePullPolicy") => {
            text("image").map(|image| pull_policy(image).into())
        }
        ("Volume", "emptyDir") => {
            let sources = fields
                .iter()
                .filter(|(source, value)| *source != "name" && !value.is_null());
            (sources.count() == 0).then(|| json!({}))
        }
        ("PodSpec", "serviceAccount") => text("serviceAccountName").map(Value::from),
        ("PodSpec", "serviceAccountName") => text("serviceAccount").map(Value::from),
        ("ServicePort", "targetPort") => fields.get("port").cloned(),
        ("ServiceSpec", "externalTrafficPolicy") => {
            matches!(text("type"), Some("NodePort" | "LoadBalancer")).then(|| json!("Cluster"))
        }
        ("ServiceSpec", "internalTrafficPolicy") => {
            (text("type") != Some("ExternalName")).then(|| json!("Cluster"))
        }
        ("ServiceSpec", "allocateLoadBalancerNodePorts") => {
            (text("type") == Some("LoadBalancer")).then(|| json!(true))
        }
        ("ServiceSpec", "ipFamilyPolicy") => {
            (text("type") != Some("ExternalName")).then(|| json!("SingleStack"))
        }
        ("DeploymentStrategy", "rollingUpdate") => is_rolling(text("type")).then(|| json!({})),
        ("StatefulSetUpdateStrategy" | "DaemonSetUpdateStrategy", "rollingUpdate") => {
            is_rolling(text("type")).then(|| json!({}))
        }
        // Of a Job that has neither, both are 1. Where it has one, the other is filled in otherwise.
        ("JobSpec", "completions") => (!is_set("parallelism")).then(|| json!(1)),
        ("JobSpec", "parallelism") => is_set("completions").then(|| json!(1)),
        ("JobSpec", "backoffLimit") => {
            let limit = if is_set("backoffLimitPerIndex") {
                i32::MAX
            } else {
                6
            };
            Some(json!(limit))
        }
        ("JobSpec", "podReplacementPolicy") => {
            let policy = if is_set("podFailurePolicy") {
                "Failed"
            } else {
                "TerminatingOrFailed"
            };
            Some(json!(policy))
        }
        ("NetworkPolicySpec", "policyTypes") => {
            let has_egress = fields
                .get("egress")
                .and_then(Value::as_array)
                .is_some_and(|rules| !rules.is_empty());
            Some(if has_egress {
                json!(["Ingress", "Egress"])
            } else {
                json!(["Ingress"])
            })
        }
        ("rbac/v1.Subject", "apiGroup") => {
            matches!(text("kind"), Some("User" | "Group")).then(|| json!(RBAC))
        }
        _ => None,
    }
}

/// Whether a workload is updated in steps, which is the default.
fn is_rolling(strategy: Option<&str>) -> bool {
    strategy.is_none_or(|strategy| strategy == "RollingUpdate")
}

/// Returns the pull policy of an image without one: an image of the tag `latest`, which is also the one of no tag and no
/// digest, is always pulled.
fn pull_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or(image);
    let (name, digest) = match name.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (name, None),
    };
    match (name.split_once(':').map(|(_, tag)| tag), digest) {
        (Some("latest"), _) | (None, None) => "Always",
        _ => "IfNotPresent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pull_policy_depends_on_the_tag() {
        for (image, policy) in [
            ("nginx", "Always"),
            ("nginx:latest", "Always"),
            ("registry.example:5000/nginx", "Always"),
            ("nginx:latest@sha256:0123", "Always"),
            ("nginx:1.27", "IfNotPresent"),
            ("registry.example:5000/nginx:1.27", "IfNotPresent"),
            ("nginx@sha256:0123", "IfNotPresent"),
        ] {
            assert_eq!(pull_policy(image), policy, "{image}");
        }
    }
}
