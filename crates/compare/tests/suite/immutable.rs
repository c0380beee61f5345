//! Tests of changes of immutable fields, which Kubernetes refuses or does not make in place.

use crate::fixtures::{compared, object, set_field};
use serde_json::{Value, json};

/// Returns one line for each change of an immutable field: the field and the rule.
fn immutable_lines(from: Value, to: Value) -> Vec<String> {
    let comparison = compared(&[from], &[to]);
    let line =
        |change: &astern_compare::ImmutableChange| format!("{} {:?}", change.field, change.rule);
    comparison.effects.immutable.iter().map(line).collect()
}

#[test]
fn each_kind_has_immutable_fields() {
    const RBAC: &str = "rbac.authorization.k8s.io/v1";
    const STORAGE: &str = "storage.k8s.io/v1";
    for (api_version, kind, field, from, to, expected) in [
        (
            "apps/v1",
            "Deployment",
            "/spec/selector",
            json!({"matchLabels": {"app": "a"}}),
            json!({"matchLabels": {"app": "b"}}),
            "spec.selector Refused",
        ),
        (
            "apps/v1",
            "DaemonSet",
            "/spec/selector",
            json!({"a": 1}),
            json!({"a": 2}),
            "spec.selector Refused",
        ),
        (
            "apps/v1",
            "Deployment",
            "/spec/strategy",
            json!({"type": "Recreate"}),
            json!({}),
            "",
        ),
        (
            "apps/v1",
            "StatefulSet",
            "/spec/volumeClaimTemplates",
            json!([{"metadata": {"name": "a"}}]),
            json!([]),
            "spec.volumeClaimTemplates Refused",
        ),
        (
            "apps/v1",
            "StatefulSet",
            "/spec/serviceName",
            json!("a"),
            json!("b"),
            "spec.serviceName Refused",
        ),
        (
            "apps/v1",
            "StatefulSet",
            "/spec/replicas",
            json!(1),
            json!(2),
            "",
        ),
        (
            "apps/v1",
            "StatefulSet",
            "/spec/podManagementPolicy",
            json!(null),
            json!("OrderedReady"),
            "",
        ),
        (
            "batch/v1",
            "Job",
            "/spec/template",
            json!({"a": 1}),
            json!({"a": 2}),
            "spec.template Refused",
        ),
        (
            "batch/v1",
            "Job",
            "/spec/completions",
            json!(1),
            json!(2),
            "spec.completions Refused",
        ),
        (
            "batch/v1",
            "Job",
            "/spec/parallelism",
            json!(1),
            json!(2),
            "",
        ),
        (
            "v1",
            "Secret",
            "/type",
            json!("Opaque"),
            json!("kubernetes.io/tls"),
            "type Refused",
        ),
        ("v1", "Secret", "/type", json!(null), json!("Opaque"), ""),
        (
            "v1",
            "PersistentVolumeClaim",
            "/spec/storageClassName",
            json!("a"),
            json!("b"),
            "spec.storageClassName Refused",
        ),
        (
            "v1",
            "PersistentVolumeClaim",
            "/spec/resources",
            json!({"limits": {}}),
            json!({"limits": {"storage": 1}}),
            "spec.resources Refused",
        ),
        (
            "v1",
            "PersistentVolumeClaim",
            "/spec/volumeAttributesClassName",
            json!("a"),
            json!("b"),
            "",
        ),
        (
            "v1",
            "PersistentVolume",
            "/spec/nfs",
            json!({"server": "a"}),
            json!({"server": "b"}),
            "spec.nfs Refused",
        ),
        (
            "v1",
            "PersistentVolume",
            "/spec/capacity",
            json!({"storage": 1}),
            json!({"storage": 2}),
            "",
        ),
        (
            "v1",
            "PersistentVolume",
            "/spec/nodeAffinity",
            json!(null),
            json!({"required": {}}),
            "",
        ),
        (
            "v1",
            "Pod",
            "/spec/nodeName",
            json!("a"),
            json!("b"),
            "spec.nodeName Refused",
        ),
        (
            "v1",
            "Pod",
            "/spec/containers",
            json!([{"name": "a", "image": "a"}]),
            json!([{"name": "a", "image": "b"}]),
            "",
        ),
        (
            "v1",
            "Pod",
            "/spec/containers",
            json!([{"name": "a", "args": []}]),
            json!([{"name": "a", "args": ["b"]}]),
            "spec.containers Refused",
        ),
        (
            RBAC,
            "RoleBinding",
            "/roleRef",
            json!({"name": "a"}),
            json!({"name": "b"}),
            "roleRef Refused",
        ),
        (
            RBAC,
            "ClusterRoleBinding",
            "/subjects",
            json!([]),
            json!([{"name": "b"}]),
            "",
        ),
        (
            STORAGE,
            "StorageClass",
            "/provisioner",
            json!("a"),
            json!("b"),
            "provisioner Refused",
        ),
        (
            STORAGE,
            "StorageClass",
            "/allowVolumeExpansion",
            json!(false),
            json!(true),
            "",
        ),
        (
            STORAGE,
            "CSIDriver",
            "/spec/attachRequired",
            json!(true),
            json!(false),
            "spec.attachRequired Refused",
        ),
        (
            "scheduling.k8s.io/v1",
            "PriorityClass",
            "/value",
            json!(1),
            json!(2),
            "value Refused",
        ),
        (
            "networking.k8s.io/v1",
            "IngressClass",
            "/spec/controller",
            json!("a"),
            json!("b"),
            "spec.controller Refused",
        ),
        (
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "/spec/scope",
            json!("Cluster"),
            json!("Namespaced"),
            "spec.scope Refused",
        ),
        (
            "policy/v1",
            "PodDisruptionBudget",
            "/spec/selector",
            json!({"a": 1}),
            json!({"a": 2}),
            "",
        ),
        (
            "example.com/v1",
            "Deployment",
            "/spec/selector",
            json!({"a": 1}),
            json!({"a": 2}),
            "",
        ),
    ] {
        let side = |value| set_field(object(api_version, kind, "web", json!({})), field, value);
        let expected: Vec<&str> = Some(expected)
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(
            immutable_lines(side(from.clone()), side(to.clone())),
            expected,
            "{kind} {field}"
        );
        // The opposite change has the same result, except for a node affinity, which may be set if it was not set before.
        if field != "/spec/nodeAffinity" {
            assert_eq!(
                immutable_lines(side(to), side(from)),
                expected,
                "{kind} {field}, opposite change"
            );
        }
    }
}

