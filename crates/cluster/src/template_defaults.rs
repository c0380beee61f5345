//! The defaults that the API server writes into a pod template. Source: `SetDefaults_*` in `pkg/apis/core/v1/defaults.go`.

use serde_json::Value;

/// The names of fields below a pod template, with the default that the API server writes.
const DEFAULTS: [(&str, &str); 18] = [
    ("apiVersion", "v1"),
    ("defaultMode", "420"),
    ("dnsPolicy", "ClusterFirst"),
    ("divisor", "0"),
    ("failureThreshold", "3"),
    ("imagePullPolicy", "Always"),
    ("imagePullPolicy", "IfNotPresent"),
    ("initialDelaySeconds", "0"),
    ("periodSeconds", "10"),
    ("protocol", "TCP"),
    ("restartPolicy", "Always"),
    ("schedulerName", "default-scheduler"),
    ("scheme", "HTTP"),
    ("successThreshold", "1"),
    ("terminationGracePeriodSeconds", "30"),
    ("terminationMessagePath", "/dev/termination-log"),
    ("terminationMessagePolicy", "File"),
    ("timeoutSeconds", "1"),
];

/// The fields that are false where they are not set. The others have no default: `false` is another template than nothing.
const FALSE_BY_DEFAULT: [&str; 7] = [
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "readOnly",
    "stdin",
    "stdinOnce",
    "tty",
];

/// The labels and annotations that controllers and `kubectl rollout restart` add to a template.
const ADDED: [&str; 7] = [
    "pod-template-hash",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name",
    "kubectl.kubernetes.io/restartedAt",
];

/// Returns whether a field that only one side has means the same as its absence: it is empty, the default, or an addition of a
/// controller.
pub(crate) fn is_same_as_absent(name: &str, value: &Value) -> bool {
    let default = |text: &str| DEFAULTS.contains(&(name, text));
    match value {
        _ if ADDED.contains(&name) => true,
        // The mark of a patch in a ControllerRevision.
        _ if name == "$patch" => true,
        // The old name of `serviceAccountName`, which the API server fills in.
        _ if name == "serviceAccount" => true,
        // The API server writes the port of the container where the pod is in the network of its node.
        Value::Number(_) if name == "hostPort" => true,
        Value::Null => true,
        Value::Bool(false) => FALSE_BY_DEFAULT.contains(&name),
        Value::Bool(true) => name == "enableServiceLinks",
        Value::String(text) => text.is_empty() || default(text),
        Value::Number(number) => default(&number.to_string()),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| is_same_as_absent(name, value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_defaults_and_what_is_empty_are_as_absent() {
        for (name, value) in [
            ("restartPolicy", json!("Always")),
            ("terminationGracePeriodSeconds", json!(30)),
            ("resources", json!({ "limits": {} })),
            ("securityContext", json!({})),
            ("hostNetwork", json!(false)),
            ("hostPort", json!(9100)),
            ("pod-template-hash", json!("6d4f")),
        ] {
            assert!(is_same_as_absent(name, &value), "{name}");
        }
        for (name, value) in [
            ("restartPolicy", json!("Never")),
            ("terminationGracePeriodSeconds", json!(60)),
            ("resources", json!({ "limits": { "cpu": "1" } })),
            ("hostNetwork", json!(true)),
            ("automountServiceAccountToken", json!(false)),
            ("nodeSelector", json!({ "disk": "ssd" })),
        ] {
            assert!(!is_same_as_absent(name, &value), "{name}");
        }
    }
}
