//! Which ConfigMaps and Secrets change without their pods noticing.

use crate::fixtures::{compared, manifest, object, release, with_hook};
use astern_compare::{Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

/// The ConfigMap `web` and the Secret `web`.
fn configs(a: &str, b: &str) -> Vec<Value> {
    let config = |kind: &str| json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": "web"}, "data": {"a": a, "b": b}});
    vec![config("ConfigMap"), config("Secret")]
}

fn reader(kind: &str, pod: &Value) -> Value {
    let api_version = if kind == "CronJob" || kind == "Job" {
        "batch/v1"
    } else {
        "apps/v1"
    };
    let spec = match kind {
        "CronJob" => json!({"jobTemplate": {"spec": {"template": {"spec": pod}}}}),
        _ => json!({"template": {"spec": pod}}),
    };
    object(api_version, kind, "web", spec)
}

/// `ConfigMap/web: Deployment/web Environment`, and `Secret/web: unread`.
fn said(comparison: &Comparison) -> Vec<String> {
    let effects = &comparison.effects;
    let unnoticed = effects.stale_configuration.iter().map(|unnoticed| {
        let readers: Vec<_> = unnoticed
            .readers
            .iter()
            .map(|reader| format!("{} {:?}", reader.workload, reader.method))
            .collect();
        format!("{}: {}", unnoticed.object, readers.join(", "))
    });
    let unread = effects
        .unreferenced
        .iter()
        .map(|id| format!("{id}: unread"));
    unnoticed.chain(unread).collect()
}

/// What is said when `a` differs and this Deployment, which is the same on both sides, reads it in its way.
fn read_by(pod: Value) -> Vec<String> {
    let side = |a: &str| [configs(a, "1"), vec![reader("Deployment", &pod)]].concat();
    said(&compared(&side("1"), &side("2")))
}

fn environment(container: Value) -> Value {
    json!({"containers": [container]})
}

fn volumes(volume: Value, mount: Value) -> Value {
    let mut mount = mount;
    mount["name"] = json!("files");
    let mut volume = volume;
    volume["name"] = json!("files");
    json!({"containers": [{"name": "web", "volumeMounts": [mount]}], "volumes": [volume]})
}

#[test]
fn each_way_of_reading_lags_in_its_own_way() {
    const MAP: &str = "ConfigMap/web: Deployment/web";
    const SECRET: &str = "Secret/web: Deployment/web";
    let map_key = |key: &str| json!([{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "web", "key": key}}}]);
    let secret_key = |key: &str| json!([{"name": "A", "valueFrom": {"secretKeyRef": {"name": "web", "key": key}}}]);
    let item = |key: &str| json!([{"key": key, "path": "file"}]);
    for (pod, map, secret) in [
        (
            environment(json!({"envFrom": [{"configMapRef": {"name": "web"}}]})),
            Some(format!("{MAP} Environment")),
            None,
        ),
        (
            environment(json!({"envFrom": [{"secretRef": {"name": "web"}}]})),
            None,
            Some(format!("{SECRET} Environment")),
        ),
        (
            environment(json!({"env": map_key("a")})),
            Some(format!("{MAP} Environment")),
            None,
        ),
        (
            environment(json!({"env": secret_key("a")})),
            None,
            Some(format!("{SECRET} Environment")),
        ),
        (
            volumes(json!({"configMap": {"name": "web"}}), json!({})),
            Some(format!("{MAP} Volume")),
            None,
        ),
        (
            volumes(json!({"secret": {"secretName": "web"}}), json!({})),
            None,
            Some(format!("{SECRET} Volume")),
        ),
        (
            volumes(
                json!({"configMap": {"name": "web", "items": item("a")}}),
                json!({}),
            ),
            Some(format!("{MAP} Volume")),
            None,
        ),
        (
            volumes(
                json!({"configMap": {"name": "web"}}),
                json!({"subPath": "a"}),
            ),
            Some(format!("{MAP} SubPath")),
            None,
        ),
        (
            volumes(
                json!({"configMap": {"name": "web", "items": item("a")}}),
                json!({"subPath": "file"}),
            ),
            Some(format!("{MAP} SubPath")),
            None,
        ),
        (
            volumes(
                json!({"projected": {"sources": [{"secret": {"name": "web"}}]}}),
                json!({}),
            ),
            None,
            Some(format!("{SECRET} Volume")),
        ),
    ] {
        let map = map.unwrap_or_else(|| "ConfigMap/web: unread".to_owned());
        let secret = secret.unwrap_or_else(|| "Secret/web: unread".to_owned());
        let mut expected = vec![map, secret];
        expected.sort_by_key(|line| line.ends_with("unread"));
        assert_eq!(read_by(pod.clone()), expected, "{pod}");
    }
}

