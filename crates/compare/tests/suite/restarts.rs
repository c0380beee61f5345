//! Which pods are replaced, how many, and which only later.

use crate::fixtures::{compared, object, with};
use astern_compare::Comparison;
use serde_json::{Value, json};

/// An object that makes pods from `spec.template`, running this image.
fn workload(api_version: &str, kind: &str, image: &str) -> Value {
    let template = json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": image}]}});
    object(api_version, kind, "web", json!({"template": template}))
}

fn deployment(image: &str) -> Value {
    workload("apps/v1", "Deployment", image)
}

/// `Deployment/web restarts 1 by Template`, `CronJob/web later NextRun`.
fn said(comparison: &Comparison) -> Vec<String> {
    let pods = |pods: Option<u64>| pods.map_or("some".to_owned(), |pods| pods.to_string());
    let effects = &comparison.effects;
    let restarts = effects.restarts.iter().map(|restart| {
        format!(
            "{} restarts {} by {:?}",
            restart.object,
            pods(restart.pods),
            restart.by
        )
    });
    let deferred = effects
        .deferred
        .iter()
        .map(|change| format!("{} later {:?}", change.object, change.until));
    let immutable = effects
        .immutable
        .iter()
        .map(|fixed| format!("{} {} {:?}", fixed.object, fixed.field, fixed.rule));
    restarts.chain(deferred).chain(immutable).collect()
}

fn between(from: Value, to: Value) -> Vec<String> {
    said(&compared(&[from], &[to]))
}

#[test]
fn each_kind_replaces_its_pods_in_its_own_way() {
    let cron = |image: &str| {
        let template = workload("batch/v1", "Job", image)["spec"]["template"].take();
        object(
            "batch/v1",
            "CronJob",
            "web",
            json!({"jobTemplate": {"spec": {"template": template}}}),
        )
    };
    let pod = |image: &str| {
        object(
            "v1",
            "Pod",
            "web",
            json!({"containers": [{"name": "web", "image": image}]}),
        )
    };
    for (kind, said) in [
        (
            ["apps/v1", "Deployment"],
            "Deployment/web restarts 1 by Template",
        ),
        (
            ["apps/v1", "StatefulSet"],
            "StatefulSet/web restarts 1 by Template",
        ),
        (
            ["apps/v1", "DaemonSet"],
            "DaemonSet/web restarts some by Template",
        ),
        (["apps/v1", "ReplicaSet"], "ReplicaSet/web later Replaced"),
        (
            ["v1", "ReplicationController"],
            "ReplicationController/web later Replaced",
        ),
        (["batch/v1", "Job"], "Job/web spec.template Refused"),
        (
            ["argoproj.io/v1alpha1", "Rollout"],
            "Rollout.argoproj.io/web restarts 1 by Template",
        ),
    ] {
        let [api_version, kind] = kind;
        assert_eq!(
            between(
                workload(api_version, kind, "1"),
                workload(api_version, kind, "2")
            ),
            [said]
        );
    }
    assert_eq!(between(cron("1"), cron("2")), ["CronJob/web later NextRun"]);
    assert_eq!(
        between(pod("1"), pod("2")),
        ["Pod/web restarts 1 by Template"]
    );
    let unknown = workload("example.com/v1", "Deployment", "1");
    assert_eq!(
        between(unknown, workload("example.com/v1", "Deployment", "2")),
        [""; 0]
    );
}

#[test]
fn what_the_spec_says_decides_how_many_and_when() {
    let stateful = |image: &str| workload("apps/v1", "StatefulSet", image);
    let daemon = |image: &str| workload("apps/v1", "DaemonSet", image);
    for (from, to, field, value, said) in [
        (
            deployment("1"),
            deployment("2"),
            "/spec/replicas",
            json!(3),
            vec!["Deployment/web restarts 3 by Template"],
        ),
        (
            deployment("1"),
            deployment("2"),
            "/spec/replicas",
            json!(0),
            vec![],
        ),
        (
            deployment("1"),
            deployment("2"),
            "/spec/paused",
            json!(true),
            vec!["Deployment/web later Resumed"],
        ),
        (
            stateful("1"),
            stateful("2"),
            "/spec/updateStrategy",
            json!({"type": "OnDelete"}),
            vec!["StatefulSet/web later OnDelete"],
        ),
        (
            daemon("1"),
            daemon("2"),
            "/spec/updateStrategy",
            json!({"type": "OnDelete"}),
            vec!["DaemonSet/web later OnDelete"],
        ),
        (
            stateful("1"),
            stateful("2"),
            "/spec/updateStrategy",
            json!({"rollingUpdate": {"partition": 1}}),
            vec!["StatefulSet/web later PartitionLowered"],
        ),
        // No change of the template.
        (
            deployment("1"),
            deployment("1"),
            "/spec/replicas",
            json!(3),
            vec![],
        ),
    ] {
        assert_eq!(between(from, with(to, field, value)), said);
    }
}

#[test]
fn an_autoscaler_in_the_release_decides_how_many() {
    let scaler = |target: Value| {
        object(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "web",
            json!({"scaleTargetRef": target}),
        )
    };
    for (target, pods) in [
        (json!({"kind": "Deployment", "name": "web"}), "some"),
        (json!({"kind": "Deployment", "name": "other"}), "2"),
        (json!({"kind": "StatefulSet", "name": "web"}), "2"),
    ] {
        let side = |image| {
            [
                with(deployment(image), "/spec/replicas", json!(2)),
                scaler(target.clone()),
            ]
        };
        let said = said(&compared(&side("1"), &side("2")));
        assert_eq!(
            said,
            [format!("Deployment/web restarts {pods} by Template")]
        );
    }
}

#[test]
fn a_label_or_checksum_restarts_pods_as_an_image_does() {
    const META: &str = "/spec/template/metadata";
    let labelled = |chart: &str, checksum: &str, image: &str| {
        let metadata = json!({"labels": {"helm.sh/chart": chart}, "annotations": {"checksum/config": checksum}});
        with(deployment(image), META, metadata)
    };
    for (to, cause) in [
        (labelled("2", "1", "1"), "VersionLabel"),
        (labelled("1", "2", "1"), "Checksum"),
        (labelled("2", "2", "1"), "Checksum"),
        (labelled("2", "2", "2"), "Template"),
    ] {
        let comparison = compared(&[labelled("1", "1", "1")], &[to]);
        assert_eq!(
            said(&comparison),
            [format!("Deployment/web restarts 1 by {cause}")]
        );
        assert!(!comparison.objects[0].noise_only, "{cause}");
    }
}

#[test]
fn an_operator_restarts_its_pods_for_what_is_not_reloaded() {
    let prometheus = |spec: Value| object("monitoring.coreos.com/v1", "Prometheus", "web", spec);
    let old = || {
        prometheus(json!({"retention": "15d", "scrapeInterval": "30s", "replicas": 2, "shards": 2}))
    };
    for (field, value, said) in [
        (
            "/spec/retention",
            json!("30d"),
            vec!["Prometheus.monitoring.coreos.com/web restarts 4 by Operator"],
        ),
        ("/spec/scrapeInterval", json!("15s"), vec![]),
        ("/metadata/labels", json!({"team": "shop"}), vec![]),
    ] {
        assert_eq!(between(old(), with(old(), field, value)), said);
    }
}

#[test]
fn what_is_new_or_gone_does_not_restart() {
    assert_eq!(said(&compared(&[], &[deployment("1")])), [""; 0]);
    assert_eq!(said(&compared(&[deployment("1")], &[])), [""; 0]);
    assert_eq!(between(deployment("1"), deployment("1")), [""; 0]);
}
