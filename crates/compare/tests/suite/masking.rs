//! No secret leaves a comparison.

use crate::fixtures::{manifest, release, with_hook};
use astern_compare::{Comparison, compare};
use astern_masking::{MaskedValue, Masking};
use serde_json::{Value, json};

/// Part of every secret in these tests, and of nothing else.
const SECRET: &str = "hunter";

fn masking() -> Masking {
    Masking::new([7; 16])
}

/// Objects that hold `secret` wherever a secret can stand.
fn objects(secret: &str) -> Vec<Value> {
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
        json!({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "t"}, "spec": {
                   "credentials": {"user": secret, "list": [secret], "secretName": "shown", "key": secret}}}),
    ]
}

fn config(secret: &str) -> Value {
    json!({"auth": {"password": secret, "existingSecret": "shown"}, "apiKey": secret, "url": format!("https://u:{secret}@h")})
}

fn comparison(from: (&Value, &[Value]), to: (&Value, &[Value]), masking: &Masking) -> Comparison {
    let hook = |objects: &[Value]| {
        objects
            .first()
            .map(astern_manifest::to_yaml)
            .unwrap_or_default()
    };
    let from = with_hook(
        release(1, "1.0.0", from.0.clone(), &manifest(from.1)),
        &hook(from.1),
    );
    let to = with_hook(
        release(2, "1.0.0", to.0.clone(), &manifest(to.1)),
        &hook(to.1),
    );
    compare(&from, &to, masking)
}

/// Everything a comparison can be seen as.
fn outputs(comparison: &Comparison, masking: &Masking) -> Vec<String> {
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
        let diff = object.text_diff(masking);
        outputs.extend([
            diff.to_string(),
            format!("{diff:?}"),
            serde_json::to_string(&diff).unwrap(),
        ]);
    }
    outputs
}

#[test]
fn no_secret_is_shown_anywhere() {
    let (old, new) = (objects("hunter2"), objects("hunter33"));
    let (old_config, new_config) = (config("hunter2"), config("hunter33"));
    let empty = json!({});
    for (from, to) in [
        ((&old_config, old.as_slice()), (&new_config, new.as_slice())),
        ((&empty, [].as_slice()), (&new_config, new.as_slice())),
        ((&old_config, old.as_slice()), (&empty, [].as_slice())),
    ] {
        let comparison = comparison(from, to, &masking());
        assert_eq!(comparison.objects.len(), 4);
        for output in outputs(&comparison, &masking()) {
            assert!(!output.contains(SECRET), "{output}");
        }
    }
}

#[test]
fn a_changed_secret_is_still_a_change() {
    let comparison = comparison(
        (&config("hunter2"), &objects("hunter2")),
        (&config("hunter33"), &objects("hunter33")),
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
fn what_is_no_secret_stays_readable() {
    let comparison = comparison(
        (&config("hunter2"), &objects("hunter2")),
        (&config("hunter33"), &objects("hunter33")),
        &masking(),
    );
    let diffs: String = comparison
        .objects
        .iter()
        .map(|object| object.text_diff(&masking()).unified(100).to_string())
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
fn equal_secrets_look_equal_and_keys_matter() {
    let added = |secret: &str, key: u8| {
        let object = [
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": secret}}),
        ];
        let masking = Masking::new([key; 16]);
        comparison((&json!({}), &[]), (&json!({}), &object), &masking).objects[0]
            .text_diff(&masking)
            .unified(3)
            .to_string()
    };
    assert_eq!(added("hunter2", 7), added("hunter2", 7));
    assert_ne!(added("hunter2", 7), added("hunter3", 7));
    assert_ne!(added("hunter2", 7), added("hunter2", 8));
}

#[test]
fn a_schema_holds_no_secrets() {
    let crd = |text: &str| {
        json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "c"},
               "spec": {"properties": {"password": {"description": text}}}})
    };
    let comparison = comparison(
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
fn comments_with_secrets_are_left_out() {
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
        .text_diff(&masking())
        .unified(100)
        .to_string();
    assert!(
        !diff.contains(SECRET) && diff.contains("+  image: b"),
        "{diff}"
    );
}

#[test]
fn a_person_who_asks_sees() {
    let masking = Masking::off();
    let comparison = comparison(
        (&config("hunter2"), &objects("hunter2")),
        (&config("hunter33"), &objects("hunter33")),
        &masking,
    );
    assert!(
        comparison.objects[0]
            .text_diff(&masking)
            .unified(3)
            .to_string()
            .contains("hunter33")
    );
}