#[test]
fn a_key_that_is_not_read_is_not_missed() {
    let secret = "Secret/web: unread";
    for pod in [
        environment(
            json!({"env": [{"name": "B", "valueFrom": {"configMapKeyRef": {"name": "web", "key": "b"}}}]}),
        ),
        volumes(
            json!({"configMap": {"name": "web"}}),
            json!({"subPath": "b"}),
        ),
        volumes(
            json!({"configMap": {"name": "web", "items": [{"key": "b", "path": "a"}]}}),
            json!({}),
        ),
    ] {
        assert_eq!(read_by(pod.clone()), [secret], "{pod}");
    }
}

#[test]
fn of_several_ways_the_one_that_lags_most_is_told() {
    let mut pod = volumes(json!({"configMap": {"name": "web"}}), json!({}));
    pod["containers"][0]["envFrom"] =
        json!([{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "web"}}]);
    assert_eq!(
        read_by(pod),
        [
            "ConfigMap/web: Deployment/web Environment",
            "Secret/web: Deployment/web Environment"
        ]
    );
}

#[test]
fn pods_that_are_made_anew_notice() {
    let pod = environment(
        json!({"envFrom": [{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "web"}}]}),
    );
    let mut other = pod.clone();
    other["containers"][0]["image"] = json!("web:2");
    // It restarts, it is new, or each run has pods of its own.
    for (from, to) in [
        (
            vec![reader("Deployment", &pod)],
            vec![reader("Deployment", &other)],
        ),
        (vec![], vec![reader("Deployment", &pod)]),
        (vec![reader("CronJob", &pod)], vec![reader("CronJob", &pod)]),
    ] {
        let (from, to) = (
            [configs("1", "1"), from].concat(),
            [configs("2", "1"), to].concat(),
        );
        assert_eq!(said(&compared(&from, &to)), [""; 0]);
    }
}

#[test]
fn labels_of_a_configmap_are_nothing_to_notice() {
    let map = |label: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "labels": {"a": label}}});
    assert_eq!(said(&compared(&[map("1")], &[map("2")])), [""; 0]);
}

#[test]
fn an_operator_that_reads_a_configuration_again_notices() {
    let side = |text: &str| {
        let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "alertmanager-web"}, "stringData": {"alertmanager.yaml": text}});
        [
            secret,
            object("monitoring.coreos.com/v1", "Alertmanager", "web", json!({})),
        ]
    };
    assert_eq!(said(&compared(&side("1"), &side("2"))), [""; 0]);
}

#[test]
fn a_hook_reads_what_is_there_when_it_runs() {
    let hook = |job: &Value| {
        let mut job = job.clone();
        job["metadata"]["annotations"] = json!({"helm.sh/hook": "pre-upgrade"});
        astern_manifest::to_yaml(&job)
    };
    let job = reader(
        "Job",
        &environment(json!({"envFrom": [{"configMapRef": {"name": "web"}}]})),
    );
    let side = |revision, value| {
        with_hook(
            release(revision, "1", json!({}), &manifest(&configs(value, "1"))),
            &hook(&job),
        )
    };
    let comparison = compare(&side(1, "1"), &side(2, "2"), &Masking::off());
    assert_eq!(said(&comparison), ["Secret/web: unread"]);
}
