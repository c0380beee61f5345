//! The rules of kstatus, by which helm 4 waits, for objects other than workloads.
//!
//! Source: `checkGenericProperties`, `legacyTypes` and `checkReadyCondition` of `pkg/kstatus/status` in
//! `github.com/fluxcd/cli-utils`.

use serde_json::Value;

use super::condition::{ObjectCondition, conditions};
use super::ready_checker::phase;
use super::unmet::Unmet;

/// Returns why helm 4 waits for an object; `None` when it does not.
pub(super) fn kstatus(object: &Value) -> Option<Unmet> {
    let metadata = &object["metadata"];
    if metadata["deletionTimestamp"].is_string() {
        return Some(Unmet::Terminating);
    }
    let Ok(conditions) = conditions(object) else {
        return Some(Unmet::Unreadable {
            field: "status.conditions",
            ready: None,
        });
    };
    let find = |kind: &str| conditions.iter().find(|condition| condition.kind == kind);
    let observed = &object["status"]["observedGeneration"];
    match (metadata["generation"].as_i64(), observed) {
        (None, _) | (_, Value::Null) => {}
        (Some(generation), observed) => match observed.as_i64() {
            Some(observed) if observed == generation => {}
            Some(_) => return Some(Unmet::NotObserved),
            None => {
                return Some(Unmet::Unreadable {
                    field: "status.observedGeneration",
                    ready: find("Ready").cloned(),
                });
            }
        },
    }
    let is_true = |condition: &&ObjectCondition| {
        matches!(condition.kind.as_str(), "Reconciling" | "Stalled") && condition.status == "True"
    };
    if let Some(condition) = conditions.iter().find(is_true) {
        return Some(Unmet::Condition(condition.clone()));
    }
    let api_version = object["apiVersion"].as_str().unwrap_or_default();
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    match (group, object["kind"].as_str().unwrap_or_default()) {
        ("", "Pod") => pod(object, find("Ready")),
        ("", "PersistentVolumeClaim") => {
            let phase = phase(object);
            (phase != "Bound").then_some(Unmet::Phase(phase))
        }
        ("", "Service") => {
            let spec = &object["spec"];
            let has_ip = !spec["clusterIP"].as_str().unwrap_or_default().is_empty();
            (spec["type"] == "LoadBalancer" && !has_ip).then_some(Unmet::NoClusterIp)
        }
        ("apps" | "extensions", "ReplicaSet") => replicas(object),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            definition(find("NamesAccepted"), find("Established"))
        }
        ("", "Secret" | "ConfigMap") | ("policy", "PodDisruptionBudget") | ("batch", "CronJob") => {
            None
        }
        _ => find("Ready")
            .filter(|ready| matches!(ready.status.as_str(), "False" | "Unknown"))
            .map(|ready| Unmet::Condition(ready.clone())),
    }
}

/// A pod that has ended, well or not, is not waited for.
fn pod(object: &Value, ready: Option<&ObjectCondition>) -> Option<Unmet> {
    let phase = phase(object);
    match (phase.as_str(), ready) {
        ("Succeeded" | "Failed", _) => None,
        ("Running", Some(ready)) if ready.status == "True" => None,
        ("Running", Some(ready)) => Some(Unmet::Condition(ready.clone())),
        _ => Some(Unmet::Phase(phase)),
    }
}

fn replicas(object: &Value) -> Option<Unmet> {
    let status = &object["status"];
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let wanted = object["spec"]["replicas"].as_u64().unwrap_or(1);
    let fewest = ["fullyLabeledReplicas", "availableReplicas", "readyReplicas"];
    let ready = fewest.iter().map(|field| number(&status[*field])).min();
    let ready = ready.unwrap_or_default();
    (ready < wanted || number(&status["replicas"]) > wanted)
        .then_some(Unmet::Pods { ready, wanted })
}

