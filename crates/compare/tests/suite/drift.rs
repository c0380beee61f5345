//! What is in the cluster against what a revision says, on objects as a real API server (1.36) gave them: right after helm
//! 3.22 and helm 4.3 installed the chart, and after edits with kubectl.

use crate::fixtures::{manifest, object, release};
use astern_compare::{Change, Drift, ExpectedStateBuilder, FieldManagerKind, LiveResponse, Side};
use astern_masking::Masking;
use serde_json::{Value, json};

const SHOP: &str = include_str!("live/shop.yaml");

/// The objects of one recording, as the answers to what the revision names.
fn recorded(objects: &str, asked: &[&astern_manifest::Object]) -> Vec<LiveResponse> {
    let objects: Vec<Value> = objects
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let find = |id: &astern_manifest::ObjectId| {
        objects.iter().find(|object| {
            object["kind"] == id.kind.as_str() && object["metadata"]["name"] == id.name.as_str()
        })
    };
    asked
        .iter()
        .map(|object| match find(&object.id) {
            Some(object) => LiveResponse::Found(object.clone()),
            None => LiveResponse::NotFound,
        })
        .collect()
}

fn shop(objects: &str, live_side: Side) -> Drift {
    let release = release(1, "1.1.0", json!({}), SHOP);
    let expected = ExpectedStateBuilder::new(&release, None).finish();
    let answers = recorded(objects, &expected.objects());
    expected
        .compare(answers, live_side, &Masking::new([7; 16]))
        .finish()
}

/// One object of a revision against one of the cluster.
fn one(said: Value, live: Value) -> Drift {
    three(said, None, live)
}

fn three(said: Value, deployed: Option<Value>, live: Value) -> Drift {
    let target = release(9, "1.0.0", json!({}), &manifest(&[said]));
    let deployed = deployed.map(|deployed| release(10, "1.1.0", json!({}), &manifest(&[deployed])));
    let expected = ExpectedStateBuilder::new(&target, deployed.as_ref()).finish();
    expected
        .compare(
            vec![LiveResponse::Found(live)],
            Side::To,
            &Masking::new([7; 16]),
        )
        .finish()
}

/// `path change writer`, one line each.
fn told(drift: &Drift) -> String {
    let mut told = String::new();
    for drift in &drift.objects {
        for field in &drift.object.fields {
            let writer = drift
                .writers
                .iter()
                .find(|writer| writer.path == field.path);
            let writer = writer.map_or("nobody", |writer| &writer.writer.manager);
            let (id, change) = (&drift.object.id, field.change);
            told.push_str(&format!("{id} {} {change:?} {writer}\n", field.path));
        }
    }
    told
}

#[test]
fn what_helm_has_just_installed_has_not_drifted() {
    for objects in [
        include_str!("live/installed-by-helm3.jsonl"),
        include_str!("live/installed-by-helm4.jsonl"),
    ] {
        let drift = shop(objects, Side::To);
        assert_eq!(told(&drift), "");
        assert!(drift.is_empty());
        // The chart's own autoscaler had been quicker than the recording.
        let mut added = drift
            .unmanaged
            .iter()
            .flat_map(|unmanaged| &unmanaged.fields);
        assert!(added.all(|field| field.writer.kind == FieldManagerKind::Autoscaler));
        assert_eq!(drift.unchanged_objects, 11);
        assert_eq!(drift.sentence(), "The cluster holds what revision 1 says.");
        assert!(drift.advice().is_empty());
    }
}

