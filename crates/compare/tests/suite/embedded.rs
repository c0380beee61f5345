//! Documents that stand in an object as a text.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

fn compared(from: Value, to: Value) -> Comparison {
    let map = |data: Value| {
        manifest(&[
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data}),
        ])
    };
    compare(
        &release(1, "1.0.0", json!({}), &map(from)),
        &release(2, "1.0.0", json!({}), &map(to)),
        &Masking::new([7; 16]),
    )
}

fn fields(comparison: &Comparison) -> Vec<String> {
    let shown = |shown: &Option<_>| shown.as_ref().map_or_else(String::new, ToString::to_string);
    let fields = comparison.objects.iter().flat_map(|object| &object.fields);
    fields
        .map(|field| {
            format!(
                "{}: {} -> {}",
                field.path,
                shown(&field.from),
                shown(&field.to)
            )
        })
        .collect()
}

#[test]
fn yaml_in_a_config_map_is_compared_by_what_it_says() {
    let source = |interval: &str| {
        json!({"datasource.yaml": format!(
            "# made by hand\ndatasources:\n- name: Prometheus\n  jsonData:\n    timeInterval: {interval}\n"
        )})
    };
    let comparison = compared(source("30s"), source("15s"));
    assert_eq!(
        fields(&comparison),
        [
            "data[\"datasource.yaml\"] › datasources[Prometheus].jsonData.timeInterval: \"30s\" -> \"15s\""
        ]
    );
}

#[test]
fn a_dashboards_panels_are_matched_by_their_number() {
    let dashboard = |panels: Value| json!({"d.json": json!({"panels": panels}).to_string()});
    let comparison = compared(
        dashboard(json!([{"id": 1, "title": "A"}, {"id": 2, "title": "B"}])),
        dashboard(
            json!([{"id": 3, "title": "C"}, {"id": 1, "title": "A"}, {"id": 2, "title": "D"}]),
        ),
    );
    assert_eq!(
        fields(&comparison),
        [
            "data[\"d.json\"] › panels[\"3\"]:  -> {\"id\":3,\"title\":\"C\"}",
            "data[\"d.json\"] › panels[\"2\"].title: \"B\" -> \"D\"",
        ]
    );
    let count = comparison.objects[0].field_count();
    assert_eq!((count.added, count.removed, count.changed), (1, 0, 1));
}

#[test]
fn what_is_only_written_otherwise_is_said_to_be() {
    let comparison = compared(
        json!({"a.json": "{\"a\": 1, \"b\": [2]}"}),
        json!({"a.json": "{\n  \"b\": [2],\n  \"a\": 1\n}"}),
    );
    let field = &comparison.objects[0].fields[0];
    assert!(field.only_formatting);
    assert!(comparison.objects[0].is_formatting_only());
    assert_eq!(field.path.to_string(), "data[\"a.json\"]");
    assert_eq!(
        serde_json::to_value(field).unwrap()["only_formatting"],
        json!(true)
    );
}

#[test]
fn other_texts_stay_texts() {
    for (from, to) in [
        (
            json!({"a.properties": "a: 1\nb: 2\n"}),
            json!({"a.properties": "a: 1\nb: 3\n"}),
        ),
        (
            json!({"a.yaml": "a: 1\n---\nb: 2\n"}),
            json!({"a.yaml": "a: 1\n---\nb: 3\n"}),
        ),
        (json!({"a.json": "{\"a\": 1}"}), json!({"a.json": "[1]"})),
        (
            json!({"a.json": "{\"a\": 1, \"a\": 2}"}),
            json!({"a.json": "{\"a\": 3}"}),
        ),
    ] {
        let comparison = compared(from, to);
        let field = &comparison.objects[0].fields[0];
        assert_eq!(field.path.segments().len(), 2, "{}", field.path);
        assert!(!field.only_formatting);
    }
}

#[test]
fn secrets_within_a_document_are_masked_everywhere() {
    let config = |token: &str| {
        json!({
            "a.yaml": format!("server:\n  auth:\n    token: {token}\n    port: 1\n"),
            "b.json": json!({"clients": [{"name": "x", "apiKey": token}]}).to_string(),
        })
    };
    let comparison = compared(config("hunter2"), config("hunter33"));
    let masking = Masking::new([7; 16]);
    let lines = comparison.objects[0]
        .text_diff(&masking)
        .unified(100)
        .to_string();
    let json = serde_json::to_string(&comparison).unwrap();
    assert!(
        !lines.contains("hunter") && !json.contains("hunter"),
        "{lines}{json}"
    );
    assert!(lines.contains("port: 1"), "{lines}");
    assert_eq!(comparison.objects[0].fields.len(), 2);
    let added = compared(json!({}), config("hunter2"));
    assert!(!serde_json::to_string(&added).unwrap().contains("hunter"));
}
