//! Tests of the drift between the objects of a revision and the live objects.
//!
//! The recordings in `live/` are from Kubernetes 1.36: right after Helm 3.22 or Helm 4.3 installed the chart, and after
//! edits with kubectl.

use crate::fixtures::{manifest, object, other, release};
use astern_compare::{
    Change, Deployed, Drift, ExpectedStateBuilder, FieldManagerKind, LiveResponse, Side,
    UnreadPiece, UnreadReason, Verdict,
};
use astern_masking::Masking;
use serde_json::{Value, json};

const SHOP: &str = include_str!("live/shop.yaml");

/// Returns the response to each requested object, from a recording with one object per line.
fn recorded_responses(
    recording: &str,
    requested: &[&astern_manifest::Object],
) -> Vec<LiveResponse> {
    let objects: Vec<Value> = recording
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let find = |id: &astern_manifest::ObjectId| {
        objects.iter().find(|object| {
            object["kind"] == id.kind.as_str() && object["metadata"]["name"] == id.name.as_str()
        })
    };
    requested
        .iter()
        .map(|object| match find(&object.id) {
            Some(object) => LiveResponse::Found(object.clone()),
            None => LiveResponse::NotFound,
        })
        .collect()
}

/// Compares a revision with the manifest `live/shop.yaml` with the objects of a recording.
fn shop_drift(recording: &str, live_side: Side) -> Drift {
    let release = release(1, "1.1.0", json!({}), SHOP);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let responses = recorded_responses(recording, &expected.objects());
    expected
        .compare(responses, live_side, &Masking::new([7; 16]))
        .finish()
}

/// Compares an object of a revision with a live object.
fn object_drift(manifest_object: Value, live: Value) -> Drift {
    object_drift_with_deployed(manifest_object, None, live)
}

/// Compares an object of a revision with a live object. `deployed` is the object in the deployed revision, if that is
/// another revision.
fn object_drift_with_deployed(
    manifest_object: Value,
    deployed: Option<Value>,
    live: Value,
) -> Drift {
    let target = release(9, "1.0.0", json!({}), &manifest(&[manifest_object]));
    let deployed = deployed.map(|deployed| release(10, "1.1.0", json!({}), &manifest(&[deployed])));
    let expected = ExpectedStateBuilder::new(&target, other(deployed.as_ref())).finish();
    expected
        .compare(
            vec![LiveResponse::Found(live)],
            Side::To,
            &Masking::new([7; 16]),
        )
        .finish()
}

/// Returns one line for each changed field: object, path, change and the field manager that wrote it.
fn drift_lines(drift: &Drift) -> String {
    let mut lines = String::new();
    for drift in &drift.objects {
        for field in &drift.object.fields {
            let writer = drift
                .writers
                .iter()
                .find(|writer| writer.path == field.path);
            let writer = writer.map_or("nobody", |writer| &writer.writer.manager);
            let (id, change) = (&drift.object.id, field.change);
            lines.push_str(&format!("{id} {} {change:?} {writer}\n", field.path));
        }
    }
    lines
}

#[test]
fn a_fresh_installation_has_not_drifted() {
    for objects in [
        include_str!("live/installed-by-helm3.jsonl"),
        include_str!("live/installed-by-helm4.jsonl"),
    ] {
        let drift = shop_drift(objects, Side::To);
        assert_eq!(drift_lines(&drift), "");
        assert_eq!(drift.verdict, Verdict::Identical);
        // The only unmanaged fields are the `replicas` that the HorizontalPodAutoscaler of the chart had set.
        let mut added = drift
            .unmanaged
            .iter()
            .flat_map(|unmanaged| &unmanaged.fields);
        assert!(added.all(|field| field.writer.kind == FieldManagerKind::Autoscaler));
        assert_eq!(drift.unchanged_objects, 11);
        assert_eq!(
            astern_wording::drift_sentence(&drift),
            "The cluster matches revision 1."
        );
        assert!(astern_wording::drift_advice(&drift).is_empty());
    }
}

