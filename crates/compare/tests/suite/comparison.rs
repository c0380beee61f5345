//! Classification of a comparison, and changes of values, objects and hooks.

use crate::fixtures::{self, add_hook, change_lines, compared, manifest, release};
use astern_compare::{
    Change, Classification, Comparison, ComparisonBuilder, Side, Step, UnreadPiece, Verdict,
    compare,
};
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

/// Compares two manifests.
fn compare_manifests(from: &str, to: &str) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), from),
        &release(2, "1.0.0", json!({}), to),
        &masking(),
    )
}

#[test]
fn comparisons_are_classified() {
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
    let (unset, empty) = (
        release(1, "1.0.0", json!(null), ""),
        release(2, "1.0.0", json!({}), ""),
    );
    assert_eq!(
        compare(&unset, &empty, &masking()).classification,
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
        change_lines(&compare(&from, &to, &masking()).values),
        [
            "Changed port: 8080 -> \"8080\"",
            "Removed debug: true -> ",
            "Added extra:  -> {\"a\":{\"b\":1}}"
        ]
    );
}

#[test]
fn list_entries_are_identified_by_their_merge_key() {
    let comparison = compare_manifests(
        &manifest(&[deployment("web:1")]),
        &manifest(&[deployment("web:2")]),
    );
    assert_eq!(
        change_lines(&comparison.objects[0].fields),
        ["Changed spec.template.spec.containers[api].image: \"web:1\" -> \"web:2\""]
    );
}

#[test]
fn a_reordered_list_is_a_single_change() {
    let mut reordered = deployment("web:1");
    reordered["spec"]["template"]["spec"]["containers"]
        .as_array_mut()
        .unwrap()
        .reverse();
    let comparison = compare_manifests(&manifest(&[deployment("web:1")]), &manifest(&[reordered]));
    assert_eq!(
        change_lines(&comparison.objects[0].fields),
        ["Reordered spec.template.spec.containers: [\"proxy\",\"api\"] -> [\"api\",\"proxy\"]"]
    );
}

#[test]
fn formatting_and_comments_are_not_changes() {
    let from = manifest(&[deployment("web:1")]);
    let to = format!("{}# a comment\n", from.replace("web:1", "'web:1'"));
    let comparison = compare_manifests(&from, &to);
    assert_eq!(
        (comparison.objects.len(), comparison.unchanged_objects),
        (0, 1)
    );
}

#[test]
fn objects_are_added_and_removed() {
    let comparison = compare_manifests(
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
fn an_object_without_a_namespace_is_in_the_namespace_of_the_release() {
    let own_namespace = compare_manifests(
        &manifest(&[service(Some("shop"))]),
        &manifest(&[service(None)]),
    );
    assert!(own_namespace.objects.is_empty());
    assert_eq!(own_namespace.written_otherwise.len(), 1);
    let other_namespace = compare_manifests(
        &manifest(&[service(Some("other"))]),
        &manifest(&[service(None)]),
    );
    assert_eq!(other_namespace.objects.len(), 2);
}

#[test]
fn an_object_in_another_api_version_is_the_same_object() {
    let mut old = deployment("web:1");
    old["apiVersion"] = json!("apps/v1beta2");
    let comparison = compare_manifests(&manifest(&[old]), &manifest(&[deployment("web:1")]));
    let change = &comparison.objects[0];
    assert_eq!(change.api_version.from.as_deref(), Some("apps/v1beta2"));
    assert_eq!(change.api_version.to.as_deref(), Some("apps/v1"));
    assert_eq!(
        change_lines(&change.fields),
        ["Changed apiVersion: \"apps/v1beta2\" -> \"apps/v1\""]
    );
    assert!(comparison.effects.restarts.is_empty());
}

#[test]
fn duplicate_objects_are_paired_in_order() {
    let twice = manifest(&[service(None), service(None)]);
    let comparison = compare_manifests(&twice, &manifest(&[service(None)]));
    assert_eq!(
        (comparison.objects.len(), comparison.unchanged_objects),
        (1, 1)
    );
}

#[test]
fn hooks_are_compared_separately_from_objects() {
    let hook = |image: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    helm.sh/hook: pre-upgrade, pre-rollback\nspec:\n  image: {image}\n"
        )
    };
    let base = || release(1, "1.0.0", json!({}), "");
    let comparison = compare(
        &add_hook(base(), &hook("a")),
        &add_hook(base(), &hook("b")),
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
        change_lines(&comparison.hooks[0].object.fields),
        ["Changed spec.image: \"a\" -> \"b\""]
    );
}