#[test]
fn edits_are_found_with_who_made_them() {
    let helm3 = shop(include_str!("live/edited-after-helm3.jsonl"), Side::To);
    insta::assert_snapshot!(told(&helm3), @r#"
    Secret/shop-database stringData.password Changed kubectl-patch
    Service/shop-baskets spec.selector.extra Added kubectl-patch
    Deployment/shop-web spec.template.spec.containers[web].image Changed kubectl-set
    Deployment/shop-worker metadata.labels["app.kubernetes.io/version"] Changed kubectl-label
    HorizontalPodAutoscaler/shop-web spec.maxReplicas Changed kubectl-patch
    "#);
    let helm4 = shop(include_str!("live/edited-after-helm4.jsonl"), Side::To);
    assert_eq!(told(&helm3), told(&helm4));
    assert_eq!(helm3.missing.len(), 1);
    assert_eq!(helm3.missing[0].id.to_string(), "Service/shop");
    assert_eq!(helm3.missing[0].change, Change::Removed);
    assert_eq!(
        helm3.sentence(),
        "In the cluster 5 objects differ from what revision 1 says, 1 is missing."
    );
}

#[test]
fn what_others_added_is_told_apart() {
    let drift = shop(include_str!("live/edited-after-helm3.jsonl"), Side::To);
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
fn seen_the_other_way_the_cluster_is_the_side_to_start_from() {
    let there = shop(include_str!("live/edited-after-helm3.jsonl"), Side::To);
    let back = shop(include_str!("live/edited-after-helm3.jsonl"), Side::From);
    assert_eq!(back.missing[0].change, Change::Added);
    let (there, back) = (
        &there.objects[0].object.fields[0],
        &back.objects[0].object.fields[0],
    );
    assert_eq!((&there.from, &there.to), (&back.to, &back.from));
}

#[test]
fn nothing_secret_is_told() {
    for objects in [
        include_str!("live/edited-after-helm3.jsonl"),
        include_str!("live/edited-after-helm4.jsonl"),
    ] {
        let drift = shop(objects, Side::To);
        let masking = Masking::new([7; 16]);
        let texts: String = drift
            .changes()
            .map(|object| object.text_diff(&masking).unified(3).to_string())
            .collect();
        let all = format!("{}{drift:?}{texts}", serde_json::to_string(&drift).unwrap());
        for secret in ["hunter2", "aHVudGVyMg", "change-me", "Y2hhbmdlLW1l"] {
            assert!(!all.contains(secret), "{secret}");
        }
    }
}

#[test]
fn spellings_of_the_api_server_are_no_drift() {
    let deployment = |spec: Value| json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec});
    for (said, live) in [
        // Quantities.
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
        // Empty, null and zero values.
        (
            json!({"tolerations": [], "nodeSelector": {}, "affinity": null, "hostNetwork": false, "minReadySeconds": 0}),
            json!({}),
        ),
        (json!({"affinity": {"nodeAffinity": null}}), json!({})),
        // Defaults, in mappings and in lists with and without keys.
        (
            json!({"ports": [{"containerPort": 80}]}),
            json!({"ports": [{"containerPort": 80, "protocol": "TCP"}]}),
        ),
        (
            json!({"metrics": [{"type": "Resource"}]}),
            json!({"metrics": [{"type": "Resource", "resource": {"name": "cpu"}}]}),
        ),
        // Entries that others put into lists with keys, before and after.
        (
            json!({"containers": [{"name": "a"}]}),
            json!({"containers": [{"name": "mesh"}, {"name": "a"}, {"name": "b"}]}),
        ),
        (
            json!({"env": [{"name": "A", "value": ""}]}),
            json!({"env": [{"name": "A"}]}),
        ),
    ] {
        let drift = one(deployment(said.clone()), deployment(live));
        assert_eq!(told(&drift), "", "{said}");
        assert_eq!(drift.unchanged_objects, 1, "{said}");
    }
}

#[test]
fn what_the_api_server_fills_in_or_writes_anew_is_no_drift() {
    let service = |ip: &str| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"clusterIP": ip}});
    assert!(one(service(""), service("10.0.0.1")).is_empty());
    assert!(!one(service("10.0.0.2"), service("10.0.0.1")).is_empty());
    let secret = |data: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, "data": {"a": data}});
    assert!(one(secret("aHVu\ndGVyMg==\n"), secret("aHVudGVyMg==")).is_empty());
    assert!(!one(secret("aHVudGVyMg=="), secret("aHVudGVyMw==")).is_empty());
}

#[test]
fn what_was_taken_away_or_changed_is_drift() {
    let config = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data});
    for (said, live, expected) in [
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
        assert_eq!(told(&one(config(said), config(live))), expected);
    }
    let rules = |rules: Value| json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "web"}, "rules": rules});
    let (a, b) = (json!({"verbs": ["get"]}), json!({"verbs": ["list"]}));
    for (said, live) in [
        (json!([a]), json!([a, b])),
        (json!([a, b]), json!([b])),
        (json!([a, b]), json!([b, a])),
        (json!([a]), json!([])),
    ] {
        assert!(
            !one(rules(said.clone()), rules(live.clone())).is_empty(),
            "{said} {live}"
        );
    }
}

#[test]
fn a_custom_resource_is_kept_as_it_was_written() {
    let certificate = |spec: Value| json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "web"}, "spec": spec});
    for (said, live) in [
        (json!({"isCA": false}), json!({})),
        (
            json!({"volumes": [{"name": "a"}]}),
            json!({"volumes": [{"name": "a"}, {"name": "b"}]}),
        ),
    ] {
        assert!(
            !one(certificate(said.clone()), certificate(live)).is_empty(),
            "{said}"
        );
    }
    let same = json!({"dnsNames": ["a", "b"]});
    assert!(one(certificate(same.clone()), certificate(same)).is_empty());
}

#[test]
fn what_the_deployed_revision_added_is_no_default() {
    let config = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": data});
    let (said, deployed) = (
        config(json!({"a": "1"})),
        config(json!({"a": "1", "b": "2"})),
    );
    assert!(one(said.clone(), deployed.clone()).is_empty());
    let drift = three(said, Some(deployed.clone()), deployed);
    assert_eq!(told(&drift), "ConfigMap/web data.b Added nobody\n");
}

