//! Tests of stale configuration: ConfigMaps and Secrets that change while running pods keep the old content.

use crate::fixtures::{add_hook, compared, manifest, object, release};
use astern_compare::{Comparison, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

/// Returns the ConfigMap `web` and the Secret `web`, both with the keys `a` and `b`.
fn config_map_and_secret(a: &str, b: &str) -> Vec<Value> {
    let config = |kind: &str| json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": "web"}, "data": {"a": a, "b": b}});
    vec![config("ConfigMap"), config("Secret")]
}

/// Returns a workload with a pod spec.
fn workload(kind: &str, pod_spec: &Value) -> Value {
    let api_version = if kind == "CronJob" || kind == "Job" {
        "batch/v1"
    } else {
        "apps/v1"
    };
    let spec = match kind {
        "CronJob" => json!({"jobTemplate": {"spec": {"template": {"spec": pod_spec}}}}),
        _ => json!({"template": {"spec": pod_spec}}),
    };
    object(api_version, kind, "web", spec)
}

/// Returns one line for each stale object, with the workloads that read it, such as
/// `ConfigMap/web: Deployment/web Environment`, and one for each unreferenced object, such as `Secret/web: unread`.
fn stale_lines(comparison: &Comparison) -> Vec<String> {
    let effects = &comparison.effects;
    let stale = effects.stale_configuration.iter().map(|stale| {
        let readers: Vec<_> = stale
            .readers
            .iter()
            .map(|reader| format!("{} {:?}", reader.workload, reader.method))
            .collect();
        format!("{}: {}", stale.object, readers.join(", "))
    });
    let unread = effects
        .unreferenced
        .iter()
        .map(|id| format!("{id}: unread"));
    stale.chain(unread).collect()
}

/// Returns [`stale_lines`] for a change of the key `a` of both objects. A Deployment with the pod spec is unchanged.
fn stale_lines_for_pod(pod: Value) -> Vec<String> {
    let side = |a: &str| {
        [
            config_map_and_secret(a, "1"),
            vec![workload("Deployment", &pod)],
        ]
        .concat()
    };
    stale_lines(&compared(&side("1"), &side("2")))
}

/// Returns a pod spec with one container.
fn pod_with_container(container: Value) -> Value {
    json!({"containers": [container]})
}

/// Returns a pod spec with a volume and its mount.
fn pod_with_volume(volume: Value, mount: Value) -> Value {
    let mut mount = mount;
    mount["name"] = json!("files");
    let mut volume = volume;
    volume["name"] = json!("files");
    json!({"containers": [{"name": "web", "volumeMounts": [mount]}], "volumes": [volume]})
}

#[test]
fn the_method_of_reading_is_reported() {
    const MAP: &str = "ConfigMap/web: Deployment/web";
    const SECRET: &str = "Secret/web: Deployment/web";
    let map_key = |key: &str| json!([{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "web", "key": key}}}]);
    let secret_key = |key: &str| json!([{"name": "A", "valueFrom": {"secretKeyRef": {"name": "web", "key": key}}}]);
    let item = |key: &str| json!([{"key": key, "path": "file"}]);
    for (pod, map, secret) in [
        (
            pod_with_container(json!({"envFrom": [{"configMapRef": {"name": "web"}}]})),
            Some(format!("{MAP} Environment")),
            None,
        ),
        (
            pod_with_container(json!({"envFrom": [{"secretRef": {"name": "web"}}]})),
            None,
            Some(format!("{SECRET} Environment")),
        ),
        (
            pod_with_container(json!({"env": map_key("a")})),
            Some(format!("{MAP} Environment")),
            None,
        ),
        (
            pod_with_container(json!({"env": secret_key("a")})),
            None,
            Some(format!("{SECRET} Environment")),
        ),
        (
            pod_with_volume(json!({"configMap": {"name": "web"}}), json!({})),
            Some(format!("{MAP} Volume")),
            None,
        ),
        (
            pod_with_volume(json!({"secret": {"secretName": "web"}}), json!({})),
            None,
            Some(format!("{SECRET} Volume")),
        ),
        (
            pod_with_volume(
                json!({"configMap": {"name": "web", "items": item("a")}}),
                json!({}),
            ),
            Some(format!("{MAP} Volume")),
            None,
        ),
        (
            pod_with_volume(
                json!({"configMap": {"name": "web"}}),
                json!({"subPath": "a"}),
            ),
            Some(format!("{MAP} SubPath")),
            None,
        ),
        (
            pod_with_volume(
                json!({"configMap": {"name": "web", "items": item("a")}}),
                json!({"subPath": "file"}),
            ),
            Some(format!("{MAP} SubPath")),
            None,
        ),
        (
            pod_with_volume(
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
        assert_eq!(stale_lines_for_pod(pod.clone()), expected, "{pod}");
    }
}

#[test]
fn a_workload_that_does_not_read_the_changed_key_is_not_stale() {
    let secret = "Secret/web: unread";
    for pod in [
        pod_with_container(
            json!({"env": [{"name": "B", "valueFrom": {"configMapKeyRef": {"name": "web", "key": "b"}}}]}),
        ),
        pod_with_volume(
            json!({"configMap": {"name": "web"}}),
            json!({"subPath": "b"}),
        ),
        pod_with_volume(
            json!({"configMap": {"name": "web", "items": [{"key": "b", "path": "a"}]}}),
            json!({}),
        ),
    ] {
        assert_eq!(stale_lines_for_pod(pod.clone()), [secret], "{pod}");
    }
}

#[test]
fn of_several_methods_the_one_that_stays_stale_longest_is_reported() {
    let mut pod = pod_with_volume(json!({"configMap": {"name": "web"}}), json!({}));
    pod["containers"][0]["envFrom"] =
        json!([{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "web"}}]);
    assert_eq!(
        stale_lines_for_pod(pod),
        [
            "ConfigMap/web: Deployment/web Environment",
            "Secret/web: Deployment/web Environment"
        ]
    );
}