fn definition(
    names: Option<&ObjectCondition>,
    established: Option<&ObjectCondition>,
) -> Option<Unmet> {
    match (names, established) {
        (Some(names), _) if names.status == "False" => Some(Unmet::Condition(names.clone())),
        (_, Some(established)) if established.status == "True" => None,
        _ => Some(Unmet::NotEstablished),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn canary(generation: Value, status: Value) -> Option<Unmet> {
        kstatus(
            &json!({ "apiVersion": "delivery.example.com/v1", "kind": "Canary",
            "metadata": { "name": "shop", "generation": generation }, "status": status }),
        )
    }

    fn condition(kind: &str, status: &str) -> ObjectCondition {
        ObjectCondition {
            kind: kind.to_owned(),
            status: status.to_owned(),
            reason: "Idle".to_owned(),
            message: "no canary is running".to_owned(),
        }
    }

    fn written(condition: &ObjectCondition) -> Value {
        json!({ "type": condition.kind, "status": condition.status, "reason": condition.reason,
            "message": condition.message, "lastTransitionTime": null })
    }

    #[test]
    fn a_custom_resource_is_waited_for_by_its_conditions() {
        for (kind, status, is_unmet) in [
            ("Ready", "True", false),
            ("Ready", "False", true),
            ("Ready", "Unknown", true),
            ("Reconciling", "True", true),
            ("Reconciling", "False", false),
            ("Stalled", "True", true),
            ("Promoted", "False", false),
        ] {
            let condition = condition(kind, status);
            let found = canary(json!(1), json!({ "conditions": [written(&condition)] }));
            let expected = is_unmet.then_some(Unmet::Condition(condition));
            assert_eq!(found, expected, "{kind} {status}");
        }
        for status in [Value::Null, json!({}), json!({ "conditions": null })] {
            assert_eq!(canary(json!(1), status), None);
        }
    }

    #[test]
    fn the_newest_generation_has_to_be_observed() {
        let observed =
            |observed: Value| canary(json!(2), json!({ "observedGeneration": observed }));
        assert_eq!(observed(json!(1)), Some(Unmet::NotObserved));
        assert_eq!(observed(json!(2)), None);
        assert_eq!(observed(Value::Null), None);
    }

    #[test]
    fn a_status_of_another_form_is_waited_for_whatever_it_says() {
        let ready = condition("Ready", "True");
        let status = json!({ "observedGeneration": "65f8", "conditions": [written(&ready)] });
        let expected = Unmet::Unreadable {
            field: "status.observedGeneration",
            ready: Some(ready),
        };
        assert_eq!(canary(json!(2), status), Some(expected));
        for conditions in [json!("x"), json!([1]), json!([{ "type": 1 }])] {
            let Some(Unmet::Unreadable { field, ready: None }) =
                canary(json!(2), json!({ "conditions": conditions }))
            else {
                panic!("they cannot be read");
            };
            assert_eq!(field, "status.conditions");
        }
    }

    #[test]
    fn an_object_that_is_being_deleted_is_waited_for() {
        let object = json!({ "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": { "deletionTimestamp": "2026-11-29T03:04:05Z" } });
        assert_eq!(kstatus(&object), Some(Unmet::Terminating));
    }

    #[test]
    fn built_in_kinds_have_rules_of_their_own() {
        let claim = json!({ "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "status": { "phase": "Pending" } });
        assert_eq!(kstatus(&claim), Some(Unmet::Phase("Pending".to_owned())));
        // helm 3 waits for an address of the load balancer, helm 4 does not.
        let service = json!({ "apiVersion": "v1", "kind": "Service",
            "spec": { "type": "LoadBalancer", "clusterIP": "10.0.0.1" } });
        assert_eq!(kstatus(&service), None);
        let budget = json!({ "apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
            "metadata": { "generation": 2 }, "status": { "observedGeneration": 1 } });
        assert_eq!(kstatus(&budget), Some(Unmet::NotObserved));
        let definition = json!({ "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition" });
        assert_eq!(kstatus(&definition), Some(Unmet::NotEstablished));
        let ended = json!({ "apiVersion": "v1", "kind": "Pod", "status": { "phase": "Failed" } });
        assert_eq!(kstatus(&ended), None);
    }
}