#[test]
fn edits_are_reported_with_their_field_managers() {
    let helm3 = shop_drift(include_str!("live/edited-after-helm3.jsonl"), Side::To);
    insta::assert_snapshot!(drift_lines(&helm3), @r#"
    Secret/shop-database stringData.password Changed kubectl-patch
    Service/shop-baskets spec.selector.extra Added kubectl-patch
    Deployment/shop-web spec.template.spec.containers[web].image Changed kubectl-set
    Deployment/shop-worker metadata.labels["app.kubernetes.io/version"] Changed kubectl-label
    HorizontalPodAutoscaler/shop-web spec.maxReplicas Changed kubectl-patch
    "#);
    let helm4 = shop_drift(include_str!("live/edited-after-helm4.jsonl"), Side::To);
    assert_eq!(drift_lines(&helm3), drift_lines(&helm4));
    assert_eq!(helm3.missing.len(), 1);
    assert_eq!(helm3.missing[0].id.to_string(), "Service/shop");
    assert_eq!(helm3.missing[0].change, Change::Removed);
    assert_eq!(
        astern_wording::drift_sentence(&helm3),
        "In the cluster 5 objects differ from what revision 1 says, 1 is missing."
    );
}

#[test]
fn fields_added_by_others_are_reported_as_unmanaged() {
    let drift = shop_drift(include_str!("live/edited-after-helm3.jsonl"), Side::To);
    let added = drift.unmanaged.iter().flat_map(|unmanaged| {
        let line = |field: &astern_compare::UnmanagedField| {
            let (object, path, writer) = (&unmanaged.object, &field.path, &field.writer);
            format!("{object} {path} {} {:?}", writer.manager, writer.kind)
        };
        unmanaged.fields.iter().map(line).collect::<Vec<_>>()
    });
    insta::assert_snapshot!(added.collect::<Vec<_>>().join("\n"), @r#"
    Secret/shop-database data.more kubectl-patch Kubectl
    Deployment/shop-web spec.replicas kube-controller-manager Autoscaler
    Deployment/shop-web spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"] kubectl-rollout Kubectl
    Deployment/shop-worker metadata.labels.who kubectl-label Kubectl
    Deployment/shop-worker spec.template.spec.containers[worker].env kubectl-set Kubectl
    HorizontalPodAutoscaler/shop-web spec.behavior kubectl-patch Kubectl
    StatefulSet/shop-baskets spec.template.spec.tolerations kubectl-patch Kubectl
    "#);
}

#[test]
fn with_the_cluster_as_the_from_side_changes_are_reversed() {
    let live_to = shop_drift(include_str!("live/edited-after-helm3.jsonl"), Side::To);
    let live_from = shop_drift(include_str!("live/edited-after-helm3.jsonl"), Side::From);
    assert_eq!(live_from.missing[0].change, Change::Added);
    let (live_to, live_from) = (
        &live_to.objects[0].object.fields[0],
        &live_from.objects[0].object.fields[0],
    );
    assert_eq!(
        (&live_to.from, &live_to.to),
        (&live_from.to, &live_from.from)
    );
}

#[test]
fn no_output_contains_a_secret() {
    for objects in [
        include_str!("live/edited-after-helm3.jsonl"),
        include_str!("live/edited-after-helm4.jsonl"),
    ] {
        let drift = shop_drift(objects, Side::To);
        let texts: String = drift
            .changes()
            .map(|object| object.text_diff().unified(3).to_string())
            .collect();
        let output = format!("{}{drift:?}{texts}", serde_json::to_string(&drift).unwrap());
        for secret in ["hunter2", "aHVudGVyMg", "change-me", "Y2hhbmdlLW1l"] {
            assert!(!output.contains(secret), "{secret}");
        }
    }
}

#[test]
fn equivalent_values_are_no_drift() {
    let deployment = |spec: Value| json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec});
    for (written, live) in [
        // Other spellings of quantities.
        (
            json!({"limits": {"cpu": "1000m", "memory": "1.5Gi"}}),
            json!({"limits": {"cpu": "1", "memory": "1536Mi"}}),
        ),
        (
            json!({"limits": {"cpu": 2}}),
            json!({"limits": {"cpu": "2"}}),
        ),
        (
            json!({"emptyDir": {"sizeLimit": "1024Mi"}}),
            json!({"emptyDir": {"sizeLimit": "1Gi"}}),
        ),
        // Empty, null and zero values, which the API server drops.
        (
            json!({"tolerations": [], "nodeSelector": {}, "affinity": null, "hostNetwork": false, "minReadySeconds": 0}),
            json!({}),
        ),
        (json!({"affinity": {"nodeAffinity": null}}), json!({})),
        // Defaults that the API server adds, in mappings and in entries of lists with and without keys.
        (
            json!({"ports": [{"containerPort": 80}]}),
            json!({"ports": [{"containerPort": 80, "protocol": "TCP"}]}),
        ),
        (
            json!({"metrics": [{"type": "Resource"}]}),
            json!({"metrics": [{"type": "Resource", "resource": {"name": "cpu"}}]}),
        ),
        // Entries that other managers added to a list with keys, before and after the entry of the revision.
        (
            json!({"containers": [{"name": "a"}]}),
            json!({"containers": [{"name": "mesh"}, {"name": "a"}, {"name": "b"}]}),
        ),
        (
            json!({"env": [{"name": "A", "value": ""}]}),
            json!({"env": [{"name": "A"}]}),
        ),
    ] {
        let drift = object_drift(deployment(written.clone()), deployment(live));
        assert_eq!(drift_lines(&drift), "", "{written}");
        assert_eq!(drift.unchanged_objects, 1, "{written}");
    }
}