#[test]
fn an_object_that_only_the_deployed_revision_has_is_left_over() {
    let named = |name: &str| json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}});
    let target = release(9, "1.0.0", json!({}), &manifest(&[named("a")]));
    let deployed = release(
        10,
        "1.1.0",
        json!({}),
        &manifest(&[named("a"), named("b"), named("c")]),
    );
    let expected = ExpectedStateBuilder::new(&target, Some(&deployed)).finish();
    let asked: Vec<&str> = expected
        .objects()
        .iter()
        .map(|object| object.id.name.as_str())
        .collect();
    assert_eq!(asked, ["a", "b", "c"]);
    let answers = vec![
        LiveResponse::NotFound,
        LiveResponse::Found(named("b")),
        LiveResponse::NotFound,
    ];
    let drift = expected
        .compare(answers, Side::To, &Masking::off())
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
        drift.sentence(),
        "In the cluster 1 object is missing, 1 is left over."
    );
}

#[test]
fn what_could_not_be_asked_is_neither_the_same_nor_different() {
    let release = release(1, "1.1.0", json!({}), SHOP);
    let expected = ExpectedStateBuilder::new(&release, None).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!((drift.unchanged_objects, drift.unavailable.len()), (0, 11));
    assert_eq!(
        drift.sentence(),
        "Nothing of revision 1 could be compared with the cluster. 11 objects could not be read."
    );
}

#[test]
fn an_autoscaler_that_owns_replicas_is_named() {
    let deployment = |replicas: u32, managed: Value| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "managedFields": managed}, "spec": {"replicas": replicas}})
    };
    let scaled = json!([{"manager": "kube-controller-manager", "operation": "Update", "subresource": "scale",
        "fieldsV1": {"f:spec": {"f:replicas": {}}}}]);
    let drift = one(deployment(2, json!([])), deployment(5, scaled));
    assert_eq!(
        drift.objects[0].writers[0].writer.kind,
        FieldManagerKind::Autoscaler
    );
    let advice = drift.advice().join(" ");
    assert!(
        advice.contains("An autoscaler sets spec.replicas of Deployment/web"),
        "{advice}"
    );
}

#[test]
fn a_selector_that_somebody_widened_is_drift_and_a_default_in_it_is_not() {
    let service = |selector: Value, owner: &str| {
        json!({"apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "web", "managedFields": [{"manager": owner, "operation": "Update",
            "fieldsV1": {"f:spec": {"f:selector": {}}}}]}, "spec": {"selector": selector}})
    };
    let said = service(json!({"app": "web"}), "helm");
    let live = json!({"app": "web", "track": "canary"});
    assert!(one(said.clone(), service(live.clone(), "helm")).is_empty());
    assert_eq!(
        told(&one(said, service(live, "kubectl-edit"))),
        "Service/web spec.selector.track Added kubectl-edit\n"
    );
}

#[test]
fn a_key_that_stands_twice_is_no_drift() {
    let env = json!([{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]);
    let pod = |managed: Value| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "managedFields": managed},
        "spec": {"containers": [{"name": "a", "env": env}]}})
    };
    let owned = json!([{"manager": "helm", "operation": "Update", "fieldsV1": {"f:spec": {"f:containers":
        {"k:{\"name\":\"a\"}": {"f:env": {".": {}, "k:{\"name\":\"A\"}": {".": {}}}}}}}}]);
    assert!(one(pod(json!([])), pod(owned)).is_empty());
}

#[test]
fn an_owner_within_a_keyed_entry_is_found() {
    let pod = |port: Value, managed: Value| {
        json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "web", "managedFields": managed},
        "spec": {"containers": [{"name": "a", "ports": [port]}]}})
    };
    let owned = json!([{"manager": "kubectl-edit", "operation": "Update", "fieldsV1": {"f:spec": {"f:containers":
        {"k:{\"name\":\"a\"}": {"f:ports": {"k:{\"containerPort\":80,\"protocol\":\"TCP\"}": {"f:hostPort": {}}}}}}}}]);
    let drift = one(
        pod(json!({"containerPort": 80, "hostPort": 1}), json!([])),
        pod(
            json!({"containerPort": 80, "hostPort": 2, "protocol": "TCP"}),
            owned,
        ),
    );
    assert_eq!(
        told(&drift),
        "Pod/web spec.containers[a].ports[80/TCP].hostPort Changed kubectl-edit\n"
    );
}

#[test]
fn a_document_that_cannot_be_read_is_never_as_the_revision_says() {
    let release = release(1, "1.0.0", json!({}), "---\nkind: [\n");
    let expected = ExpectedStateBuilder::new(&release, None).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!(
        drift.sentence(),
        "Nothing of revision 1 could be compared with the cluster. 1 document of the revision could not be read."
    );
}

#[test]
fn in_a_custom_resource_a_string_is_no_number() {
    let thing = |max: Value| object("example.com/v1", "Thing", "web", json!({"max": max}));
    assert!(!one(thing(json!("1")), thing(json!(1))).is_empty());
    let with_resources = |cpu: Value| {
        let spec = json!({"resources": {"limits": {"cpu": cpu}}});
        object("example.com/v1", "Thing", "web", spec)
    };
    assert!(one(with_resources(json!("1")), with_resources(json!(1))).is_empty());
}