#[test]
fn the_cluster_ip_of_a_service_is_immutable() {
    let service = |spec: Value| object("v1", "Service", "web", spec);
    for (from, to, expected) in [
        (
            json!({"clusterIP": "10.0.0.1"}),
            json!({"clusterIP": "10.0.0.2"}),
            vec!["spec.clusterIP Refused"],
        ),
        (
            json!({}),
            json!({"clusterIP": "None"}),
            vec!["spec.clusterIP Refused"],
        ),
        (
            json!({"clusterIP": "None"}),
            json!({}),
            vec!["spec.clusterIP Kept"],
        ),
        (json!({"clusterIP": ""}), json!({}), vec![]),
        (
            json!({"type": "ExternalName"}),
            json!({"clusterIP": "10.0.0.2"}),
            vec![],
        ),
        (
            json!({"type": "ClusterIP"}),
            json!({"type": "NodePort"}),
            vec![],
        ),
    ] {
        assert_eq!(immutable_lines(service(from), service(to)), expected);
    }
}

#[test]
fn the_size_of_a_claim_cannot_shrink() {
    let claim = |size: Value| {
        object(
            "v1",
            "PersistentVolumeClaim",
            "web",
            json!({"resources": {"requests": {"storage": size}}}),
        )
    };
    for (from, to, expected) in [
        ("1Gi", "2Gi", vec![]),
        ("2Gi", "2048Mi", vec![]),
        (
            "2Gi",
            "1.5Gi",
            vec!["spec.resources.requests.storage Shrinks"],
        ),
        ("2Gi", "a lot", vec![]),
        (
            "2Ei",
            "1Ei",
            vec!["spec.resources.requests.storage Shrinks"],
        ),
        ("2e9", "1G", vec!["spec.resources.requests.storage Shrinks"]),
    ] {
        assert_eq!(
            immutable_lines(claim(json!(from)), claim(json!(to))),
            expected,
            "{from} {to}"
        );
    }
    assert_eq!(
        immutable_lines(claim(json!(2)), claim(json!(1))),
        ["spec.resources.requests.storage Shrinks"]
    );
}

#[test]
fn data_of_an_object_marked_immutable_cannot_change() {
    let config_map = |immutable: bool, value: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "immutable": immutable, "data": {"a": value}});
    assert_eq!(
        immutable_lines(config_map(true, "1"), config_map(true, "2")),
        ["data MarkedImmutable"]
    );
    assert_eq!(
        immutable_lines(config_map(true, "1"), config_map(false, "1")),
        ["immutable MarkedImmutable"]
    );
    assert_eq!(
        immutable_lines(config_map(false, "1"), config_map(true, "2")),
        [""; 0]
    );
}

#[test]
fn completions_and_parallelism_of_an_indexed_job_can_change_together() {
    let job = |mode: &str, completions: u32, parallelism: u32| {
        let spec =
            json!({"completionMode": mode, "completions": completions, "parallelism": parallelism});
        object("batch/v1", "Job", "web", spec)
    };
    assert_eq!(
        immutable_lines(job("Indexed", 2, 1), job("Indexed", 3, 3)),
        [""; 0]
    );
    assert_eq!(
        immutable_lines(job("Indexed", 2, 2), job("Indexed", 3, 2)),
        ["spec.completions Refused"]
    );
    assert_eq!(
        immutable_lines(job("NonIndexed", 2, 2), job("NonIndexed", 3, 3)),
        ["spec.completions Refused"]
    );
}

/// The API server refuses the whole update of the object, so no pods restart.
#[test]
fn a_refused_change_restarts_nothing_and_is_not_noise() {
    let job = |chart: &str| {
        object(
            "batch/v1",
            "Job",
            "web",
            json!({"template": {"metadata": {"labels": {"helm.sh/chart": chart}}}}),
        )
    };
    let comparison = compared(&[job("1")], &[job("2")]);
    assert_eq!(comparison.effects.immutable.len(), 1);
    assert!(comparison.effects.restarts.is_empty());
    assert!(!comparison.objects[0].noise_only);
}
