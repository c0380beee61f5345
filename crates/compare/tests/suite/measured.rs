//! The rules for what is the same to Kubernetes, against what an API server answered.
//!
//! Each row of `tests/measured/rows.txt` is an object of `objects.yaml`, a field, another value of it, and whether the API
//! server took the object with it for the same, for another one, or refused it because the field cannot be changed. It was
//! measured with Kubernetes 1.36; `tests/end_to_end` measures it again.

use astern_compare::is_same_to_kubernetes;
use serde_json::Value;

const OBJECTS: &str = include_str!("../measured/objects.yaml");
const ROWS: &str = include_str!("../measured/rows.txt");

/// Returns the object with another value of a field, or without it.
fn with_field(mut object: Value, pointer: &str, value: &str) -> Value {
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    let field = field.replace("~1", "/").replace("~0", "~");
    let parent = object.pointer_mut(parent).unwrap();
    match value {
        "absent" => {
            parent.as_object_mut().unwrap().remove(&field);
        }
        value => parent[field] = serde_json::from_str(value).unwrap(),
    }
    object
}

#[test]
fn the_rules_are_those_of_the_api_server() {
    let objects = astern_manifest::value(OBJECTS).unwrap();
    let mut wrong = Vec::new();
    for row in ROWS.lines() {
        let (rest, outcome) = row.rsplit_once(' ').unwrap();
        let (name, rest) = rest.split_once(' ').unwrap();
        let (pointer, value) = rest.split_once(' ').unwrap();
        let object = &objects[name];
        let changed = with_field(object.clone(), pointer, value);
        let expected = outcome == "same";
        let both = [
            is_same_to_kubernetes(object, &changed),
            is_same_to_kubernetes(&changed, object),
        ];
        if both != [expected, expected] {
            wrong.push(row);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rows are judged otherwise:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
