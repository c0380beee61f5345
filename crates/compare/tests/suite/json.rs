//! The JSON output of `astern compare -o json`.

use crate::fixtures::{add_hook, manifest, release};
use astern_compare::compare;
use astern_masking::Masking;
use serde_json::json;

#[test]
fn the_json_names_what_differs() {
    let deployment = |image: &str, args: &[&str]| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment",
               "metadata": {"name": "web", "labels": {"helm.sh/chart": format!("web-{image}")}},
               "spec": {"replicas": 2, "template": {"spec": {"containers": [
                   {"name": "api", "image": image, "args": args,
                    "env": [{"name": "DB_PASSWORD", "value": image}]}]}}}})
    };
    let secret = |data: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, "data": {"key": data}});
    let config =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {}});
    let certificate = json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "web", "namespace": "shop"}});
    let hook = |image: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    helm.sh/hook: pre-upgrade\nspec: {{image: {image}}}\n"
        )
    };
    let from = release(
        9,
        "1.4.2",
        json!({"port": 8080, "password": "old", "keep": true}),
        &manifest(&[deployment("web:1", &["-v"]), secret("b2xk"), config]),
    );
    let to = release(
        10,
        "1.5.0",
        json!({"port": "8080", "password": "new", "keep": true, "ingress": {"enabled": true}}),
        &(manifest(&[
            deployment("web:2", &["-v", "--fast"]),
            secret("bmV3"),
            certificate,
        ]) + "---\nkind: [\n"),
    );
    let comparison = compare(
        &add_hook(from, &hook("a")),
        &add_hook(to, &hook("b")),
        &Masking::new([3; 16]),
    );
    let mut json = serde_json::to_value(comparison).unwrap();
    replace_fingerprints(&mut json);
    insta::assert_json_snapshot!(json);
}

/// Replaces the fingerprints of masked values, which depend on the key.
fn replace_fingerprints(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                if key == "fingerprint" {
                    assert_eq!(value.as_str().map(str::len), Some(12));
                    *value = "[fingerprint]".into();
                }
                replace_fingerprints(value);
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(replace_fingerprints),
        _ => {}
    }
}
