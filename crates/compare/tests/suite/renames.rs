//! Objects that come back under another name.

use crate::fixtures::{compared, manifest, object, release, with};
use astern_compare::{Change, Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

/// `Service/old becomes Service/new`, `+ Service/new`, `- Service/old`, `~ Service/same`.
fn said(comparison: &Comparison) -> Vec<String> {
    let line = |object: &astern_compare::ObjectChange| match (&object.renamed_from, object.change) {
        (Some(old), Change::Changed) => format!("{old} becomes {}", object.id),
        (Some(_), other) => panic!("renamed and {other:?}"),
        (None, Change::Added) => format!("+ {}", object.id),
        (None, Change::Removed) => format!("- {}", object.id),
        (None, _) => format!("~ {}", object.id),
    };
    comparison.objects.iter().map(line).collect()
}

/// A Deployment as charts write them, that refers to its ServiceAccount and ConfigMap, and these.
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
fn a_suffix_renames_everything() {
    let comparison = compared(
        &component("api", "api", "api:1"),
        &component("api-v2", "api", "api:2"),
    );
    assert_eq!(
        said(&comparison),
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
    // To Kubernetes nothing changes in place.
    assert!(comparison.effects.restarts.is_empty() && comparison.effects.immutable.is_empty());
}

#[test]
fn a_new_template_for_names_renames() {
    // The release and the chart are called `web`.
    let comparison = compared(
        &component("web-web-api", "api", "api:1"),
        &component("api", "api", "api:1"),
    );
    assert!(
        said(&comparison)
            .iter()
            .all(|line| line.contains(" becomes ")),
        "{:?}",
        said(&comparison)
    );
}

#[test]
fn each_object_is_renamed_once_and_to_the_one_most_like_it() {
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
    let lines = said(&compared(&from, &to));
    assert_eq!(lines.len(), 6);
    for name in ["api", "worker"] {
        assert!(
            lines.contains(&format!("Deployment/{name} becomes Deployment/{name}-v2")),
            "{lines:?}"
        );
    }
    // Three of the same name came where two went.
    let account = |name: &str| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}});
    let lines = said(&compared(
        &[account("a-1"), account("a-2")],
        &[account("a-3"), account("a-4"), account("a-5")],
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

/// Four fifths of their leaves are the same, as of any two parts of one chart.
#[test]
fn another_part_of_the_chart_is_another_object() {
    let lines = said(&compared(
        &component("api", "api", "api:1"),
        &component("worker", "worker", "worker:1"),
    ));
    assert!(
        lines.iter().all(|line| !line.contains(" becomes ")),
        "{lines:?}"
    );
}

#[test]
fn bodies_that_have_nothing_in_common_are_not_one_object_whatever_their_names() {
    let map = |name: &str, key: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {key: "x", "y": key}});
    assert_eq!(
        said(&compared(&[map("a", "b")], &[map("a-v2", "c")])),
        ["+ ConfigMap/a-v2", "- ConfigMap/a"]
    );
}

#[test]
fn a_long_text_speaks_for_itself() {
    let dashboard = |name: &str, last: &str| {
        let lines: Vec<_> = (0..40).map(|line| format!("line {line}")).collect();
        let text = format!("{}\n{last}\n", lines.join("\n"));
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {format!("{name}.json"): text}})
    };
    assert_eq!(
        said(&compared(
            &[dashboard("nodes-darwin", "a")],
            &[dashboard("nodes-macos", "b")]
        )),
        ["ConfigMap/nodes-darwin becomes ConfigMap/nodes-macos"]
    );
}

#[test]
fn kinds_groups_and_namespaces_are_not_crossed() {
    let spec = || json!({"a": 1});
    let mut elsewhere = object("v1", "Service", "a-v2", spec());
    elsewhere["metadata"]["namespace"] = json!("other");
    for to in [
        object("v1", "Endpoints", "a-v2", spec()),
        object("example.com/v1", "Service", "a-v2", spec()),
        elsewhere,
    ] {
        let lines = said(&compared(&[object("v1", "Service", "a", spec())], &[to]));
        assert!(
            lines.iter().all(|line| !line.contains(" becomes ")),
            "{lines:?}"
        );
    }
    // The release's own namespace may be left out.
    let mut stated = object("v1", "Service", "a-v2", spec());
    stated["metadata"]["namespace"] = json!("shop");
    assert_eq!(
        said(&compared(
            &[object("v1", "Service", "a", spec())],
            &[stated]
        ))
        .len(),
        1
    );
}

/// Where very many objects of a kind come and go, names have to say the same.
#[test]
fn thousands_of_objects_are_paired_by_name() {
    let side = |suffix: &str| -> Vec<Value> {
        (0..1_000)
            .map(|number| {
                let letters: String = number
                    .to_string()
                    .bytes()
                    .map(|digit| char::from(digit + 49))
                    .collect();
                with(
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
    let lines = said(&compared(&side(""), &side("-v2")));
    assert_eq!(lines.len(), 1_000);
    assert!(lines.iter().all(|line| line.contains(" becomes ")));
}

/// A renamed object's text and fields say the same on the way back.
#[test]
fn the_way_back_renames_too() {
    let sides = [
        component("api", "api", "api:1"),
        component("api-v2", "api", "api:2"),
    ];
    let of = |from: &[Value], to: &[Value]| {
        compare(
            &release(1, "1", json!({}), &manifest(from)),
            &release(2, "1", json!({}), &manifest(to)),
            &Masking::off(),
        )
    };
    let back = of(&sides[1], &sides[0]);
    assert_eq!(said(&back).len(), 3);
    assert_eq!(said(&back)[0], "Deployment/api-v2 becomes Deployment/api");
}
