//! Changes of YAML and JSON documents that are embedded in strings of an object.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

/// Compares a ConfigMap with this `data` on each side.
fn compare_data(from: Value, to: Value) -> Comparison {
    let config_map = |data: Value| {
        manifest(&[
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data}),
        ])
    };
    compare(
        &release(1, "1.0.0", json!({}), &config_map(from)),
        &release(2, "1.0.0", json!({}), &config_map(to)),
        &Masking::new([7; 16]),
    )
}

/// Describes each changed field on a line: `a.b: 1 -> 2`.
fn field_lines(comparison: &Comparison) -> Vec<String> {
    let value_text =
        |value: &Option<_>| value.as_ref().map_or_else(String::new, ToString::to_string);
    let fields = comparison.objects.iter().flat_map(|object| &object.fields);
    fields
        .map(|field| {
            format!(
                "{}: {} -> {}",
                field.path,
                value_text(&field.from),
                value_text(&field.to)
            )
        })
        .collect()
}

#[test]
fn yaml_in_a_config_map_is_compared_by_its_fields() {
    let datasource = |interval: &str| {
        json!({"datasource.yaml": format!(
            "# made by hand\ndatasources:\n- name: Prometheus\n  jsonData:\n    timeInterval: {interval}\n"
        )})
    };
    let comparison = compare_data(datasource("30s"), datasource("15s"));
    assert_eq!(
        field_lines(&comparison),
        [
            "data[\"datasource.yaml\"] › datasources[Prometheus].jsonData.timeInterval: \"30s\" -> \"15s\""
        ]
    );
}

#[test]
fn panels_of_a_dashboard_are_paired_by_id() {
    let dashboard = |panels: Value| json!({"d.json": json!({"panels": panels}).to_string()});
    let comparison = compare_data(
        dashboard(json!([{"id": 1, "title": "A"}, {"id": 2, "title": "B"}])),
        dashboard(
            json!([{"id": 3, "title": "C"}, {"id": 1, "title": "A"}, {"id": 2, "title": "D"}]),
        ),
    );
    assert_eq!(
        field_lines(&comparison),
        [
            "data[\"d.json\"] › panels[\"3\"]:  -> {\"id\":3,\"title\":\"C\"}",
            "data[\"d.json\"] › panels[\"2\"].title: \"B\" -> \"D\"",
        ]
    );
    let count = comparison.objects[0].field_count();
    assert_eq!((count.added, count.removed, count.changed), (1, 0, 1));
}

#[test]
fn a_change_of_formatting_is_reported_as_such() {
    let comparison = compare_data(
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
fn other_strings_are_compared_as_strings() {
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
        let comparison = compare_data(from, to);
        let field = &comparison.objects[0].fields[0];
        assert_eq!(field.path.segments().len(), 2, "{}", field.path);
        assert!(!field.only_formatting);
    }
}

#[test]
fn secrets_in_an_embedded_document_are_masked_in_all_output() {
    let config = |token: &str| {
        json!({
            "a.yaml": format!("server:\n  auth:\n    token: {token}\n    port: 1\n"),
            "b.json": json!({"clients": [{"name": "x", "apiKey": token}]}).to_string(),
        })
    };
    let comparison = compare_data(config("hunter2"), config("hunter33"));
    let lines = comparison.objects[0].text_diff().unified(100).to_string();
    let json = serde_json::to_string(&comparison).unwrap();
    assert!(
        !lines.contains("hunter") && !json.contains("hunter"),
        "{lines}{json}"
    );
    assert!(lines.contains("port: 1"), "{lines}");
    assert_eq!(comparison.objects[0].fields.len(), 2);
    let added = compare_data(json!({}), config("hunter2"));
    assert!(!serde_json::to_string(&added).unwrap().contains("hunter"));
}

#[test]
fn yaml_is_compared_without_loss() {
    let agents = |python: &str, ratio: &str, country: &str, push: &str| {
        let text = format!(
            "runtimes:\n  python: {python}\n  ratio: {ratio}\ncountry: {country}\non:\n  push: {push}\n"
        );
        json!({"agents.yaml": text})
    };
    let comparison = compare_data(
        agents("3.10", "3.0", "NO", "main"),
        agents("3.1", "3", "off", "release"),
    );
    let at = |field: &str| format!("data[\"agents.yaml\"] › {field}");
    assert_eq!(
        field_lines(&comparison),
        [
            at("runtimes.python: \"3.10\" -> 3.1"),
            at("runtimes.ratio: \"3.0\" -> 3"),
            at("country: \"NO\" -> \"off\""),
            at("on.push: \"main\" -> \"release\""),
        ]
    );
    // Readers read the one as a number and the other as a text.
    let quoted = compare_data(
        agents("3.10", "1", "x", "main"),
        agents("\"3.10\"", "2", "x", "main"),
    );
    let field = &quoted.objects[0].fields[0];
    assert_eq!(field.path.segments().len(), 2);
    let lines = field.lines.as_ref().unwrap().lines();
    assert!(lines.iter().any(|line| line.text == "  python: \"3.10\""));
}

#[test]
fn a_text_of_several_lines_shows_the_line_that_differs() {
    let config = |size: &str| {
        let text = "location / { proxy_pass http://up; }\n".repeat(40);
        json!({"nginx.conf": format!("{text}client_max_body_size {size};\n")})
    };
    let comparison = compare_data(config("10m"), config("1m"));
    let json = serde_json::to_value(&comparison.objects[0].fields[0]).unwrap();
    assert_eq!(
        json["lines"],
        json!([
            "@@ -40,2 +40,2 @@",
            " location / { proxy_pass http://up; }",
            "-client_max_body_size 10m;",
            "+client_max_body_size 1m;",
        ])
    );
}
