//! Tests of the journal in laptop mode: it records a rollback, and the next astern reads it.

use end_to_end::{
    Failure, HelmVersion, LaptopEndpoint, Response, Scenario, TestEnvironment, User, plain_request,
    statuses,
};
use serde_json::{Value, json};

const ID: &str = "0123456789abcdef0123456789abcdef";

fn send(
    astern: &LaptopEndpoint,
    method: &str,
    path: &str,
    body: &str,
) -> Result<(Response, Vec<Value>), Failure> {
    let (port, token) = astern.port_and_token()?;
    let headers = [
        ("Host", &*format!("127.0.0.1:{port}")),
        ("Content-Type", "application/json"),
        ("X-Astern-Token", token),
    ];
    let response = plain_request(port, method, path, &headers, body)?;
    // The lines of JSON between the headers and the chunk sizes.
    let lines = response.text.lines();
    let json = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let json = json.filter(Value::is_object).collect();
    Ok((response, json))
}

fn roll_back(astern: &LaptopEndpoint, namespace: &str) -> Result<Vec<Value>, Failure> {
    let body = json!({ "request_id": ID, "namespace": namespace, "release": "sessions", "target": 1,
        "expected_current": 2, "reason": "sessions are lost", "claimed_by": "jane" });
    let (started, _) = send(astern, "POST", "/astern/v1/rollbacks", &body.to_string())?;
    assert_eq!(started.status, 202, "{}", started.text);
    follow(astern, namespace)
}

fn follow(astern: &LaptopEndpoint, namespace: &str) -> Result<Vec<Value>, Failure> {
    let path = format!("/astern/v1/rollbacks/{ID}?namespace={namespace}&from=0");
    let (followed, events) = send(astern, "GET", &path, "")?;
    assert_eq!(followed.status, 200, "{}", followed.text);
    Ok(events)
}

fn outcome(events: &[Value]) -> Value {
    let last = events.last().map(|event| event["what"]["outcome"].clone());
    last.unwrap_or_default()
}

#[test]
fn a_rollback_is_journalled_and_read_by_the_next_astern() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "journal-kept";
    let scenario = Scenario::sessions(HelmVersion::V4, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let done = json!({ "result": "done", "revision": 3 });
    assert_eq!(outcome(&roll_back(&astern, namespace)?), done);

    let arguments = [
        "get",
        "configmap",
        "astern-journal",
        "--namespace",
        namespace,
        "--output",
        "json",
    ];
    let journal: Value = serde_json::from_str(&environment.access.kubectl(arguments)?)?;
    assert_eq!(
        journal["metadata"]["labels"]["app.kubernetes.io/managed-by"],
        "astern"
    );
    let entry: Value = serde_json::from_str(journal["data"][ID].as_str().unwrap_or_default())?;
    assert_eq!(entry["end"]["outcome"], done);
    assert_eq!(entry["rollback"]["reason"], "sessions are lost");
    assert_eq!(entry["run_by"]["place"], "laptop");
    let events = environment.access.kubectl([
        "get",
        "events",
        "--namespace",
        namespace,
        "--field-selector",
        "reason=RolledBack",
        "--output",
        "jsonpath={.items[*].message}",
    ])?;
    assert!(events.contains("as revision 3"), "{events}");

    // Another astern knows the rollback: the same request is the same rollback.
    drop(astern);
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let events = roll_back(&astern, namespace)?;
    assert_eq!(outcome(&events), done);
    assert_eq!(
        statuses(&environment, &scenario)?,
        ["superseded", "superseded", "deployed"]
    );
    let path = format!("/astern/v1/journal?namespace={namespace}&release=sessions");
    let (_, journal) = send(&astern, "GET", &path, "")?;
    let entries = journal.first().map(|journal| journal["entries"].clone());
    assert_eq!(entries, Some(json!([entry])));
    Ok(())
}

/// A user who may roll back but may not write the journal can roll back.
#[test]
fn a_user_who_may_not_write_the_journal_is_warned() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "journal-refused";
    let scenario = Scenario::sessions(HelmVersion::V3, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    // The rights that this chart needs, without ConfigMaps.
    environment.access.apply(&format!(
        r#"
        {{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
          "metadata": {{"name": "roll-back", "namespace": "{namespace}"}},
          "rules": [{{"apiGroups": ["", "apps"], "resources": ["secrets", "services", "deployments", "replicasets", "pods"],
            "verbs": ["*"]}}]}}
        "#
    ))?;
    environment.access.kubectl([
        "create",
        "rolebinding",
        "roll-back",
        "--namespace",
        namespace,
        "--role=roll-back",
        "--user=oncall",
    ])?;
    let astern = LaptopEndpoint::start(&environment, User::OnCall, scenario.helm)?;
    let events = roll_back(&astern, namespace)?;
    let done = json!({ "result": "done", "revision": 3 });
    assert_eq!(outcome(&events), done, "{events:?}");
    let warned = events
        .iter()
        .find(|event| event["what"]["kind"] == "warned");
    let text = warned.map(|event| event["what"]["message"].to_string());
    let text = text.unwrap_or_default();
    assert!(
        text.contains("oncall may not get configmaps in namespace journal-refused"),
        "{text}"
    );
    Ok(())
}
