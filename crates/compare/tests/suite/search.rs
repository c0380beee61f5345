//! Searches changed objects for a text.

use crate::fixtures::{manifest, release};
use astern_compare::compare;
use astern_masking::Masking;
use serde_json::{Value, json};

fn objects(image: &str, secret: &str) -> [Value; 2] {
    [
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"image": image, "keep": "Straße"}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": secret}}),
    ]
}

#[test]
fn names_fields_and_lines_are_searched_and_secrets_are_not() {
    let masking = Masking::new([7; 16]);
    let comparison = compare(
        &release(
            1,
            "1.0.0",
            json!({}),
            &manifest(&objects("web:1", "hunter2")),
        ),
        &release(
            2,
            "1.0.0",
            json!({}),
            &manifest(&objects("web:2", "hunter33")),
        ),
        &masking,
    );
    let [pod, secret] = comparison.objects.as_slice() else {
        panic!("two objects");
    };
    let found = pod.find("WEB");
    assert!(found.in_name);
    assert_eq!((found.fields, found.rows), (vec![0], vec![0, 4, 6]));
    assert_eq!(pod.find("straße").rows, [7]);
    assert!(pod.find("STRASSE").is_empty());
    assert!(pod.find("").is_empty());
    assert!(secret.find("hunter").is_empty());
    assert_eq!(secret.find("data.a").fields, [0]);
}
