//! Objects that are removed and added again under another name.

use crate::fixtures::{compared, manifest, object, release, set_field};
use astern_compare::{Change, Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

/// Describes each changed object on a line: `Service/old becomes Service/new`, `+ Service/new`, `- Service/old`,
/// `~ Service/same`.
fn object_lines(comparison: &Comparison) -> Vec<String> {
    let line = |object: &astern_compare::ObjectChange| match (&object.renamed_from, object.change) {
        (Some(old), Change::Changed) => format!("{old} becomes {}", object.id),
        (Some(_), other) => panic!("renamed and {other:?}"),
        (None, Change::Added) => format!("+ {}", object.id),
        (None, Change::Removed) => format!("- {}", object.id),
        (None, _) => format!("~ {}", object.id),
    };
    comparison.objects.iter().map(line).collect()
}

/// A Deployment with the ServiceAccount and the ConfigMap that it refers to.
fn component(name: &str, component: &str, image: &str) -> Vec<Value> {
    let labels = json!({"app.kubernetes.io/name": "web", "component": component});
    let container = json!({
        "name": component, "image": image, "args": ["serve"], "imagePullPolicy": "IfNotPresent",
        "ports": [{"name": "http", "containerPort": 8080}],
        "envFrom": [{"configMapRef": {"name": format!("{name}-settings")}}],
        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
    });
    let spec = json!({
        "replicas": 2, "revisionHistoryLimit": 3, "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"serviceAccountName": name, "containers": [container]}},
    });
    vec![
        object("apps/v1", "Deployment", name, spec),
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "labels": labels}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": format!("{name}-settings")}, "data": {"LEVEL": "info"}}),
    ]
}

#[test]
fn objects_with_a_new_suffix_are_renamed() {
    let comparison = compared(
        &component("api", "api", "api:1"),
        &component("api-v2", "api", "api:2"),
    );
    assert_eq!(
        object_lines(&comparison),
        [
            "Deployment/api becomes Deployment/api-v2",
            "ServiceAccount/api becomes ServiceAccount/api-v2",
            "ConfigMap/api-settings becomes ConfigMap/api-v2-settings",
        ]
    );
    let fields: Vec<_> = comparison.objects[0]
        .fields
        .iter()
        .map(|field| field.path.to_string())
        .collect();
    assert_eq!(
        fields,
        [
            "metadata.name",
            "spec.template.spec.serviceAccountName",
            "spec.template.spec.containers[api].image",
            "spec.template.spec.containers[api].envFrom[0].configMapRef.name",
        ]
    );
    // Kubernetes updates no object in place.
    assert!(comparison.effects.restarts.is_empty() && comparison.effects.immutable.is_empty());
}

#[test]
fn objects_without_the_release_prefix_are_renamed() {
    // The release and the chart are called `web`.
    let comparison = compared(
        &component("web-web-api", "api", "api:1"),
        &component("api", "api", "api:1"),
    );
    assert!(
        object_lines(&comparison)
            .iter()
            .all(|line| line.contains(" becomes ")),
        "{:?}",
        object_lines(&comparison)
    );
}

#[test]
fn each_object_is_renamed_once_and_to_the_most_similar_object() {
    let from = [
        component("api", "api", "api:1"),
        component("worker", "worker", "api:1"),
    ]
    .concat();
    let to = [
        component("worker-v2", "worker", "api:2"),
        component("api-v2", "api", "api:2"),
    ]
    .concat();
    let lines = object_lines(&compared(&from, &to));
    assert_eq!(lines.len(), 6);
    for name in ["api", "worker"] {
        assert!(
            lines.contains(&format!("Deployment/{name} becomes Deployment/{name}-v2")),
            "{lines:?}"
        );
    }
    // Two objects are removed and three with similar names are added.
    let service_account = |name: &str| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}});
    let lines = object_lines(&compared(
        &[service_account("a-1"), service_account("a-2")],
        &[
            service_account("a-3"),
            service_account("a-4"),
            service_account("a-5"),
        ],
    ));
    assert_eq!(
        lines,
        [
            "ServiceAccount/a-1 becomes ServiceAccount/a-3",
            "ServiceAccount/a-2 becomes ServiceAccount/a-4",
            "+ ServiceAccount/a-5"
        ]
    );
}

