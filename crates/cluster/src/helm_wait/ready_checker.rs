//! The rules of helm 3 for objects other than workloads. Source: `pkg/kube/ready.go` of `helm.sh/helm/v3`.

use serde_json::Value;

use super::condition::{ObjectCondition, conditions};
use super::unmet::Unmet;

/// Returns why helm 3 waits for an object; `None` when it does not, as for every kind that it has no rule for.
pub(super) fn ready_checker(object: &Value) -> Option<Unmet> {
    let api_version = object["apiVersion"].as_str().unwrap_or_default();
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    match (group, object["kind"].as_str().unwrap_or_default()) {
        ("", "Pod") => pod(object),
        ("", "PersistentVolumeClaim") => claim(object),
        ("", "Service") => service(object),
        ("", "ReplicationController") | ("apps" | "extensions", "ReplicaSet") => replicas(object),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => definition(object),
        _ => None,
    }
}

fn condition(object: &Value, kind: &str) -> Option<ObjectCondition> {
    let all = conditions(object).ok()?;
    all.into_iter().find(|condition| condition.kind == kind)
}

/// A pod that has ended is not ready either.
fn pod(object: &Value) -> Option<Unmet> {
    match condition(object, "Ready") {
        Some(ready) if ready.status == "True" => None,
        Some(ready) => Some(Unmet::Condition(ready)),
        None => Some(Unmet::Phase(phase(object))),
    }
}

fn claim(object: &Value) -> Option<Unmet> {
    let phase = phase(object);
    (phase != "Bound").then_some(Unmet::Phase(phase))
}

pub(super) fn phase(object: &Value) -> String {
    object["status"]["phase"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn service(object: &Value) -> Option<Unmet> {
    let spec = &object["spec"];
    let is_filled = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
    match spec["type"].as_str() {
        Some("ExternalName") => None,
        _ if spec["clusterIP"].as_str().unwrap_or_default().is_empty() => Some(Unmet::NoClusterIp),
        Some("LoadBalancer") if is_filled(&spec["externalIPs"]) => None,
        Some("LoadBalancer") if object["status"]["loadBalancer"]["ingress"].is_null() => {
            Some(Unmet::NoLoadBalancer)
        }
        _ => None,
    }
}

/// helm asks for each pod; the numbers in the status count the same pods.
fn replicas(object: &Value) -> Option<Unmet> {
    let status = &object["status"];
    let generation = object["metadata"]["generation"].as_i64();
    if status["observedGeneration"].as_i64() != generation {
        return Some(Unmet::NotObserved);
    }
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let (ready, wanted) = (
        number(&status["readyReplicas"]),
        number(&status["replicas"]),
    );
    (ready < wanted).then_some(Unmet::Pods { ready, wanted })
}

/// Names that another definition has taken count as ready, so that helm goes on.
fn definition(object: &Value) -> Option<Unmet> {
    let is = |kind: &str, status: &str| {
        condition(object, kind).is_some_and(|condition| condition.status == status)
    };
    let is_ready = is("Established", "True") || is("NamesAccepted", "False");
    (!is_ready).then_some(Unmet::NotEstablished)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_load_balancer_needs_an_address() {
        let service = |kind: &str, spec: Value, ingress: Value| {
            let mut object = json!({ "apiVersion": "v1", "kind": "Service", "spec": spec,
                "status": { "loadBalancer": { "ingress": ingress } } });
            object["spec"]["type"] = json!(kind);
            ready_checker(&object)
        };
        let ip = || json!({ "clusterIP": "10.0.0.1" });
        let pending = service("LoadBalancer", ip(), Value::Null);
        assert_eq!(pending, Some(Unmet::NoLoadBalancer));
        let given = service("LoadBalancer", ip(), json!([{ "ip": "192.0.2.1" }]));
        assert_eq!(given, None);
        let external = json!({ "clusterIP": "10.0.0.1", "externalIPs": ["192.0.2.1"] });
        assert_eq!(service("LoadBalancer", external, Value::Null), None);
        assert_eq!(
            service("ClusterIP", json!({}), Value::Null),
            Some(Unmet::NoClusterIp)
        );
        assert_eq!(service("ExternalName", json!({}), Value::Null), None);
    }

    #[test]
    fn a_claim_has_to_be_bound() {
        let claim = |phase: &str| {
            ready_checker(
                &json!({ "apiVersion": "v1", "kind": "PersistentVolumeClaim",
                "status": { "phase": phase } }),
            )
        };
        assert_eq!(claim("Pending"), Some(Unmet::Phase("Pending".to_owned())));
        assert_eq!(claim("Bound"), None);
    }

    #[test]
    fn other_kinds_are_ready() {
        let canary = json!({ "apiVersion": "delivery.example.com/v1", "kind": "Canary",
            "status": { "conditions": [{ "type": "Ready", "status": "False" }] } });
        assert_eq!(ready_checker(&canary), None);
    }

    #[test]
    fn a_definition_whose_names_are_taken_counts_as_ready() {
        let definition = |conditions: Value| {
            ready_checker(&json!({ "apiVersion": "apiextensions.k8s.io/v1",
                "kind": "CustomResourceDefinition", "status": { "conditions": conditions } }))
        };
        assert_eq!(definition(json!([])), Some(Unmet::NotEstablished));
        assert_eq!(
            definition(json!([{ "type": "Established", "status": "True" }])),
            None
        );
        assert_eq!(
            definition(json!([{ "type": "NamesAccepted", "status": "False" }])),
            None
        );
    }

    #[test]
    fn the_pods_of_a_replica_set_are_counted_once_it_is_observed() {
        let set = |observed: i64, ready: u64| {
            ready_checker(&json!({ "apiVersion": "apps/v1", "kind": "ReplicaSet",
                "metadata": { "generation": 2 },
                "status": { "observedGeneration": observed, "replicas": 2, "readyReplicas": ready } }))
        };
        assert_eq!(set(1, 2), Some(Unmet::NotObserved));
        assert_eq!(
            set(2, 1),
            Some(Unmet::Pods {
                ready: 1,
                wanted: 2
            })
        );
        assert_eq!(set(2, 2), None);
    }
}
