//! What the cluster shows of the workloads of revisions, over scripted responses.

use std::collections::BTreeMap;

use astern_cluster::{WorkloadReader, workload_evidence};
use astern_fixtures::Size;
use astern_ledger::{PodsSeen, Revision, RevisionEvidence, Timestamp, WorkloadEvidence};
use serde_json::{Value, json};

use crate::scripted_transport::ScriptedTransport;

const NOW: &str = "2026-11-29T12:00:00Z";

fn deployment(kind: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n  template:\n    \
         metadata: {{labels: {{app: web}}}}\n    spec: {{containers: [{{name: web, image: {image}}}]}}\n"
    )
}

fn template(image: &str, hash: &str) -> Value {
    json!({ "metadata": { "labels": { "app": "web", "pod-template-hash": hash } },
        "spec": { "containers": [{ "name": "web", "image": image, "imagePullPolicy": "IfNotPresent" }],
            "restartPolicy": "Always" } })
}

fn owner(name: &str, kind: &str, hash: &str) -> Value {
    json!({ "name": name, "labels": { "app": "web", "pod-template-hash": hash },
        "ownerReferences": [{ "kind": kind, "name": "web" }] })
}

fn replica_set(image: &str, hash: &str) -> Value {
    json!({ "metadata": owner(&format!("web-{hash}"), "Deployment", hash), "spec": { "template": template(image, hash) } })
}

fn ready_pod(label: &str, hash: &str) -> Value {
    json!({ "metadata": { "name": format!("web-{hash}-a"), "labels": { label: hash } },
        "status": { "phase": "Running",
            "conditions": [{ "type": "Ready", "status": "True", "lastTransitionTime": "2026-11-29T10:00:00Z" }] } })
}

fn failing_pod(label: &str, hash: &str) -> Value {
    json!({ "metadata": { "name": format!("web-{hash}-b"), "labels": { label: hash } },
        "status": { "phase": "Pending", "containerStatuses": [{ "name": "web", "ready": false,
            "state": { "waiting": { "reason": "ImagePullBackOff" } } }] } })
}

/// Reads the evidence of three revisions with these images, after responses to the list of templates and to that of pods.
fn evidence(kind: &str, responses: &[(u16, Value)]) -> BTreeMap<Revision, RevisionEvidence> {
    let revisions: BTreeMap<Revision, _> = ["web:1", "web:2", "web:3"]
        .into_iter()
        .zip(1_u32..)
        .map(|(image, number)| {
            let mut release = astern_fixtures::release(Size { objects: 0 }, number);
            release.manifest = deployment(kind, image);
            (
                number.try_into().unwrap(),
                Some(WorkloadReader::new(&release).finish()),
            )
        })
        .collect();
    let transport = ScriptedTransport::new(responses.iter().cloned());
    let now: Timestamp = NOW.parse().unwrap();
    let found = pollster::block_on(workload_evidence(&transport, &revisions, now)).unwrap();
    let WorkloadEvidence::Read(found) = found else {
        panic!("it was read");
    };
    found
}

fn pods(found: &BTreeMap<Revision, RevisionEvidence>) -> Vec<PodsSeen> {
    found.values().map(|known| known.pods.clone()).collect()
}

fn failing() -> PodsSeen {
    PodsSeen::Failing {
        workload: "Deployment/web".to_owned(),
    }
}

fn serving() -> PodsSeen {
    PodsSeen::Ready {
        ready: 1,
        of: 1,
        lasting: std::time::Duration::from_secs(7_200),
    }
}

#[test]
fn pods_of_an_older_replica_set_that_still_serve_show_that_its_revision_ran() {
    let sets = json!({ "items": [replica_set("web:1", "a"), replica_set("web:2", "b"), replica_set("web:3", "c")] });
    let list = json!({ "items": [ready_pod("pod-template-hash", "b"), failing_pod("pod-template-hash", "c")] });
    let found = evidence("Deployment", &[(200, sets), (200, list)]);
    assert_eq!(pods(&found), [PodsSeen::Nothing, serving(), failing()]);
}

#[test]
fn pods_that_the_api_server_refuses_fail_too() {
    let mut refused = replica_set("web:3", "c");
    refused["status"] = json!({ "conditions": [{ "type": "ReplicaFailure", "status": "True" }] });
    let sets = json!({ "items": [refused] });
    let found = evidence(
        "Deployment",
        &[(200, sets), (200, json!({ "items": null }))],
    );
    assert_eq!(
        pods(&found),
        [PodsSeen::Nothing, PodsSeen::Nothing, failing()]
    );
}

/// The pods of a StatefulSet have the name of their ControllerRevision as a label.
#[test]
fn the_revisions_of_a_stateful_set_are_known_by_their_controller_revisions() {
    let revision = |image: &str, name: &str| {
        let mut template = template(image, "");
        template["$patch"] = json!("replace");
        json!({ "metadata": owner(name, "StatefulSet", ""), "data": { "spec": { "template": template } } })
    };
    let revisions = json!({ "items": [revision("web:2", "web-b"), revision("web:3", "web-c")] });
    let label = "controller-revision-hash";
    let list = json!({ "items": [ready_pod(label, "web-b"), failing_pod(label, "web-c")] });
    let found = evidence("StatefulSet", &[(200, revisions), (200, list)]);
    let failing = PodsSeen::Failing {
        workload: "StatefulSet/web".to_owned(),
    };
    assert_eq!(pods(&found), [PodsSeen::Nothing, serving(), failing]);
}

#[test]
fn replica_sets_of_others_and_what_may_not_be_read_show_nothing() {
    let mut other = replica_set("web:2", "b");
    other["metadata"]["ownerReferences"][0]["name"] = json!("another");
    let list = json!({ "items": [ready_pod("pod-template-hash", "b")] });
    let found = evidence(
        "Deployment",
        &[(200, json!({ "items": [other] })), (200, list)],
    );
    assert_eq!(
        pods(&found),
        [PodsSeen::Nothing, PodsSeen::Nothing, PodsSeen::Nothing]
    );
    let refused = json!({ "kind": "Status", "code": 403, "reason": "Forbidden", "message": "no" });
    let found = evidence("Deployment", &[(403, refused)]);
    assert_eq!(
        pods(&found),
        [PodsSeen::Nothing, PodsSeen::Nothing, PodsSeen::Nothing]
    );
}