#[test]
fn unreadable_documents_are_reported_and_the_comparison_is_never_unchanged() {
    let invalid = "---\nkind: [\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    let comparison = compare_manifests(invalid, invalid);
    assert_eq!(comparison.classification, Classification::Other);
    assert_eq!(comparison.unchanged_objects, 1);
    assert_eq!(comparison.verdict, Verdict::Unknown);
    let unread: Vec<_> = comparison
        .unread
        .iter()
        .map(|unread| {
            let UnreadPiece::Manifest(place) = &unread.piece else {
                panic!("{unread:?}");
            };
            let revision = unread.revision.map(|revision| revision.get());
            (revision, unread.side, place.lines.start)
        })
        .collect();
    assert_eq!(unread, [(Some(1), Side::From, 2), (Some(2), Side::To, 2)]);
}

#[test]
fn a_comparison_of_chart_and_values_only_is_not_complete() {
    let [from, to] = [1, 2].map(|replicas| release(replicas, "1.0.0", json!({"a": replicas}), ""));
    let part = ComparisonBuilder::new(&from, &to, &masking())
        .chart_and_values()
        .unwrap();
    assert_eq!(part.verdict, Verdict::DiffersAtLeast);
    assert_eq!(compare(&from, &to, &masking()).verdict, Verdict::Differs);
    assert_eq!(compare(&to, &to, &masking()).verdict, Verdict::Identical);
}

#[test]
fn comparing_in_steps_gives_the_same_comparison() {
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
    let mut builder = ComparisonBuilder::new(&from, &to, &masking);
    let mut steps = 0;
    while builder.step() == Step::More {
        steps += 1;
    }
    assert!(steps >= 5, "{steps}");
    assert_eq!(
        serde_json::to_value(builder.finish()).unwrap(),
        serde_json::to_value(compare(&from, &to, &masking)).unwrap()
    );
}

#[test]
fn the_text_of_an_object_is_compared_as_written_in_the_manifest() {
    let comparison = compare_manifests(
        &manifest(&[deployment("web:1")]),
        &manifest(&[deployment("web:2")]),
    );
    assert_eq!(
        comparison.objects[0].text_diff().unified(1).to_string(),
        "@@ -12,3 +12,3 @@\n       - name: api\n-        image: web:1\n+        image: web:2\n         ports:\n"
    );
}

#[test]
fn an_entry_before_a_changed_one_is_one_addition() {
    let rules = |rules: Value| {
        let groups = json!({"groups": [{"name": "shop", "rules": rules}]});
        fixtures::object("monitoring.coreos.com/v1", "PrometheusRule", "shop", groups)
    };
    let down = |wait: &str| json!({"alert": "CheckoutDown", "expr": "up == 0", "for": wait, "labels": {"severity": "page"}});
    let full = json!({"alert": "QueueFull", "expr": "q > 100", "for": "10m", "labels": {"severity": "ticket"}});
    let slow = json!({"alert": "CheckoutSlow", "expr": "lat > 2", "for": "15m", "labels": {"severity": "ticket"}});
    let comparison = compared(
        &[rules(json!([down("5m"), full]))],
        &[rules(json!([slow, down("30m"), full]))],
    );
    let lines = fixtures::change_lines(&comparison.objects[0].fields);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("Added spec.groups[shop].rules[CheckoutSlow]:"),
        "{lines:?}"
    );
    assert_eq!(
        lines[1],
        "Changed spec.groups[shop].rules[CheckoutDown].for: \"5m\" -> \"30m\""
    );

    let ingress = |rules: Value| {
        fixtures::object(
            "networking.k8s.io/v1",
            "Ingress",
            "shop",
            json!({"rules": rules}),
        )
    };
    let host = |host: &str, port: u32| {
        let backend = json!({"service": {"name": "web", "port": {"number": port}}});
        json!({"host": host, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}})
    };
    let comparison = compared(
        &[ingress(json!([host("shop.example", 80)]))],
        &[ingress(json!([
            host("admin.example", 80),
            host("shop.example", 8080)
        ]))],
    );
    let lines = fixtures::change_lines(&comparison.objects[0].fields);
    assert!(
        lines[0].starts_with("Added spec.rules[admin.example]:"),
        "{lines:?}"
    );
    assert_eq!(
        lines[1],
        "Changed spec.rules[shop.example].http.paths[/].backend.service.port.number: 80 -> 8080"
    );

    // Nothing identifies these, and they are paired by what they have in common.
    let routes = |routes: Value| {
        fixtures::object("example.com/v1", "Widget", "a", json!({"routes": routes}))
    };
    let route =
        |rule: &str, weight: u32| json!({"rule": rule, "weight": weight, "middlewares": ["auth"]});
    let comparison = compared(
        &[routes(json!([route("a", 1)]))],
        &[routes(
            json!([{"rule": "new", "weight": 7, "middlewares": ["none"]}, route("a", 2)]),
        )],
    );
    let lines = fixtures::change_lines(&comparison.objects[0].fields);
    assert!(lines[0].starts_with("Added spec.routes[0]:"), "{lines:?}");
    assert_eq!(lines[1], "Changed spec.routes[1].weight: 1 -> 2");
}
