//! What differs between two revisions.

use crate::fixtures::{described, manifest, release, with_hook};
use astern_compare::{Change, Classification, ComparisonBuilder, ReleasePart, Side, Step, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

fn masking() -> Masking {
    Masking::new([7; 16])
}

fn deployment(image: &str) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {"template": {"spec": {"containers": [
            {"name": "proxy", "image": "proxy:1"},
            {"name": "api", "image": image, "ports": [{"containerPort": 8080}]},
        ]}}},
    })
}

fn service(namespace: Option<&str>) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": namespace}})
}

fn objects_of(from: &str, to: &str) -> astern_compare::Comparison {
    compare(
        &release(1, "1.0.0", json!({}), from),
        &release(2, "1.0.0", json!({}), to),
        &masking(),
    )
}

#[test]
fn the_kind_of_change_is_named() {
    let web = manifest(&[deployment("web:1")]);
    let base = || release(1, "1.0.0", json!({"replicas": 1}), &web);
    let classify = |to: &_| compare(&base(), to, &masking()).classification;
    assert_eq!(classify(&base()), Classification::None);
    assert_eq!(
        classify(&release(2, "1.1.0", json!({"replicas": 1}), &web)),
        Classification::Chart
    );
    assert_eq!(
        classify(&release(2, "1.0.0", json!({"replicas": 2}), &web)),
        Classification::Values
    );
    assert_eq!(
        classify(&release(2, "1.1.0", json!({}), &web)),
        Classification::ChartAndValues
    );
    assert_eq!(
        classify(&release(2, "1.0.0", json!({"replicas": 1}), "")),
        Classification::Other
    );

    let mut other_notes = base();
    other_notes.info.notes = None;
    assert_eq!(classify(&other_notes), Classification::Other);
    let mut other_chart = base();
    other_chart.chart.metadata.as_mut().unwrap().name = "shop".to_owned();
    assert_eq!(classify(&other_chart), Classification::Chart);
}

#[test]
fn values_that_were_never_set_are_an_empty_mapping() {
    let (never, empty) = (
        release(1, "1.0.0", json!(null), ""),
        release(2, "1.0.0", json!({}), ""),
    );
    assert_eq!(
        compare(&never, &empty, &masking()).classification,
        Classification::None
    );
}

#[test]
fn values_keep_their_types() {
    let from = release(1, "1.0.0", json!({"port": 8080, "debug": true}), "");
    let to = release(
        2,
        "1.0.0",
        json!({"port": "8080", "extra": {"a": {"b": 1}}}),
        "",
    );
    assert_eq!(
        described(&compare(&from, &to, &masking()).values),
        [
            "Changed port: 8080 -> \"8080\"",
            "Removed debug: true -> ",
            "Added extra:  -> {\"a\":{\"b\":1}}"
        ]
    );
}

#[test]
fn entries_are_named_by_their_merge_key() {
    let comparison = objects_of(
        &manifest(&[deployment("web:1")]),
        &manifest(&[deployment("web:2")]),
    );
    assert_eq!(
        described(&comparison.objects[0].fields),
        ["Changed spec.template.spec.containers[api].image: \"web:1\" -> \"web:2\""]
    );
}

#[test]
fn reordered_entries_are_one_change() {
    let mut moved = deployment("web:1");
    moved["spec"]["template"]["spec"]["containers"]
        .as_array_mut()
        .unwrap()
        .reverse();
    let comparison = objects_of(&manifest(&[deployment("web:1")]), &manifest(&[moved]));
    assert_eq!(
        described(&comparison.objects[0].fields),
        ["Reordered spec.template.spec.containers: [\"proxy\",\"api\"] -> [\"api\",\"proxy\"]"]
    );
}

#[test]
fn formatting_and_comments_are_no_change() {
    let from = manifest(&[deployment("web:1")]);
    let to = format!("{}# a comment\n", from.replace("web:1", "'web:1'"));
    let comparison = objects_of(&from, &to);
    assert_eq!(
        (comparison.objects.len(), comparison.unchanged_objects),
        (0, 1)
    );
}

#[test]
fn objects_come_and_go() {
    let comparison = objects_of(
        &manifest(&[service(None)]),
        &manifest(&[deployment("web:1")]),
    );
    let changes: Vec<_> = comparison
        .objects
        .iter()
        .map(|object| (object.id.to_string(), object.change, object.fields.len()))
        .collect();
    assert_eq!(
        changes,
        [
            ("Deployment/web".to_owned(), Change::Added, 0),
            ("Service/web".to_owned(), Change::Removed, 0)
        ]
    );
    assert_eq!(
        comparison.objects[0].template.as_deref(),
        Some("web/templates/Deployment.yaml")
    );
}

