//! Merge keys: the fields that identify the entries of a list, so that a container that moves within its list is not a
//! change of two containers.
//!
//! The keys are those of `patchMergeKey` and `listMapKey` in `k8s.io/api`, core/v1 unless noted. Other lists are matched by
//! the first of [`IDENTIFYING`] that every entry of both has and of which none repeats, else by position.

use std::collections::HashSet;

use serde_json::Value;

/// How the entries of two lists are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// By the values of these fields, unique within each list.
    Fields(&'static [&'static str]),
    /// By position.
    Position,
}

/// Returns the candidate merge keys of a list, by the name of its field. The first that matches the entries applies. Empty
/// for lists that are replaced as a whole, and for unknown lists.
#[must_use]
pub fn of_field(field: &str) -> &'static [&'static [&'static str]] {
    match field {
        "containers"
        | "initContainers"
        | "ephemeralContainers"
        | "volumes"
        | "env"
        | "imagePullSecrets"
        | "secrets"
        | "resourceClaims"
        | "claims"
        | "schedulingGates" => &[&["name"]],
        // admissionregistration.k8s.io/v1
        "webhooks" | "matchConditions" | "validations" | "variables" => &[&["name"]],
        // of a container, then of a Service
        "ports" => &[&["containerPort", "protocol"], &["port", "protocol"]],
        "volumeMounts" => &[&["mountPath"]],
        "volumeDevices" => &[&["devicePath"]],
        "hostAliases" | "podIPs" | "hostIPs" => &[&["ip"]],
        "topologySpreadConstraints" => &[&["topologyKey", "whenUnsatisfiable"]],
        "conditions" | "addresses" => &[&["type"]],
        "ownerReferences" => &[&["uid"]],
        "resizePolicy" => &[&["resourceName"]],
        // of a Grafana dashboard, which is JSON in a ConfigMap
        "panels" => &[&["id"], &["title"]],
        "rows" | "links" => &[&["title"]],
        "targets" => &[&["refId"]],
        _ => &[],
    }
}

/// The fields that identify the entries of other lists: of rules of Prometheus, of Ingress and Gateway routes, of tolerations,
/// and of what has a kind and a name.
const IDENTIFYING: [&[&str]; 11] = [
    &["name"],
    &["kind", "name"],
    &["alert"],
    &["record"],
    &["host"],
    &["hosts"],
    &["path"],
    &["port"],
    &["id"],
    &["key"],
    &["match"],
];

/// Returns how the entries of two versions of a list are matched, by the name of its field.
#[must_use]
pub fn pairing(field: &str, from: &[Value], to: &[Value]) -> Pairing {
    of_field(field)
        .iter()
        .copied()
        .chain(IDENTIFYING)
        .find(|fields| has_unique_keys(fields, from) && has_unique_keys(fields, to))
        .map_or(Pairing::Position, Pairing::Fields)
}

/// Returns the values of the key fields of an entry as text, such as `["8080", "TCP"]`. `None` when one is missing or is not
/// a scalar or a list of texts. A missing `protocol` is `TCP`, the default of Kubernetes.
#[must_use]
pub fn entry_key(fields: &[&str], entry: &Value) -> Option<Vec<String>> {
    let entry = entry.as_object()?;
    fields
        .iter()
        .map(|field| match entry.get(*field) {
            Some(Value::String(text)) if text.is_empty() && *field == "protocol" => {
                Some("TCP".to_owned())
            }
            Some(Value::String(text)) => Some(text.clone()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
            Some(Value::Array(texts)) if !texts.is_empty() => {
                let texts = texts
                    .iter()
                    .map(Value::as_str)
                    .collect::<Option<Vec<&str>>>()?;
                Some(texts.join(","))
            }
            None if *field == "protocol" => Some("TCP".to_owned()),
            _ => None,
        })
        .collect()
}

/// Returns whether every entry has a key and none repeats.
fn has_unique_keys(fields: &[&str], list: &[Value]) -> bool {
    let mut seen = HashSet::with_capacity(list.len());
    list.iter()
        .all(|entry| entry_key(fields, entry).is_some_and(|key| seen.insert(key)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(field: &str, from: &Value, to: &Value) -> Pairing {
        pairing(field, from.as_array().unwrap(), to.as_array().unwrap())
    }

    #[test]
    fn ports_of_containers_and_services_have_different_keys() {
        let container = json!([{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP"}]);
        let service = json!([{"port": 80, "targetPort": 8080}]);
        assert_eq!(
            of("ports", &container, &container),
            Pairing::Fields(&["containerPort", "protocol"])
        );
        assert_eq!(
            of("ports", &service, &service),
            Pairing::Fields(&["port", "protocol"])
        );
        let keys: Vec<_> = container
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|e| entry_key(&["containerPort", "protocol"], e))
            .map(|key| key.join("/"))
            .collect();
        assert_eq!(keys, ["80/TCP", "80/UDP"]);
    }

    #[test]
    fn a_repeated_key_means_position() {
        let env = json!([{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]);
        assert_eq!(of("env", &env, &env), Pairing::Position);
    }

    #[test]
    fn unknown_lists_are_matched_by_name_if_every_entry_has_one() {
        let groups = json!([{"name": "a", "rules": []}, {"name": "b"}]);
        assert_eq!(of("groups", &groups, &groups), Pairing::Fields(&["name"]));
        assert_eq!(
            of("groups", &groups, &json!([{"name": "a"}, {}])),
            Pairing::Position
        );
        assert_eq!(of("args", &json!(["a"]), &json!(["a"])), Pairing::Position);
    }

    #[test]
    fn unknown_lists_are_matched_by_what_identifies_their_entries() {
        for (fields, entry) in [
            (
                ["alert"].as_slice(),
                json!({"alert": "Down", "expr": "up == 0"}),
            ),
            (&["host"], json!({"host": "shop.example", "http": {}})),
            (
                &["hosts"],
                json!({"hosts": ["shop.example", "a.example"], "secretName": "tls"}),
            ),
            (&["path"], json!({"path": "/", "pathType": "Prefix"})),
            (&["key"], json!({"key": "a", "operator": "Exists"})),
        ] {
            let list = json!([entry]);
            assert_eq!(
                of("entries", &list, &list),
                Pairing::Fields(fields),
                "{entry}"
            );
        }
        let subjects = json!([{"kind": "User", "name": "a"}, {"kind": "Group", "name": "a"}]);
        assert_eq!(
            of("subjects", &subjects, &subjects),
            Pairing::Fields(&["kind", "name"])
        );
        let twice = json!([{"alert": "Down", "expr": "a"}, {"alert": "Down", "expr": "b"}]);
        assert_eq!(of("rules", &twice, &twice), Pairing::Position);
        let scrapes = json!([{"match": [{"uri": {"prefix": "/"}}]}]);
        assert_eq!(of("http", &scrapes, &scrapes), Pairing::Position);
    }

    #[test]
    fn mounts_are_matched_by_path() {
        let mounts =
            json!([{"name": "data", "mountPath": "/a"}, {"name": "data", "mountPath": "/b"}]);
        assert_eq!(
            of("volumeMounts", &mounts, &mounts),
            Pairing::Fields(&["mountPath"])
        );
    }
}