/// Four fifths of their fields are equal, as is usual for two components of a chart.
#[test]
fn another_component_of_the_chart_is_another_object() {
    let lines = object_lines(&compared(
        &component("api", "api", "api:1"),
        &component("worker", "worker", "worker:1"),
    ));
    assert!(
        lines.iter().all(|line| !line.contains(" becomes ")),
        "{lines:?}"
    );
}

#[test]
fn objects_with_different_content_are_not_renamed_despite_similar_names() {
    let config_map = |name: &str, key: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {key: "x", "y": key}});
    assert_eq!(
        object_lines(&compared(
            &[config_map("a", "b")],
            &[config_map("a-v2", "c")]
        )),
        ["+ ConfigMap/a-v2", "- ConfigMap/a"]
    );
}

#[test]
fn objects_with_similar_long_texts_are_renamed_despite_different_names() {
    let dashboard = |name: &str, last: &str| {
        let lines: Vec<_> = (0..40).map(|line| format!("line {line}")).collect();
        let text = format!("{}\n{last}\n", lines.join("\n"));
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {format!("{name}.json"): text}})
    };
    assert_eq!(
        object_lines(&compared(
            &[dashboard("nodes-darwin", "a")],
            &[dashboard("nodes-macos", "b")]
        )),
        ["ConfigMap/nodes-darwin becomes ConfigMap/nodes-macos"]
    );
}

#[test]
fn renames_stay_within_kind_group_and_namespace() {
    let spec = || json!({"a": 1});
    let mut other_namespace = object("v1", "Service", "a-v2", spec());
    other_namespace["metadata"]["namespace"] = json!("other");
    for to in [
        object("v1", "Endpoints", "a-v2", spec()),
        object("example.com/v1", "Service", "a-v2", spec()),
        other_namespace,
    ] {
        let lines = object_lines(&compared(&[object("v1", "Service", "a", spec())], &[to]));
        assert!(
            lines.iter().all(|line| !line.contains(" becomes ")),
            "{lines:?}"
        );
    }
    // The namespace of the release is the default.
    let mut explicit_namespace = object("v1", "Service", "a-v2", spec());
    explicit_namespace["metadata"]["namespace"] = json!("shop");
    assert_eq!(
        object_lines(&compared(
            &[object("v1", "Service", "a", spec())],
            &[explicit_namespace]
        ))
        .len(),
        1
    );
}

/// For very many objects of a kind, renames are found by name only.
#[test]
fn thousands_of_objects_are_paired_by_name() {
    let services = |suffix: &str| -> Vec<Value> {
        (0..1_000)
            .map(|number| {
                let letters: String = number
                    .to_string()
                    .bytes()
                    .map(|digit| char::from(digit + 49))
                    .collect();
                set_field(
                    object(
                        "v1",
                        "Service",
                        &format!("s-{letters}{suffix}"),
                        json!({"port": number}),
                    ),
                    "/spec/type",
                    json!("ClusterIP"),
                )
            })
            .collect()
    };
    let lines = object_lines(&compared(&services(""), &services("-v2")));
    assert_eq!(lines.len(), 1_000);
    assert!(lines.iter().all(|line| line.contains(" becomes ")));
}

/// The release and its rollback report the same renames.
#[test]
fn swapped_sides_give_the_opposite_renames() {
    let sides = [
        component("api", "api", "api:1"),
        component("api-v2", "api", "api:2"),
    ];
    let compare_objects = |from: &[Value], to: &[Value]| {
        compare(
            &release(1, "1", json!({}), &manifest(from)),
            &release(2, "1", json!({}), &manifest(to)),
            &Masking::off(),
        )
    };
    let backward = compare_objects(&sides[1], &sides[0]);
    assert_eq!(object_lines(&backward).len(), 3);
    assert_eq!(
        object_lines(&backward)[0],
        "Deployment/api-v2 becomes Deployment/api"
    );
}
