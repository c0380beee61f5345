//! Which changes Kubernetes does not make in place.

use crate::fixtures::{compared, object, with};
use serde_json::{Value, json};

/// The fields that are said not to change in place, with the rule.
fn fixed(from: Value, to: Value) -> Vec<String> {
    let comparison = compared(&[from], &[to]);
    let line =
        |fixed: &astern_compare::ImmutableChange| format!("{} {:?}", fixed.field, fixed.rule);
    comparison.effects.immutable.iter().map(line).collect()
}

#[test]
fn each_kind_has_fields_that_stay() {
    const RBAC: &str = "rbac.authorization.k8s.io/v1";
    const STORAGE: &str = "storage.k8s.io/v1";
    for (api_version, kind, field, from, to, said) in [
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
        let side = |value| with(object(api_version, kind, "web", json!({})), field, value);
        let expected: Vec<&str> = Some(said)
            .into_iter()
            .filter(|said| !said.is_empty())
            .collect();
        assert_eq!(
            fixed(side(from.clone()), side(to.clone())),
            expected,
            "{kind} {field}"
        );
        // What is refused on the way there is refused on the way back; an affinity that was never set is the exception.
        if field != "/spec/nodeAffinity" {
            assert_eq!(
                fixed(side(to), side(from)),
                expected,
                "{kind} {field}, back"
            );
        }
    }
}

#[test]
fn a_service_keeps_its_address() {
    let service = |spec: Value| object("v1", "Service", "web", spec);
    for (from, to, said) in [
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
        assert_eq!(fixed(service(from), service(to)), said);
    }
}

#[test]
fn a_claim_grows_and_never_shrinks() {
    let claim = |size: Value| {
        object(
            "v1",
            "PersistentVolumeClaim",
            "web",
            json!({"resources": {"requests": {"storage": size}}}),
        )
    };
    for (from, to, said) in [
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
            fixed(claim(json!(from)), claim(json!(to))),
            said,
            "{from} {to}"
        );
    }
    assert_eq!(
        fixed(claim(json!(2)), claim(json!(1))),
        ["spec.resources.requests.storage Shrinks"]
    );
}

#[test]
fn what_is_marked_immutable_is() {
    let map = |immutable: bool, value: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "immutable": immutable, "data": {"a": value}});
    assert_eq!(
        fixed(map(true, "1"), map(true, "2")),
        ["data MarkedImmutable"]
    );
    assert_eq!(
        fixed(map(true, "1"), map(false, "1")),
        ["immutable MarkedImmutable"]
    );
    assert_eq!(fixed(map(false, "1"), map(true, "2")), [""; 0]);
}

#[test]
fn an_indexed_job_may_run_more_at_once() {
    let job = |mode: &str, completions: u32, parallelism: u32| {
        let spec =
            json!({"completionMode": mode, "completions": completions, "parallelism": parallelism});
        object("batch/v1", "Job", "web", spec)
    };
    assert_eq!(fixed(job("Indexed", 2, 1), job("Indexed", 3, 3)), [""; 0]);
    assert_eq!(
        fixed(job("Indexed", 2, 2), job("Indexed", 3, 2)),
        ["spec.completions Refused"]
    );
    assert_eq!(
        fixed(job("NonIndexed", 2, 2), job("NonIndexed", 3, 3)),
        ["spec.completions Refused"]
    );
}

/// The server would refuse the whole object, so nothing else in it happens.
#[test]
fn what_is_refused_restarts_nothing_and_is_never_folded() {
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
