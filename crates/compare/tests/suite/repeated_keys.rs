//! Entries of a list with the same key, which are lost or refused by an apply.

use std::slice::from_ref;

use crate::fixtures::{compared, object};
use astern_compare::Comparison;
use serde_json::{Value, json};

fn deployment(env: &[&str]) -> Value {
    let env: Vec<Value> = env
        .iter()
        .map(|name| json!({"name": name, "value": "x"}))
        .collect();
    let spec = json!({"template": {"spec": {"containers": [{"name": "api", "image": "api:1", "env": env}]}}});
    object("apps/v1", "Deployment", "api", spec)
}

fn repeated(comparison: &Comparison) -> Vec<String> {
    let keys = comparison.effects.repeated_keys.iter();
    keys.map(|key| {
        format!(
            "{} {} {} -> {}",
            key.field, key.key, key.times.from, key.times.to
        )
    })
    .collect()
}

#[test]
fn a_variable_that_is_named_twice_is_told_on_both_sides() {
    let (once, twice) = (
        deployment(&["STAGE", "REGION"]),
        deployment(&["STAGE", "REGION", "STAGE"]),
    );
    let env = "spec.template.spec.containers[api].env STAGE";
    assert_eq!(
        repeated(&compared(from_ref(&twice), from_ref(&once))),
        [format!("{env} 2 -> 1")]
    );
    assert_eq!(
        repeated(&compared(from_ref(&once), from_ref(&twice))),
        [format!("{env} 1 -> 2")]
    );
    assert_eq!(
        repeated(&compared(&[], from_ref(&twice))),
        [format!("{env} 0 -> 2")]
    );
    let none: [String; 0] = [];
    assert_eq!(
        repeated(&compared(&[twice], &[deployment(&["REGION"])])),
        none
    );
    assert_eq!(
        repeated(&compared(from_ref(&once), &[deployment(&["STAGE"])])),
        none
    );
}

#[test]
fn ports_of_two_protocols_are_two_entries() {
    let service = |ports: Value| object("v1", "Service", "dns", json!({"ports": ports}));
    let one = service(json!([{"name": "a", "port": 53}]));
    let both =
        service(json!([{"name": "a", "port": 53}, {"name": "b", "port": 53, "protocol": "UDP"}]));
    let twice =
        service(json!([{"name": "a", "port": 53}, {"name": "b", "port": 53, "protocol": "TCP"}]));
    let none: [String; 0] = [];
    assert_eq!(repeated(&compared(from_ref(&one), &[both])), none);
    assert_eq!(
        repeated(&compared(&[one], &[twice])),
        ["spec.ports 53/TCP 1 -> 2"]
    );
}
