//! The names of fields as people say them.

use astern_compare::{FieldPath, Segment};
use astern_diagnosis::Suspect;

/// A field as people say it: `CPU request` of `container web`.
pub(super) struct FieldName {
    /// The field.
    pub name: String,
    /// The container that it is one of.
    pub container: Option<String>,
}

/// Returns the name of the field of a suspect; `None` for a whole object.
pub(super) fn field_name(suspect: &Suspect) -> Option<FieldName> {
    let path = suspect.path.as_ref()?;
    let steps = steps(path);
    let list = steps
        .iter()
        .position(|step| matches!(*step, "containers" | "initContainers"));
    let container = list.and_then(|at| steps.get(at + 1));
    let below = match list {
        Some(at) => steps.get(at + 2..).unwrap_or_default(),
        None => &steps,
    };
    let name = match (container, below) {
        (Some(_), []) => "container".to_owned(),
        (Some(_), below) => in_container(below),
        (None, below) => elsewhere(suspect, below),
    };
    Some(FieldName {
        name,
        container: container.map(|name| (*name).to_owned()),
    })
}

fn steps(path: &FieldPath) -> Vec<&str> {
    let steps = path.segments().iter().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Entry { key, .. } => key.values.first().map(String::as_str),
        Segment::Index(_) | Segment::Embedded(_) => None,
    });
    steps.collect()
}

fn in_container(below: &[&str]) -> String {
    match below {
        ["resources", kind @ ("requests" | "limits"), resource] => amount(kind, resource),
        ["image"] => "image".to_owned(),
        ["imagePullPolicy"] => "pull policy".to_owned(),
        ["command", ..] => "command".to_owned(),
        ["args", ..] => "arguments".to_owned(),
        ["workingDir"] => "working directory".to_owned(),
        ["env", name, .., "secretKeyRef", "name"] => format!("Secret of variable {name}"),
        ["env", name, .., "configMapKeyRef", "name"] => format!("ConfigMap of variable {name}"),
        ["env", name, .., "secretKeyRef" | "configMapKeyRef", "key"] => {
            format!("key of variable {name}")
        }
        ["env", name, ..] => format!("variable {name}"),
        ["envFrom", .., "secretRef", "name"] => "Secret of the environment".to_owned(),
        ["envFrom", .., "configMapRef", "name"] => "ConfigMap of the environment".to_owned(),
        [
            probe @ ("readinessProbe" | "livenessProbe" | "startupProbe"),
            rest @ ..,
        ] => {
            let probe = probe.trim_end_matches("Probe");
            match rest.last() {
                Some(&"path") => format!("path of the {probe} probe"),
                Some(&"port") => format!("port of the {probe} probe"),
                Some(&"scheme") => format!("scheme of the {probe} probe"),
                Some(&"timeoutSeconds") => format!("timeout of the {probe} probe"),
                _ => format!("{probe} probe"),
            }
        }
        ["securityContext", .., field] => (*field).to_owned(),
        ["ports", _, field] => (*field).to_owned(),
        ["volumeMounts", path, ..] => format!("mount at {path}"),
        ["lifecycle", hook, ..] => format!("{hook} hook"),
        other => other.join("."),
    }
}

fn amount(kind: &str, resource: &str) -> String {
    let resource = match resource {
        "cpu" => "CPU",
        other => other,
    };
    let kind = kind.trim_end_matches('s');
    format!("{resource} {kind}")
}

fn elsewhere(suspect: &Suspect, below: &[&str]) -> String {
    let id = &suspect.object;
    let pod = match below {
        ["spec", "template", "spec", rest @ ..]
        | ["spec", "jobTemplate", "spec", "template", "spec", rest @ ..] => rest,
        ["data" | "stringData" | "binaryData", key, rest @ ..] => {
            return match rest {
                [] => format!("key {key} of {} {}", id.kind, id.name),
                rest => format!("{} in {key} of {} {}", rest.join("."), id.kind, id.name),
            };
        }
        ["spec", "replicas"] => return "number of pods".to_owned(),
        ["spec", "volumeClaimTemplates", claim, .., field] => {
            return format!("{field} of claim {claim}");
        }
        ["spec", rest @ ..] => {
            return format!("{} of {} {}", rest.join("."), id.kind, id.name);
        }
        other => return format!("{} of {} {}", other.join("."), id.kind, id.name),
    };
    match pod {
        ["nodeSelector", label] => format!("node selector {label}"),
        ["nodeSelector"] => "node selector".to_owned(),
        ["tolerations", ..] => "tolerations".to_owned(),
        ["affinity", kind, ..] => (*kind).to_owned(),
        ["topologySpreadConstraints", ..] => "topology spread constraints".to_owned(),
        ["imagePullSecrets", ..] => "pull secret".to_owned(),
        ["serviceAccountName", ..] => "service account".to_owned(),
        ["priorityClassName"] => "priority class".to_owned(),
        ["runtimeClassName"] => "runtime class".to_owned(),
        ["volumes", name, .., "claimName"] => format!("claim of volume {name}"),
        ["volumes", name, "configMap", "name"] => format!("ConfigMap of volume {name}"),
        ["volumes", name, "secret", "secretName"] => format!("Secret of volume {name}"),
        ["volumes", name, ..] => format!("volume {name}"),
        ["securityContext", .., field] => (*field).to_owned(),
        other => other.join("."),
    }
}
