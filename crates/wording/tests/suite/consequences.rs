//! The consequences of a change.

use crate::fixtures::{compared, object, set_field};
use astern_compare::{Comparison, Severity};
use astern_wording::consequences;
use serde_json::{Value, json};

fn sentences(comparison: &Comparison) -> Vec<String> {
    consequences(comparison)
        .into_iter()
        .map(|consequence| consequence.sentence)
        .collect()
}

fn deployment(name: &str, image: &str) -> Value {
    let container =
        json!({"name": "web", "image": image, "envFrom": [{"configMapRef": {"name": "settings"}}]});
    object(
        "apps/v1",
        "Deployment",
        name,
        json!({"template": {"spec": {"containers": [container]}}}),
    )
}

fn settings(value: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": value}})
}

fn account(version: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web", "labels": {"chart": version}}})
}

#[test]
fn the_most_severe_consequence_is_first() {
    let selector = json!({"matchLabels": {"app": "b"}});
    let from = [
        account("1"),
        settings("1"),
        deployment("a", "1"),
        deployment("b", "1"),
        deployment("c", "1"),
        deployment("gone", "1"),
        object("v1", "Service", "web", json!({"ports": [{"port": 80}]})),
    ];
    let to = [
        account("2"),
        settings("2"),
        set_field(deployment("a", "2"), "/spec/replicas", json!(3)),
        deployment("b", "1"),
        set_field(deployment("c", "1"), "/spec/selector", selector),
        object("v1", "Service", "web", json!({"ports": [{"port": 81}]})),
        object("v1", "Service", "new", json!({})),
    ];
    let comparison = compared(&from, &to);
    assert_eq!(
        sentences(&comparison),
        [
            "Deployment/c: spec.selector cannot be changed in place: Kubernetes refuses it, and Helm fails there.",
            "1 workload restarts (3 pods): Deployment/a.",
            "ConfigMap/settings changes, and the pods of Deployment/b do not restart: they keep what they have until they restart.",
            "1 object is added, 1 object is deleted (Deployment/gone).",
            "The pods of Deployment/gone are deleted too.",
            "1 object changes in place, without a restart.",
            "1 object changes in version labels only: no effect.",
        ]
    );
    let severities: Vec<_> = comparison
        .objects
        .iter()
        .map(|object| object.id.to_string())
        .zip(comparison.severities())
        .collect();
    let severities: Vec<_> = severities
        .iter()
        .map(|(name, severity)| (name.as_str(), *severity))
        .collect();
    assert_eq!(
        severities,
        [
            ("ServiceAccount/web", Severity::Labels),
            ("ConfigMap/settings", Severity::NotApplied),
            ("Deployment/a", Severity::Restarts),
            ("Deployment/c", Severity::Refused),
            ("Service/web", Severity::InPlace),
            ("Service/new", Severity::AddedOrRemoved),
            ("Deployment/gone", Severity::AddedOrRemoved),
        ]
    );
}

#[test]
fn a_restart_for_a_version_label_has_a_sentence() {
    let labelled = |version: &str| {
        set_field(
            deployment("web", "1"),
            "/spec/template/metadata",
            json!({"labels": {"chart": version}}),
        )
    };
    let daemon = |image: &str| {
        object(
            "apps/v1",
            "DaemonSet",
            "node",
            json!({"template": {"spec": {"containers": [{"image": image}]}}}),
        )
    };
    assert_eq!(
        sentences(&compared(
            &[labelled("1"), daemon("1")],
            &[labelled("2"), daemon("2")]
        )),
        [
            "2 workloads restart (1 pod plus as many as the autoscaler or the nodes run): Deployment/web and DaemonSet/node.",
            "Deployment/web restarts although only a version label differs in the pods.",
        ]
    );
}

#[test]
fn an_object_that_moves_to_another_group_is_another_object_to_helm() {
    let ingress = |api_version: &str| object(api_version, "Ingress", "web", json!({}));
    let comparison = compared(
        &[ingress("extensions/v1beta1")],
        &[ingress("networking.k8s.io/v1")],
    );
    assert_eq!(
        sentences(&comparison)[0],
        "Ingress.extensions/web moves from extensions/v1beta1 to networking.k8s.io/v1: Helm takes it for another object, \
         and may delete it after it has updated it."
    );
    assert_eq!(comparison.objects.len(), 2);
}

