//! Checks that no output of a comparison contains a secret.

use crate::fixtures::{add_hook, manifest, release};
use astern_compare::{Comparison, compare};
use astern_masking::{MaskedValue, Masking};
use serde_json::{Value, json};

/// Contained in every secret of these tests and in no other text.
const SECRET_PART: &str = "hunter";

fn masking() -> Masking {
    Masking::new([7; 16])
}

/// Objects that contain `secret` in every kind of field that can hold a secret.
fn objects_with_secret(secret: &str) -> Vec<Value> {
    vec![
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations": {
                   "kubectl.kubernetes.io/last-applied-configuration": format!("{{\"data\":\"{secret}\"}}")}},
               "data": {"a": secret, "b": {"nested": [secret]}}, "stringData": {"c": format!("x\n{secret}\n")}}),
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {
                   "image": format!("web:{}", secret.len()),
                   "env": [
                       {"name": "DB_PASSWORD", "value": secret},
                       {"name": "DATABASE_URL", "value": format!("postgres://app:{secret}@db/app")},
                       {"name": "PLAIN", "value": "plain"},
                   ],
                   "args": ["--token", secret, format!("--api-key={secret}")]}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {
                   "adminPassword": secret,
                   "app.ini": format!("host = db\npassword = {secret}\n"),
                   "key.pem": format!("-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----\n")}}),
        json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "t"}, "spec": {
                   "credentials": {"user": "shown", "list": [secret], "secretName": "shown", "key": "shown", "apiKey": secret}}}),
    ]
}

/// Values that contain `secret`.
fn values_with_secret(secret: &str) -> Value {
    json!({"auth": {"password": secret, "existingSecret": "shown"}, "apiKey": secret, "url": format!("https://u:{secret}@h")})
}

/// Compares two releases, each given as values and objects. The first object is a hook too.
fn compare_releases(
    from: (&Value, &[Value]),
    to: (&Value, &[Value]),
    masking: &Masking,
) -> Comparison {
    let hook = |objects: &[Value]| {
        objects
            .first()
            .map(astern_manifest::to_yaml)
            .unwrap_or_default()
    };
    let from = add_hook(
        release(1, "1.0.0", from.0.clone(), &manifest(from.1)),
        &hook(from.1),
    );
    let to = add_hook(
        release(2, "1.0.0", to.0.clone(), &manifest(to.1)),
        &hook(to.1),
    );
    compare(&from, &to, masking)
}

/// Renders a comparison and the text of its objects in all formats.
fn all_outputs(comparison: &Comparison) -> Vec<String> {
    let mut outputs = vec![
        format!("{comparison:?}"),
        format!("{comparison:#?}"),
        serde_json::to_string(comparison).unwrap(),
    ];
    let fields = comparison
        .objects
        .iter()
        .flat_map(|object| &object.fields)
        .chain(&comparison.values);
    outputs.extend(
        fields
            .flat_map(|field| [&field.from, &field.to])
            .flatten()
            .map(ToString::to_string),
    );
    for object in comparison
        .objects
        .iter()
        .chain(comparison.hooks.iter().map(|hook| &hook.object))
    {
        let diff = object.text_diff();
        outputs.extend([
            diff.to_string(),
            format!("{diff:?}"),
            serde_json::to_string(&diff).unwrap(),
        ]);
    }
    outputs
}

#[test]
fn no_output_contains_a_secret() {
    let (old, new) = (
        objects_with_secret("hunter2"),
        objects_with_secret("hunter33"),
    );
    let (old_config, new_config) = (
        values_with_secret("hunter2"),
        values_with_secret("hunter33"),
    );
    let empty = json!({});
    for (from, to) in [
        ((&old_config, old.as_slice()), (&new_config, new.as_slice())),
        ((&empty, [].as_slice()), (&new_config, new.as_slice())),
        ((&old_config, old.as_slice()), (&empty, [].as_slice())),
    ] {
        let comparison = compare_releases(from, to, &masking());
        assert_eq!(comparison.objects.len(), 4);
        for output in all_outputs(&comparison) {
            assert!(!output.contains(SECRET_PART), "{output}");
        }
    }
}

