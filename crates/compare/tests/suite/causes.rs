//! Why the newer revision was made, where chart version and values are the same.

use crate::fixtures::{manifest, object, release};
use astern_compare::{Cause, Comparison, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::{Value, json};

fn config(data: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data})
}

fn revision(number: u32, objects: &[Value]) -> Release {
    release(number, "1.0.0", json!({}), &manifest(objects))
}

fn compared(from: &Release, to: &Release) -> Comparison {
    compare(from, to, &Masking::new([1; 16]))
}

fn cause(from: &Release, to: &Release) -> Option<Cause> {
    compared(from, to).cause
}

#[test]
fn the_app_version_is_a_cause_of_its_own() {
    let with_app = |number, version: &str| {
        let mut release = revision(number, &[config(json!({"image": version}))]);
        release.chart.metadata.as_mut().unwrap().app_version = Some(version.to_owned());
        release
    };
    assert_eq!(
        cause(&with_app(1, "9f2c1d0"), &with_app(2, "b7710aa")),
        Some(Cause::AppVersion)
    );
}

#[test]
fn the_number_of_the_revision_is_a_cause_of_its_own() {
    let numbered = |number: u32, other: &str| {
        let job = object(
            "batch/v1",
            "Job",
            &format!("migrate-{number}"),
            json!({"template": {"spec": {}}}),
        );
        revision(
            number,
            &[
                config(json!({"revision": number.to_string(), "other": other})),
                job,
            ],
        )
    };
    assert_eq!(
        cause(&numbered(3, "a"), &numbered(4, "a")),
        Some(Cause::RevisionNumber)
    );
    assert_eq!(
        cause(&numbered(3, "a"), &numbered(4, "b")),
        Some(Cause::RenderedAnew)
    );
}

#[test]
fn a_template_that_asks_for_an_upgrade_is_a_cause_of_its_own() {
    let template = |number, data: &str, text: &str| {
        let mut release = revision(number, &[config(json!({"a": data}))]);
        let template = json!([{"name": "templates/a.yaml", "data": text}]);
        release.chart.templates = serde_json::from_value(template).unwrap();
        release
    };
    // {{ .Release.IsUpgrade }}
    let asks = "e3sgLlJlbGVhc2UuSXNVcGdyYWRlIH19";
    assert_eq!(
        cause(&template(1, "false", asks), &template(2, "true", asks)),
        Some(Cause::InstallOrUpgrade)
    );
    assert_eq!(
        cause(&template(2, "false", asks), &template(3, "true", asks)),
        Some(Cause::RenderedAnew)
    );
    assert_eq!(
        cause(&template(1, "false", "YQ=="), &template(2, "true", "YQ==")),
        Some(Cause::RenderedAnew)
    );
}

#[test]
fn subcharts_are_those_that_were_rendered() {
    let with_subchart = |number, range: &str, label: Option<&str>| {
        let labels = label.map_or_else(
            || json!({}),
            |version| json!({"helm.sh/chart": format!("redis-{version}")}),
        );
        let manifest = format!(
            "---\n# Source: web/charts/redis/templates/a.yaml\n{}",
            astern_manifest::to_yaml(&json!({
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "redis", "labels": labels},
            }))
        );
        let mut release = release(number, "1.0.0", json!({}), &manifest);
        let dependencies = json!([{"name": "redis", "version": range, "repository": ""}]);
        release.chart.metadata.as_mut().unwrap().dependencies =
            serde_json::from_value(dependencies).unwrap();
        release
    };
    let versions = |from: &Release, to: &Release| {
        let changes = compared(from, to).chart.dependencies;
        changes
            .iter()
            .map(|change| format!("{:?} {:?}", change.version.from, change.version.to))
            .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    // The same range, another version; another range, the same version; no label.
    assert_eq!(
        versions(
            &with_subchart(1, "18.*", Some("18.1.0")),
            &with_subchart(2, "18.*", Some("18.2.0"))
        ),
        ["Some(\"18.1.0\") Some(\"18.2.0\")"]
    );
    assert_eq!(
        versions(
            &with_subchart(1, ">=18", Some("18.1.0")),
            &with_subchart(2, "18.*", Some("18.1.0"))
        ),
        none
    );
    assert_eq!(
        versions(
            &with_subchart(1, ">=18", None),
            &with_subchart(2, "18.*", None)
        ),
        ["Some(\">=18\") Some(\"18.*\")"]
    );
    assert_eq!(
        cause(
            &with_subchart(1, "18.*", Some("18.1.0")),
            &with_subchart(2, "18.*", Some("18.2.0"))
        ),
        Some(Cause::Subchart)
    );
}