#[test]
fn values_that_the_api_server_assigns_or_normalizes_are_no_drift() {
    let service = |ip: &str| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"clusterIP": ip}});
    assert_eq!(
        object_drift(service(""), service("10.0.0.1")).verdict,
        Verdict::Identical
    );
    assert_eq!(
        object_drift(service("10.0.0.2"), service("10.0.0.1")).verdict,
        Verdict::Differs
    );
    let secret = |data: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, "data": {"a": data}});
    assert_eq!(
        object_drift(secret("aHVu\ndGVyMg==\n"), secret("aHVudGVyMg==")).verdict,
        Verdict::Identical
    );
    assert_eq!(
        object_drift(secret("aHVudGVyMg=="), secret("aHVudGVyMw==")).verdict,
        Verdict::Differs
    );
}

#[test]
fn removed_and_changed_fields_are_drift() {
    let config = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data});
    for (written, live, expected) in [
        (
            json!({"a": ""}),
            json!({}),
            "ConfigMap/web data.a Removed nobody\n",
        ),
        (
            json!({"a": "1000m"}),
            json!({"a": "1"}),
            "ConfigMap/web data.a Changed nobody\n",
        ),
        (
            json!({"a": "x\n"}),
            json!({"a": "x"}),
            "ConfigMap/web data.a Changed nobody\n",
        ),
    ] {
        assert_eq!(
            drift_lines(&object_drift(config(written), config(live))),
            expected
        );
    }
    let rules = |rules: Value| json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "web"}, "rules": rules});
    let (a, b) = (json!({"verbs": ["get"]}), json!({"verbs": ["list"]}));
    for (written, live) in [
        (json!([a]), json!([a, b])),
        (json!([a, b]), json!([b])),
        (json!([a, b]), json!([b, a])),
        (json!([a]), json!([])),
    ] {
        assert_eq!(
            object_drift(rules(written.clone()), rules(live.clone())).verdict,
            Verdict::Differs,
            "{written} {live}"
        );
    }
}

#[test]
fn custom_resources_are_compared_without_kubernetes_defaults() {
    let certificate = |spec: Value| json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "web"}, "spec": spec});
    for (written, live) in [
        (json!({"isCA": false}), json!({})),
        (
            json!({"volumes": [{"name": "a"}]}),
            json!({"volumes": [{"name": "a"}, {"name": "b"}]}),
        ),
    ] {
        assert_eq!(
            object_drift(certificate(written.clone()), certificate(live)).verdict,
            Verdict::Differs,
            "{written}"
        );
    }
    let same = json!({"dnsNames": ["a", "b"]});
    assert_eq!(
        object_drift(certificate(same.clone()), certificate(same)).verdict,
        Verdict::Identical
    );
}