#[test]
fn replaced_pods_are_not_stale() {
    let pod = pod_with_container(
        json!({"envFrom": [{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "web"}}]}),
    );
    let mut changed_pod = pod.clone();
    changed_pod["containers"][0]["image"] = json!("web:2");
    // A Deployment that restarts, a Deployment that is added, and a CronJob, each run of which creates new pods.
    for (from, to) in [
        (
            vec![workload("Deployment", &pod)],
            vec![workload("Deployment", &changed_pod)],
        ),
        (vec![], vec![workload("Deployment", &pod)]),
        (
            vec![workload("CronJob", &pod)],
            vec![workload("CronJob", &pod)],
        ),
    ] {
        let (from, to) = (
            [config_map_and_secret("1", "1"), from].concat(),
            [config_map_and_secret("2", "1"), to].concat(),
        );
        assert_eq!(stale_lines(&compared(&from, &to)), [""; 0]);
    }
}

#[test]
fn changed_labels_of_a_configmap_are_not_stale_configuration() {
    let map = |label: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "labels": {"a": label}}});
    assert_eq!(stale_lines(&compared(&[map("1")], &[map("2")])), [""; 0]);
}

#[test]
fn configuration_that_an_operator_reloads_is_not_stale() {
    let side = |text: &str| {
        let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "alertmanager-web"}, "stringData": {"alertmanager.yaml": text}});
        [
            secret,
            object("monitoring.coreos.com/v1", "Alertmanager", "web", json!({})),
        ]
    };
    assert_eq!(stale_lines(&compared(&side("1"), &side("2"))), [""; 0]);
}

#[test]
fn a_hook_reads_the_current_configuration_when_it_runs() {
    let hook = |job: &Value| {
        let mut job = job.clone();
        job["metadata"]["annotations"] = json!({"helm.sh/hook": "pre-upgrade"});
        astern_manifest::to_yaml(&job)
    };
    let job = workload(
        "Job",
        &pod_with_container(json!({"envFrom": [{"configMapRef": {"name": "web"}}]})),
    );
    let side = |revision, value| {
        add_hook(
            release(
                revision,
                "1",
                json!({}),
                &manifest(&config_map_and_secret(value, "1")),
            ),
            &hook(&job),
        )
    };
    let comparison = compare(&side(1, "1"), &side(2, "2"), &Masking::off());
    assert_eq!(stale_lines(&comparison), ["Secret/web: unread"]);
}
