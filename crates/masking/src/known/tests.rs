//! Secrets that are known from one place and found in another.

use astern_manifest::Object;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use serde_json::json;

use super::*;

const SECRET: &str = "harvest-moon-41";

/// Parses YAML as an object of a manifest.
fn object(yaml: &str) -> Object {
    astern_manifest::parse(yaml).objects.remove(0)
}

/// Returns the secrets of some values and an object.
fn known(values: serde_json::Value, yaml: &str) -> KnownSecrets {
    let mut collector = SecretCollector::default();
    collector.add_values(values.as_object().unwrap());
    if !yaml.is_empty() {
        collector.add_object(&object(yaml));
    }
    collector.add_identity("shop-production");
    collector.known()
}

#[test]
fn a_secret_is_known_from_every_kind_of_place() {
    let basic = STANDARD.encode(format!("user:{SECRET}"));
    let encoded = STANDARD.encode(SECRET);
    let docker = STANDARD.encode(json!({"auths": {"r": {"auth": basic}}}).to_string());
    let config = STANDARD.encode(format!("user: x\npassword: {SECRET}\n"));
    for yaml in [
        format!(
            "{{kind: Secret, apiVersion: v1, metadata: {{name: s}}, data: {{zone: {encoded}}}}}"
        ),
        format!(
            "{{kind: Secret, apiVersion: v1, metadata: {{name: s}}, stringData: {{zone: {SECRET}}}}}"
        ),
        format!(
            "{{kind: Secret, apiVersion: v1, metadata: {{name: s}}, data: {{.dockerconfigjson: {docker}}}}}"
        ),
        format!(
            "{{kind: Secret, apiVersion: v1, metadata: {{name: s}}, data: {{app.yaml: {config}}}}}"
        ),
        format!(
            "{{kind: Work, apiVersion: a/v1, metadata: {{name: s}}, spec: {{a: [{{kind: Secret, stringData: {{zone: {SECRET}}}}}]}}}}"
        ),
        format!(
            "{{kind: Pod, apiVersion: v1, metadata: {{name: s}}, spec: {{env: [{{name: A_TOKEN, value: {SECRET}}}]}}}}"
        ),
        format!(
            "{{kind: Pod, apiVersion: v1, metadata: {{name: s}}, spec: {{args: [--token, {SECRET}]}}}}"
        ),
        format!(
            "{{kind: Pod, apiVersion: v1, metadata: {{name: s}}, spec: {{url: 'redis://:{SECRET}@cache'}}}}"
        ),
        format!(
            "{{kind: Pod, apiVersion: v1, metadata: {{name: s}}, spec: {{x: 'Authorization: Basic {basic}'}}}}"
        ),
        format!(
            "{{kind: ConfigMap, apiVersion: v1, metadata: {{name: s}}, data: {{x: \"a: b\\n---\\ntoken: {SECRET}\\n\"}}}}"
        ),
    ] {
        let known = known(json!({}), &yaml);
        let text = format!("connect with {SECRET}!");
        assert_eq!(known.find(&text).first(), Some(&(13..28)), "{yaml}");
        for text in [encoded.clone(), basic.clone()] {
            assert_ne!(known.find(&text), [], "{text} of {yaml}");
        }
    }
    for values in [
        json!({"auth": {"password": SECRET}}),
        json!({"passwordBase64": encoded}),
        json!({"extraDeploy": [format!("kind: Secret\nname: {{{{ x }}}}\nstringData:\n  zone: {SECRET}\n")]}),
        json!({"extraDeploy": [{"kind": "Secret", "data": {"zone": encoded}}]}),
    ] {
        let known = known(values.clone(), "");
        assert_eq!(known.find(SECRET).first(), Some(&(0..15)), "{values}");
    }
}

#[test]
fn what_is_short_or_identifies_something_is_not_searched_for() {
    let known = known(
        json!({
            "auth": {"password": "shop-production", "token": "hunter2", "secret": "changeme"},
            "db": {"username": "shop-user-1", "password": "shop-user-1"},
            "image": {"repository": "docker.io/shop/frontend"}, "fallbackToken": "frontend"
        }),
        "{kind: Secret, apiVersion: v1, metadata: {name: s}, stringData: {username: shop-user-2, my-password: x}}",
    );
    let text = "shop-production hunter2 changeme shop-user-1 shop-user-2 frontend my-password";
    assert_eq!(known.find(text), []);
}

#[test]
fn texts_over_the_limit_are_counted_and_values_under_secret_names_are_not() {
    let mut collector = SecretCollector::searching(40);
    collector.add_text("password=swordfish-one");
    collector.add_text("password=swordfish-two");
    collector.add_values(
        json!({"password": "swordfish-the-third-of-them"})
            .as_object()
            .unwrap(),
    );
    assert_eq!(collector.not_searched(), 2);
    let known = collector.known();
    assert_eq!(known.find("swordfish-one").len(), 1);
    assert_eq!(known.find("swordfish-two"), []);
    assert_eq!(known.find("swordfish-the-third-of-them").len(), 1);
}

#[test]
fn many_values_are_read_once() {
    let values: serde_json::Map<_, _> = (0..100_000)
        .map(|n| (format!("token{n}"), json!(format!("aaaaaaaa{n:012}"))))
        .collect();
    let mut collector = SecretCollector::default();
    collector.add_values(&values);
    let known = collector.known();
    let text = "aaaaaaaa".repeat(100_000);
    assert!(!known.find(&text).is_empty());
}

proptest! {
    /// No secret of eight characters or more is left in a text, in any of its forms.
    #[test]
    fn no_form_of_a_secret_is_left(secret in "[!-~é]{8,40}", before in "[ -~]{0,9}", after in "[ -~]{0,9}") {
        // In a Secret's `stringData` every text is a secret. Beside a name in values some are not, such as `$(PASSWORD)`.
        let manifest = json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"x": secret.clone()},
        });
        let known = known(json!({}), &manifest.to_string());
        let mut harmless = harmless::HarmlessTexts::default();
        harmless.add("shop-production");
        prop_assume!(!harmless.contains(&secret));
        for text in [
            format!("{before}{secret}{after}"),
            STANDARD.encode(format!("{before}{secret}{after}")),
            serde_json::to_string(&secret).unwrap(),
        ] {
            prop_assert!(!known.find(&text).is_empty(), "{text}");
        }
        let text = format!("{before}{secret}{after}");
        let mut left = text.clone();
        for range in known.find(&text).into_iter().rev() {
            left.replace_range(range, "\u{0}");
        }
        prop_assert!(!left.contains(&secret), "{left}");
    }
}