#[test]
fn objects_that_helm_keeps_are_not_reported_as_deleted() {
    let mut claim = object("v1", "PersistentVolumeClaim", "data", json!({}));
    claim["metadata"]["annotations"] = json!({"helm.sh/resource-policy": "keep"});
    assert_eq!(
        sentences(&compared(&[claim], &[])),
        ["PersistentVolumeClaim/data is no longer in the release and kept."]
    );
}

#[test]
fn a_field_that_is_kept_silently_is_not_applied() {
    let service = |address: &str| object("v1", "Service", "web", json!({"clusterIP": address}));
    let comparison = compared(
        &[service("None")],
        &[object("v1", "Service", "web", json!({}))],
    );
    assert_eq!(
        sentences(&comparison),
        [
            "Service/web: spec.clusterIP cannot be changed in place: it stays as it is, and Helm does not say so."
        ]
    );
    assert_eq!(comparison.severities(), [Severity::NotApplied]);
}

/// Renames that lose data are among the three with a sentence.
#[test]
fn more_than_three_consequences_are_counted() {
    let account = |suffix: &str, number: u32| {
        let letter = char::from_u32(97 + number).unwrap();
        object(
            "v1",
            "ServiceAccount",
            &format!("{letter}{suffix}"),
            json!({}),
        )
    };
    let claim = |suffix: &str| {
        object(
            "v1",
            "PersistentVolumeClaim",
            &format!("data{suffix}"),
            json!({}),
        )
    };
    let side = |suffix: &str| {
        [
            (0..9).map(|number| account(suffix, number)).collect(),
            vec![claim(suffix)],
        ]
        .concat()
    };
    let lines = sentences(&compared(&side(""), &side("-v2")));
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(
        lines[0].starts_with("PersistentVolumeClaim/data is renamed to"),
        "{lines:?}"
    );
    assert_eq!(
        lines[3],
        "7 more objects are renamed: each is deleted and made anew."
    );
}

#[test]
fn a_renamed_object_is_recreated() {
    for (api_version, kind, consequence) in [
        (
            "apps/v1",
            "Deployment",
            "its pods are deleted and made anew under the new name",
        ),
        (
            "v1",
            "PersistentVolumeClaim",
            "a new and empty claim is made, and the old one is deleted with its data",
        ),
        (
            "v1",
            "Secret",
            "the new one holds what the chart writes into it, and the old one is deleted",
        ),
    ] {
        let comparison = compared(
            &[object(api_version, kind, "data", json!({}))],
            &[object(api_version, kind, "data-v2", json!({}))],
        );
        assert_eq!(
            sentences(&comparison)[0],
            format!("{kind}/data is renamed to {kind}/data-v2: {consequence}.")
        );
    }
}

#[test]
fn what_is_only_written_otherwise_has_no_effect() {
    let quota = |cpu: &str| object("v1", "ResourceQuota", "web", json!({"hard": {"cpu": cpu}}));
    let comparison = compared(&[quota("1000m")], &[quota("1")]);
    assert_eq!(
        sentences(&comparison),
        [
            "1 field is written otherwise and means the same to Kubernetes, no effect: ResourceQuota/web."
        ]
    );
}

#[test]
fn a_variable_that_is_named_twice_is_told_for_each_helm() {
    let named = |env: &[&str]| {
        let env: Vec<Value> = env
            .iter()
            .map(|name| json!({"name": name, "value": "x"}))
            .collect();
        set_field(
            deployment("web", "1"),
            "/spec/template/spec/containers/0/env",
            env.into(),
        )
    };
    let (once, twice) = (named(&["STAGE"]), named(&["STAGE", "STAGE"]));
    let lost = sentences(&compared(
        std::slice::from_ref(&twice),
        std::slice::from_ref(&once),
    ));
    assert_eq!(
        lost[0],
        "Deployment/web: spec.template.spec.containers[web].env has STAGE twice in revision 1: helm 3 removes every \
         STAGE with the one that is taken out, so revision 2 runs without it (client-side apply); helm 4 keeps the \
         one that is left."
    );
    let refused = sentences(&compared(&[once], &[twice]));
    assert!(
        refused[0].contains("has STAGE twice in revision 2: helm 4 refuses it"),
        "{refused:?}"
    );
}