#[test]
fn the_releases_own_namespace_may_be_left_out() {
    let stated = objects_of(
        &manifest(&[service(Some("shop"))]),
        &manifest(&[service(None)]),
    );
    assert_eq!(stated.objects[0].change, Change::Changed);
    let elsewhere = objects_of(
        &manifest(&[service(Some("other"))]),
        &manifest(&[service(None)]),
    );
    assert_eq!(elsewhere.objects.len(), 2);
}

#[test]
fn another_version_of_an_api_is_the_same_object() {
    let mut old = deployment("web:1");
    old["apiVersion"] = json!("apps/v1beta2");
    let comparison = objects_of(&manifest(&[old]), &manifest(&[deployment("web:1")]));
    let change = &comparison.objects[0];
    assert_eq!(change.api_version.from.as_deref(), Some("apps/v1beta2"));
    assert_eq!(change.api_version.to.as_deref(), Some("apps/v1"));
    assert_eq!(
        described(&change.fields),
        ["Changed apiVersion: \"apps/v1beta2\" -> \"apps/v1\""]
    );
    assert!(comparison.effects.restarts.is_empty());
}

#[test]
fn objects_that_occur_twice_are_paired_in_order() {
    let twice = manifest(&[service(None), service(None)]);
    let comparison = objects_of(&twice, &manifest(&[service(None)]));
    assert_eq!(
        (comparison.objects.len(), comparison.unchanged_objects),
        (1, 1)
    );
}

#[test]
fn hooks_are_compared_on_their_own() {
    let hook = |image: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    helm.sh/hook: pre-upgrade, pre-rollback\nspec:\n  image: {image}\n"
        )
    };
    let base = || release(1, "1.0.0", json!({}), "");
    let comparison = compare(
        &with_hook(base(), &hook("a")),
        &with_hook(base(), &hook("b")),
        &masking(),
    );
    assert_eq!(comparison.classification, Classification::Other);
    assert!(comparison.objects.is_empty());
    assert_eq!(
        comparison.hooks[0].events.to,
        ["pre-upgrade", "pre-rollback"]
    );
    assert!(comparison.hooks[0].events.are_equal());
    assert_eq!(
        comparison.hooks[0].object.template.as_deref(),
        Some("web/templates/migrate.yaml")
    );
    assert_eq!(
        described(&comparison.hooks[0].object.fields),
        ["Changed spec.image: \"a\" -> \"b\""]
    );
}

#[test]
fn what_cannot_be_read_is_said_and_never_none() {
    let broken = "---\nkind: [\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    let comparison = objects_of(broken, broken);
    assert_eq!(comparison.classification, Classification::Other);
    assert_eq!(comparison.unchanged_objects, 1);
    let sides: Vec<_> = comparison
        .unreadable
        .iter()
        .map(|document| (document.side, document.part, document.lines.start))
        .collect();
    assert_eq!(
        sides,
        [
            (Side::From, ReleasePart::Manifest, 2),
            (Side::To, ReleasePart::Manifest, 2)
        ]
    );
}

#[test]
fn steps_lead_to_the_same_answer() {
    let from = release(
        1,
        "1.0.0",
        json!({"a": 1}),
        &manifest(&[deployment("web:1"), service(None)]),
    );
    let to = release(
        2,
        "1.0.0",
        json!({"a": 2}),
        &manifest(&[deployment("web:2")]),
    );
    let masking = masking();
    let mut comparing = ComparisonBuilder::new(&from, &to, &masking);
    let mut steps = 0;
    while comparing.step() == Step::More {
        steps += 1;
    }
    assert!(steps >= 5, "{steps}");
    assert_eq!(
        serde_json::to_value(comparing.finish()).unwrap(),
        serde_json::to_value(compare(&from, &to, &masking)).unwrap()
    );
}

#[test]
fn an_objects_text_is_compared_as_it_was_written() {
    let comparison = objects_of(
        &manifest(&[deployment("web:1")]),
        &manifest(&[deployment("web:2")]),
    );
    assert_eq!(
        comparison.objects[0]
            .text_diff(&masking())
            .unified(1)
            .to_string(),
        "@@ -12,3 +12,3 @@\n       - name: api\n-        image: web:1\n+        image: web:2\n         ports:\n"
    );
}