#[test]
fn a_field_of_the_deployed_revision_is_not_a_default() {
    let config = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data});
    let (written, deployed) = (
        config(json!({"a": "1"})),
        config(json!({"a": "1", "b": "2"})),
    );
    assert_eq!(
        object_drift(written.clone(), deployed.clone()).verdict,
        Verdict::Identical
    );
    let drift = object_drift_with_deployed(written, Some(deployed.clone()), deployed);
    assert_eq!(drift_lines(&drift), "ConfigMap/web data.b Added nobody\n");
}

#[test]
fn an_object_that_only_the_deployed_revision_has_is_left_over() {
    let service_account = |name: &str| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}});
    let target = release(9, "1.0.0", json!({}), &manifest(&[service_account("a")]));
    let deployed = release(
        10,
        "1.1.0",
        json!({}),
        &manifest(&[
            service_account("a"),
            service_account("b"),
            service_account("c"),
        ]),
    );
    let expected = ExpectedStateBuilder::new(&target, Deployed::Other(&deployed)).finish();
    let requested: Vec<&str> = expected
        .objects()
        .iter()
        .map(|object| object.id.name.as_str())
        .collect();
    assert_eq!(requested, ["a", "b", "c"]);
    let responses = vec![
        LiveResponse::NotFound,
        LiveResponse::Found(service_account("b")),
        LiveResponse::NotFound,
    ];
    let drift = expected
        .compare(responses, Side::To, &Masking::off())
        .finish();
    let names = |objects: &[astern_compare::ObjectChange]| {
        objects
            .iter()
            .map(|object| object.id.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&drift.missing), names(&drift.leftover)),
        (vec!["a".to_owned()], vec!["b".to_owned()])
    );
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "In the cluster 1 object is missing, 1 is left over."
    );
}

#[test]
fn unavailable_objects_are_neither_unchanged_nor_changed() {
    let release = release(1, "1.1.0", json!({}), SHOP);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!((drift.unchanged_objects, drift.unavailable.len()), (0, 11));
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "Nothing of revision 1 could be compared with the cluster."
    );
}

#[test]
fn advice_names_an_autoscaler_that_owns_replicas() {
    let deployment = |replicas: u32, managed: Value| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "managedFields": managed}, "spec": {"replicas": replicas}})
    };
    let scaled = json!([{"manager": "kube-controller-manager", "operation": "Update", "subresource": "scale",
        "fieldsV1": {"f:spec": {"f:replicas": {}}}}]);
    let drift = object_drift(deployment(2, json!([])), deployment(5, scaled));
    assert_eq!(
        drift.objects[0].writers[0].writer.kind,
        FieldManagerKind::Autoscaler
    );
    let advice = astern_wording::drift_advice(&drift).join(" ");
    assert!(
        advice.contains("An autoscaler sets spec.replicas of Deployment/web"),
        "{advice}"
    );
}

#[test]
fn a_selector_entry_of_another_manager_is_drift_and_a_default_entry_is_not() {
    let service = |selector: Value, owner: &str| {
        json!({"apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "web", "managedFields": [{"manager": owner, "operation": "Update",
            "fieldsV1": {"f:spec": {"f:selector": {}}}}]}, "spec": {"selector": selector}})
    };
    let written = service(json!({"app": "web"}), "helm");
    let live = json!({"app": "web", "track": "canary"});
    assert_eq!(
        object_drift(written.clone(), service(live.clone(), "helm")).verdict,
        Verdict::Identical
    );
    assert_eq!(
        drift_lines(&object_drift(written, service(live, "kubectl-edit"))),
        "Service/web spec.selector.track Added kubectl-edit\n"
    );
}

#[test]
fn a_duplicate_list_key_is_no_drift() {
    let env = json!([{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]);
    let pod = |managed: Value| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "managedFields": managed},
        "spec": {"containers": [{"name": "a", "env": env}]}})
    };
    let owned = json!([{"manager": "helm", "operation": "Update", "fieldsV1": {"f:spec": {"f:containers":
        {"k:{\"name\":\"a\"}": {"f:env": {".": {}, "k:{\"name\":\"A\"}": {".": {}}}}}}}}]);
    assert_eq!(
        object_drift(pod(json!([])), pod(owned)).verdict,
        Verdict::Identical
    );
}

