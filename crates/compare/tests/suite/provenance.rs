//! Which value or version a changed field comes from, and which objects a changed value affects.

use crate::fixtures::{manifest, object, release};
use astern_compare::{Comparison, Origin, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use astern_wording::origin;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Returns a release with this app version, default values, user values and Deployment spec.
fn deployment_release(app_version: &str, defaults: Value, set: Value, spec: Value) -> Release {
    let spec = object("apps/v1", "Deployment", "web", spec);
    let mut release = release(1, "1.0.0", set, &manifest(&[spec]));
    release.chart.values = serde_json::from_value(defaults).unwrap();
    if let Some(metadata) = &mut release.chart.metadata {
        metadata.app_version = Some(app_version.to_owned());
    }
    release
}

fn compare_releases(from: &Release, to: &Release) -> Comparison {
    compare(from, to, &Masking::new([7; 16]))
}

/// Describes the provenance of each changed field on a line: `replicas: your value web.replicas`.
fn provenance_lines(comparison: &Comparison) -> Vec<String> {
    let fields = comparison.objects.iter().flat_map(|object| &object.fields);
    let line = |field: &astern_compare::FieldChange| {
        let origins: Vec<String> = field.provenance.iter().map(origin).collect();
        let path = field.path.to_string();
        format!(
            "{}: {}",
            path.trim_start_matches("spec."),
            origins.join(" or ")
        )
    };
    fields.map(line).collect()
}

#[test]
fn each_field_is_traced_to_a_value_with_the_same_change() {
    let from = deployment_release(
        "2.0.0",
        json!({"log": {"level": "info"}, "web": {"replicas": 2, "port": 8080}, "keep": "15d", "image": {"tag": ""}, "message": "", "node": {}}),
        json!({"password": "hunter2", "host": "a.example"}),
        json!({
            "replicas": 2, "level": "info", "retention": "15d", "keep": "15d", "ports": [8080], "image": "shop/web:2.0.0",
            "sidecar": "shop/proxy:2.0.0", "password": "hunter2", "url": "https://a.example/x", "other": "a", "max": 2,
        }),
    );
    let to = deployment_release(
        "2.1.0",
        json!({"log": {"level": "warn"}, "web": {"replicas": 2, "port": 9090}, "keep": "15d", "image": {"tag": ""}, "message": "", "node": {}}),
        json!({"password": "hunter3", "host": "b.example", "web": {"replicas": 3}, "keep": "30d",
               "image": {"tag": "2.1.0-rc1"}, "message": "closed on Sunday", "node": {"disk": "fast"}}),
        json!({
            "replicas": 3, "level": "warn", "retention": "30d", "keep": "30d", "ports": [9090],
            "image": "shop/web:2.1.0-rc1", "sidecar": "shop/proxy:2.1.0", "password": "hunter3",
            "url": "https://b.example/x", "other": "b", "max": 3,
            "banner": "closed on Sunday", "nodeSelector": {"disk": "fast"},
        }),
    );
    let comparison = compare_releases(&from, &to);
    assert_eq!(
        provenance_lines(&comparison),
        [
            "replicas: your value web.replicas",
            "level: the default of log.level",
            // The change of a value this short could have another cause.
            "retention: ",
            "keep: your value keep",
            "ports[0]: the default of web.port",
            "image: your value image.tag",
            "sidecar: the chart's version or app version",
            "password: your value password",
            "url: your value host",
            "other: ",
            "max: ",
            "banner: your value message",
            "nodeSelector: your value node",
        ]
    );
    let affected_objects = |path: &str| {
        let mut values = comparison.values.iter();
        let value = values.find(|value| value.path.to_string() == path).unwrap();
        let path = value.path.clone();
        comparison
            .objects_affected_by(&Origin::Value { path })
            .len()
    };
    assert_eq!(
        (
            affected_objects("password"),
            affected_objects("image"),
            affected_objects("web")
        ),
        (1, 1, 1)
    );
    let effective_provenance = |path: &str| {
        let mut values = comparison.effective.iter();
        let value = values.find(|value| value.path.to_string() == path).unwrap();
        value.provenance.iter().map(origin).collect::<Vec<_>>()
    };
    assert_eq!(
        effective_provenance("web.port"),
        ["the default of web.port"]
    );
    assert_eq!(
        effective_provenance("web.replicas"),
        ["your value web.replicas"]
    );
    let json = serde_json::to_value(&comparison.objects[0].fields[0]).unwrap();
    assert_eq!(
        json["provenance"],
        json!([{"kind": "value", "path": "web.replicas"}])
    );
    assert!(
        !serde_json::to_string(&comparison)
            .unwrap()
            .contains("hunter")
    );
}

#[test]
fn all_values_with_the_same_change_are_reported() {
    let values = |tag: &str| json!({"web": {"tag": tag}, "worker": {"tag": tag}});
    let spec = |tag: &str| json!({"image": format!("shop/web:{tag}")});
    let from = deployment_release("1.4.0", json!({}), values("1.4.0"), spec("1.4.0"));
    let to = deployment_release("1.5.0", json!({}), values("1.5.0"), spec("1.5.0"));
    let comparison = compare_releases(&from, &to);
    assert_eq!(
        provenance_lines(&comparison),
        [
            "image: your value web.tag or your value worker.tag or the chart's version or app version"
        ]
    );
    // The provenance is ambiguous, so no value is reported to affect the object.
    for value in &comparison.values {
        let path = value.path.clone();
        assert!(
            comparison
                .objects_affected_by(&Origin::Value { path })
                .is_empty()
        );
    }
}

#[test]
fn an_environment_variable_is_matched_to_a_value_by_name() {
    let spec = |on: &str| json!({"env": [{"name": "SEARCH_ENABLED", "value": on}], "enabled": on});
    let from = deployment_release(
        "1",
        json!({}),
        json!({"searchEnabled": false}),
        spec("false"),
    );
    let to = deployment_release("1", json!({}), json!({"searchEnabled": true}), spec("true"));
    assert_eq!(
        provenance_lines(&compare_releases(&from, &to)),
        [
            "env[SEARCH_ENABLED].value: your value searchEnabled",
            "enabled: "
        ]
    );
}

proptest! {
    /// The change of an origin, applied to the old text of a field, gives the new text of the field.
    #[test]
    fn an_origin_changed_as_the_field_did(
        words in proptest::collection::vec(("[a-c]{0,5}", "[a-c]{0,5}"), 1..6),
        fields in proptest::collection::vec(("[a-c/]{0,9}", "[a-c/]{0,9}"), 1..6),
    ) {
        let side = |is_to: bool, pairs: &[(String, String)], name: &str| -> Value {
            let entry = |(index, (from, to)): (usize, &(String, String))| {
                let text = if is_to { to } else { from };
                (format!("{name}{index}"), Value::from(text.clone()))
            };
            Value::Object(pairs.iter().enumerate().map(entry).collect::<Map<_, _>>())
        };
        let release = |is_to| deployment_release("1", json!({}), side(is_to, &words, "value"), side(is_to, &fields, "field"));
        let comparison = compare_releases(&release(false), &release(true));
        let has_matching_value = |from: &str, to: &str| {
            words.iter().any(|(old, new)| {
                (old == from && new == to) || (!old.is_empty() && !new.is_empty() && from.replace(old, new) == to)
            })
        };
        for field in comparison.objects.iter().flat_map(|object| &object.fields) {
            if !field.provenance.is_empty() {
                let text = |value: &Option<astern_masking::MaskedValue>| match value {
                    Some(astern_masking::MaskedValue::Plain(Value::String(text))) => text.clone(),
                    _ => String::new(),
                };
                prop_assert!(has_matching_value(&text(&field.from), &text(&field.to)), "{:?}", field);
            }
        }
    }
}
