//! Which entries of two lists are the same entry: by Kubernetes' own merge keys, so that a container moved in its list is
//! not a change of two containers.
//!
//! The keys are those of `patchMergeKey` and `listMapKey` in `k8s.io/api` (core/v1 unless said). Lists without a key of
//! their own are matched by `name` where every entry of both has one and none repeats, else by position.

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

/// Kubernetes' own keys for a list, by the name of the field that holds it; the first that fits its entries counts.
/// Empty for a list that it replaces as a whole or does not know.
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
        // of a Grafana dashboard, which stands as JSON in a ConfigMap
        "panels" => &[&["id"], &["title"]],
        "rows" | "links" => &[&["title"]],
        "targets" => &[&["refId"]],
        _ => &[],
    }
}

/// How the entries of two versions of one list are matched, given the name of the field that holds it.
#[must_use]
pub fn pairing(field: &str, from: &[Value], to: &[Value]) -> Pairing {
    of_field(field)
        .iter()
        .copied()
        .chain([["name"].as_slice()])
        .find(|fields| unique(fields, from) && unique(fields, to))
        .map_or(Pairing::Position, Pairing::Fields)
}

/// The identity of one entry: the values of these fields in order, as text, such as `["8080", "TCP"]`. `None` when one is missing or is not a scalar. A missing `protocol` is
/// `TCP`, as Kubernetes has it.
#[must_use]
pub fn entry_key(fields: &[&str], entry: &Value) -> Option<Vec<String>> {
    let entry = entry.as_object()?;
    fields
        .iter()
        .map(|field| match entry.get(*field) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
            None if *field == "protocol" => Some("TCP".to_owned()),
            _ => None,
        })
        .collect()
}

/// Whether each entry has a key of its own.
fn unique(fields: &[&str], list: &[Value]) -> bool {
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
    fn ports_of_containers_and_services_are_told_apart() {
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
    fn unknown_lists_go_by_name_where_every_entry_has_one() {
        let groups = json!([{"name": "a", "rules": []}, {"name": "b"}]);
        assert_eq!(of("groups", &groups, &groups), Pairing::Fields(&["name"]));
        assert_eq!(
            of("groups", &groups, &json!([{"name": "a"}, {}])),
            Pairing::Position
        );
        assert_eq!(of("args", &json!(["a"]), &json!(["a"])), Pairing::Position);
        assert_eq!(
            of(
                "tolerations",
                &json!([{"key": "a"}]),
                &json!([{"key": "a"}])
            ),
            Pairing::Position
        );
    }

    #[test]
    fn mounts_go_by_their_path() {
        let mounts =
            json!([{"name": "data", "mountPath": "/a"}, {"name": "data", "mountPath": "/b"}]);
        assert_eq!(
            of("volumeMounts", &mounts, &mounts),
            Pairing::Fields(&["mountPath"])
        );
    }
}
