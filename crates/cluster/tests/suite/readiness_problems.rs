//! Why a workload is not ready, over scripted responses.

use astern_cluster::{
    NotReplaced, ProblemCause, ReadinessProblems, Terminating, Workload, WorkloadKind,
    readiness_problems, workload,
};
use astern_ledger::Timestamp;
use serde_json::{Value, json};

use crate::scripted_transport::ScriptedTransport;

fn db() -> Workload {
    Workload {
        kind: WorkloadKind::StatefulSet,
        namespace: "sts".parse().unwrap(),
        name: "db".to_owned(),
    }
}

/// A StatefulSet of three whose newest revision is `good`, observed up to a generation.
fn stateful_set(observed: i64) -> Value {
    json!({ "metadata": { "name": "db", "generation": 2 },
        "spec": { "replicas": 3, "selector": { "matchLabels": { "app": "db" } },
            "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 0 } } },
        "status": { "observedGeneration": observed, "replicas": 3, "readyReplicas": 2,
            "updatedReplicas": 2, "updateRevision": "good" } })
}

fn pod(name: &str, revision: &str, waiting: &str) -> Value {
    json!({ "metadata": { "name": name, "labels": { "controller-revision-hash": revision },
            "creationTimestamp": "2026-11-29T03:00:00Z" },
        "status": { "phase": "Pending", "containerStatuses": [{ "name": "db", "ready": false,
            "state": { "waiting": { "reason": waiting } } }] } })
}

fn ready_pod(name: &str) -> Value {
    json!({ "metadata": { "name": name, "labels": { "controller-revision-hash": "good" } },
        "status": { "phase": "Running", "conditions": [{ "type": "Ready", "status": "True" }] } })
}

/// Reads the workload and its problems at a time of 2026-11-29, after these responses to the questions about its pods.
fn problems(set: Value, responses: &[(u16, Value)], time: &str) -> ReadinessProblems {
    let responses = [(200, set)].into_iter().chain(responses.iter().cloned());
    let transport = ScriptedTransport::new(responses);
    let now = format!("2026-11-29T{time}Z").parse().unwrap();
    pollster::block_on(async {
        let readiness = workload(&transport, &db()).await.unwrap().unwrap();
        let found = readiness_problems(&transport, &db(), &readiness, late_since(), now).await;
        found.unwrap()
    })
}

fn late_since() -> Timestamp {
    "2026-11-29T03:00:30Z".parse().unwrap()
}

fn no_events() -> (u16, Value) {
    (200, json!({ "items": null }))
}

#[test]
fn the_older_pod_of_a_stateful_set_that_cannot_start_is_not_replaced() {
    let pods = json!({ "items": [ready_pod("db-0"), ready_pod("db-1"),
        pod("db-2", "bad", "ImagePullBackOff")] });
    let found = problems(stateful_set(2), &[(200, pods.clone())], "03:00:05");
    assert_eq!(found.older_failing, 1);
    let cause = ProblemCause::NotReplaced(NotReplaced::OrderedReady);
    assert_eq!(found.problems[0].cause, cause);
    assert_eq!(found.problems[0].seen_in.name, "db-2");
    // The status is that of the specification before, whose newest revision is another.
    let early = problems(
        stateful_set(1),
        &[(200, pods), no_events(), no_events()],
        "03:00:05",
    );
    assert!(early.problems.iter().all(|problem| problem.cause != cause));
}

#[test]
fn after_a_minute_the_state_of_a_pod_is_given_where_nothing_says_why() {
    let pods = json!({ "items": [pod("db-2", "good", "ContainerCreating")] });
    let responses = [(200, pods), no_events(), no_events()];
    let early = problems(stateful_set(2), &responses, "03:00:59");
    assert_eq!(early.problems, []);
    let late = problems(stateful_set(2), &responses, "03:01:00");
    let state = &late.problems[0];
    assert_eq!(state.cause, ProblemCause::NotSaid);
    assert_eq!(state.reason, "ContainerCreating");
    assert_eq!(state.seen_in.to_string(), "Pod db-2, container db");
}

#[test]
fn after_a_minute_without_pods_that_is_said() {
    let responses = [(200, json!({ "items": null })), no_events()];
    let early = problems(stateful_set(2), &responses, "03:01:29");
    assert_eq!(early.problems, []);
    let late = problems(stateful_set(2), &responses, "03:01:30");
    assert_eq!(late.problems[0].cause, ProblemCause::NotSaid);
    assert_eq!(late.problems[0].seen_in.to_string(), "StatefulSet db");
}

#[test]
fn a_pod_that_does_not_end_names_its_node() {
    let mut ending = ready_pod("db-2");
    ending["metadata"]["deletionTimestamp"] = json!("2026-11-29T03:00:00Z");
    ending["spec"] = json!({ "nodeName": "n1" });
    let pods = json!({ "items": [ending] });
    let gone = (
        404,
        json!({ "kind": "Status", "message": "nodes \"n1\" not found" }),
    );
    let found = problems(stateful_set(2), &[(200, pods.clone()), gone], "03:00:01");
    let cause = ProblemCause::Terminating(Terminating::NodeGone);
    assert_eq!(
        (found.problems[0].cause, &*found.problems[0].reason),
        (cause, "n1")
    );
    // Who may not read nodes is told that it does not end.
    let forbidden = (
        403,
        json!({ "kind": "Status", "message": "nodes is forbidden" }),
    );
    let found = problems(stateful_set(2), &[(200, pods), forbidden], "03:00:01");
    let cause = ProblemCause::Terminating(Terminating::Overdue);
    assert_eq!(found.problems[0].cause, cause);
}