#[test]
fn the_manager_of_a_field_in_a_keyed_entry_is_found() {
    let pod = |port: Value, managed: Value| {
        json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "web", "managedFields": managed},
        "spec": {"containers": [{"name": "a", "ports": [port]}]}})
    };
    let owned = json!([{"manager": "kubectl-edit", "operation": "Update", "fieldsV1": {"f:spec": {"f:containers":
        {"k:{\"name\":\"a\"}": {"f:ports": {"k:{\"containerPort\":80,\"protocol\":\"TCP\"}": {"f:hostPort": {}}}}}}}}]);
    let drift = object_drift(
        pod(json!({"containerPort": 80, "hostPort": 1}), json!([])),
        pod(
            json!({"containerPort": 80, "hostPort": 2, "protocol": "TCP"}),
            owned,
        ),
    );
    assert_eq!(
        drift_lines(&drift),
        "Pod/web spec.containers[a].ports[80/TCP].hostPort Changed kubectl-edit\n"
    );
}

#[test]
fn an_unreadable_document_is_never_reported_as_unchanged() {
    let release = release(1, "1.0.0", json!({}), "---\nkind: [\n");
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "Nothing of revision 1 could be compared with the cluster."
    );
    assert_eq!(drift.verdict, Verdict::Unknown);
}

#[test]
fn a_deployed_revision_that_was_not_read_may_have_set_more() {
    let web = object("v1", "Service", "web", json!({"type": "ClusterIP"}));
    let release = release(9, "1.0.0", json!({}), &manifest(std::slice::from_ref(&web)));
    let drift = |deployed| {
        let expected = ExpectedStateBuilder::new(&release, deployed).finish();
        let responses = vec![LiveResponse::Found(web.clone())];
        expected
            .compare(responses, Side::To, &Masking::off())
            .finish()
    };
    assert_eq!(drift(Deployed::Same).verdict, Verdict::Identical);
    let unread = drift(Deployed::Unread {
        revision: 10.try_into().unwrap(),
        reason: UnreadReason::Invalid("it is not base64".to_owned()),
    });
    assert_eq!(unread.verdict, Verdict::Unknown);
    assert_eq!(unread.unread[0].revision, Some(10.try_into().unwrap()));
    assert_eq!(unread.unread[0].piece, UnreadPiece::Record { object: None });
    // A document of it that cannot be read may be an object that is left over.
    let broken = crate::fixtures::release(10, "1.0.0", json!({}), "---\nkind: [\n");
    let unread = drift(Deployed::Other(&broken));
    assert_eq!(unread.verdict, Verdict::Unknown);
    assert_eq!(unread.unread[0].revision, Some(10.try_into().unwrap()));
}

#[test]
fn a_record_without_a_revision_leaves_the_result_open() {
    let release = release(1, "1.0.0", json!({}), "");
    let mut builder = ExpectedStateBuilder::new(&release, Deployed::Same);
    builder.add_unread_record(
        "sh.helm.release.v1.web.v2".to_owned(),
        UnreadReason::Invalid("its label \"version\" names no revision".to_owned()),
    );
    let drift = builder
        .finish()
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!(drift.verdict, Verdict::Unknown);
}

#[test]
fn a_string_and_a_number_differ_in_a_custom_resource() {
    let custom_resource =
        |max: Value| object("example.com/v1", "Widget", "web", json!({"max": max}));
    assert_eq!(
        object_drift(custom_resource(json!("1")), custom_resource(json!(1))).verdict,
        Verdict::Differs
    );
    let with_resources = |cpu: Value| {
        let spec = json!({"resources": {"limits": {"cpu": cpu}}});
        object("example.com/v1", "Widget", "web", spec)
    };
    assert_eq!(
        object_drift(with_resources(json!("1")), with_resources(json!(1))).verdict,
        Verdict::Identical
    );
}
