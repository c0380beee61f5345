//! Tests of the effects on workloads: which restart, how many pods restart, and which changes take effect later.

use crate::fixtures::{compared, object, set_field};
use astern_compare::Comparison;
use serde_json::{Value, json};

/// Returns a workload with an image in its pod template.
fn workload(api_version: &str, kind: &str, image: &str) -> Value {
    let template = json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": image}]}});
    object(api_version, kind, "web", json!({"template": template}))
}

fn deployment(image: &str) -> Value {
    workload("apps/v1", "Deployment", image)
}

/// Returns one line for each effect, such as `Deployment/web restarts 1 by Template` or `CronJob/web later NextRun`.
fn effect_lines(comparison: &Comparison) -> Vec<String> {
    let pod_count = |pods: Option<u64>| pods.map_or("some".to_owned(), |pods| pods.to_string());
    let effects = &comparison.effects;
    let restarts = effects.restarts.iter().map(|restart| {
        format!(
            "{} restarts {} by {:?}",
            restart.object,
            pod_count(restart.pods),
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
        .map(|change| format!("{} {} {:?}", change.object, change.field, change.rule));
    restarts.chain(deferred).chain(immutable).collect()
}

/// Returns one line for each effect of a change of one object.
fn object_effects(from: Value, to: Value) -> Vec<String> {
    effect_lines(&compared(&[from], &[to]))
}

#[test]
fn restarts_depend_on_the_kind() {
    let cron_job = |image: &str| {
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
    for (kind, expected) in [
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
            object_effects(
                workload(api_version, kind, "1"),
                workload(api_version, kind, "2")
            ),
            [expected]
        );
    }
    assert_eq!(
        object_effects(cron_job("1"), cron_job("2")),
        ["CronJob/web later NextRun"]
    );
    assert_eq!(
        object_effects(pod("1"), pod("2")),
        ["Pod/web restarts 1 by Template"]
    );
    let unknown = workload("example.com/v1", "Deployment", "1");
    assert_eq!(
        object_effects(unknown, workload("example.com/v1", "Deployment", "2")),
        [""; 0]
    );
}

#[test]
fn restarts_depend_on_replicas_and_update_strategy() {
    let stateful = |image: &str| workload("apps/v1", "StatefulSet", image);
    let daemon = |image: &str| workload("apps/v1", "DaemonSet", image);
    for (from, to, field, value, expected) in [
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
        // Only the number of replicas changes, not the pod template.
        (
            deployment("1"),
            deployment("1"),
            "/spec/replicas",
            json!(3),
            vec![],
        ),
    ] {
        assert_eq!(object_effects(from, set_field(to, field, value)), expected);
    }
}

#[test]
fn pods_are_not_counted_if_an_autoscaler_sets_replicas() {
    let autoscaler = |target: Value| {
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
        let objects = |image| {
            [
                set_field(deployment(image), "/spec/replicas", json!(2)),
                autoscaler(target.clone()),
            ]
        };
        let lines = effect_lines(&compared(&objects("1"), &objects("2")));
        assert_eq!(
            lines,
            [format!("Deployment/web restarts {pods} by Template")]
        );
    }
}

#[test]
fn a_changed_label_or_checksum_restarts_pods() {
    const POD_METADATA: &str = "/spec/template/metadata";
    let labelled = |chart: &str, checksum: &str, image: &str| {
        let metadata = json!({"labels": {"helm.sh/chart": chart}, "annotations": {"checksum/config": checksum}});
        set_field(deployment(image), POD_METADATA, metadata)
    };
    for (to, cause) in [
        (labelled("2", "1", "1"), "VersionLabel"),
        (labelled("1", "2", "1"), "Checksum"),
        (labelled("2", "2", "1"), "Checksum"),
        (labelled("2", "2", "2"), "Template"),
    ] {
        let comparison = compared(&[labelled("1", "1", "1")], &[to]);
        assert_eq!(
            effect_lines(&comparison),
            [format!("Deployment/web restarts 1 by {cause}")]
        );
        assert!(!comparison.objects[0].noise_only, "{cause}");
    }
}

#[test]
fn an_operator_restarts_pods_for_fields_that_are_not_reloaded() {
    let prometheus = |spec: Value| object("monitoring.coreos.com/v1", "Prometheus", "web", spec);
    let old_prometheus = || {
        prometheus(json!({"retention": "15d", "scrapeInterval": "30s", "replicas": 2, "shards": 2}))
    };
    for (field, value, expected) in [
        (
            "/spec/retention",
            json!("30d"),
            vec!["Prometheus.monitoring.coreos.com/web restarts 4 by Operator"],
        ),
        ("/spec/scrapeInterval", json!("15s"), vec![]),
        ("/metadata/labels", json!({"team": "shop"}), vec![]),
    ] {
        assert_eq!(
            object_effects(old_prometheus(), set_field(old_prometheus(), field, value)),
            expected
        );
    }
}

#[test]
fn added_and_removed_workloads_do_not_restart() {
    assert_eq!(effect_lines(&compared(&[], &[deployment("1")])), [""; 0]);
    assert_eq!(effect_lines(&compared(&[deployment("1")], &[])), [""; 0]);
    assert_eq!(object_effects(deployment("1"), deployment("1")), [""; 0]);
}