#[test]
fn a_changed_secret_is_reported_as_a_change() {
    let comparison = compare_releases(
        (
            &values_with_secret("hunter2"),
            &objects_with_secret("hunter2"),
        ),
        (
            &values_with_secret("hunter33"),
            &objects_with_secret("hunter33"),
        ),
        &masking(),
    );
    let secret = &comparison.objects[0];
    let paths: Vec<_> = secret
        .fields
        .iter()
        .map(|field| field.path.to_string())
        .collect();
    assert_eq!(
        paths,
        [
            "metadata.annotations[\"kubectl.kubernetes.io/last-applied-configuration\"]",
            "data.a",
            "data.b.nested[0]",
            "stringData.c"
        ]
    );
    for field in &secret.fields {
        assert!(
            matches!((&field.from, &field.to), (Some(MaskedValue::Secret(from)), Some(MaskedValue::Secret(to))) if from != to)
        );
    }
    let password = comparison
        .values
        .iter()
        .find(|value| value.path.to_string() == "auth.password")
        .unwrap();
    let shown = serde_json::to_value(password.from.as_ref().unwrap()).unwrap();
    assert_eq!(shown["masked"], json!(true));
    assert_eq!(shown["fingerprint"].as_str().unwrap().len(), 12);
}

#[test]
fn values_that_are_not_secret_are_not_masked() {
    let comparison = compare_releases(
        (
            &values_with_secret("hunter2"),
            &objects_with_secret("hunter2"),
        ),
        (
            &values_with_secret("hunter33"),
            &objects_with_secret("hunter33"),
        ),
        &masking(),
    );
    let diffs: String = comparison
        .objects
        .iter()
        .map(|object| object.text_diff().unified(100).to_string())
        .collect();
    for readable in [
        "-  image: web:7\n",
        "+  image: web:8\n",
        "value: plain",
        "secretName: shown",
        "host = db",
        "postgres://app:(masked ",
    ] {
        assert!(diffs.contains(readable), "{readable}\n{diffs}");
    }
}

#[test]
fn masks_are_equal_for_equal_secrets_under_the_same_key_only() {
    let diff_of_added_secret = |secret: &str, key: u8| {
        let object = [
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": secret}}),
        ];
        let masking = Masking::new([key; 16]);
        compare_releases((&json!({}), &[]), (&json!({}), &object), &masking).objects[0]
            .text_diff()
            .unified(3)
            .to_string()
    };
    assert_eq!(
        diff_of_added_secret("hunter2", 7),
        diff_of_added_secret("hunter2", 7)
    );
    assert_ne!(
        diff_of_added_secret("hunter2", 7),
        diff_of_added_secret("hunter3", 7)
    );
    assert_ne!(
        diff_of_added_secret("hunter2", 7),
        diff_of_added_secret("hunter2", 8)
    );
}

#[test]
fn schemas_of_crds_are_not_masked() {
    let crd = |text: &str| {
        json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "c"},
               "spec": {"properties": {"password": {"description": text}}}})
    };
    let comparison = compare_releases(
        (&json!({}), &[crd("password: old")]),
        (&json!({}), &[crd("password: new")]),
        &masking(),
    );
    assert_eq!(
        comparison.objects[0].fields[0].to,
        Some(MaskedValue::Plain(json!("password: new")))
    );
}

#[test]
fn comments_with_secrets_are_omitted() {
    let text = |image: &str| {
        format!(
            "# password: hunter2\napiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{image: {image}}}\n"
        )
    };
    let (from, to) = (
        release(1, "1.0.0", json!({}), &text("a")),
        release(2, "1.0.0", json!({}), &text("b")),
    );
    let diff = compare(&from, &to, &masking()).objects[0]
        .text_diff()
        .unified(100)
        .to_string();
    assert!(
        !diff.contains(SECRET_PART) && diff.contains("+  image: b"),
        "{diff}"
    );
}

#[test]
fn disabled_masking_masks_nothing() {
    let masking = Masking::off();
    let comparison = compare_releases(
        (
            &values_with_secret("hunter2"),
            &objects_with_secret("hunter2"),
        ),
        (
            &values_with_secret("hunter33"),
            &objects_with_secret("hunter33"),
        ),
        &masking,
    );
    assert!(
        comparison.objects[0]
            .text_diff()
            .unified(3)
            .to_string()
            .contains("hunter33")
    );
}
