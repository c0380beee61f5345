//! Tests that the secrets of objects that the API server refuses are in nothing that the endpoint writes: not in the
//! events of the rollback, the journal, the log, or the Events.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, ReleaseRecord, RollbackRequest,
    TestEnvironment, User, can_i, eventually,
};
use serde_json::{Value, json};

/// Objects that the API server refuses, each with what is in the cluster before. A text is a manifest that is none. `@S`
/// stands for the secret, `@T` for it where it is part of a YAML text, `@N` for a secret number.
const CASES: &str = include_str!("invalid_objects.json");

/// The custom resource and the policy that they need.
const PREREQUISITES: &str = include_str!("invalid_objects.yaml");

/// How many rollbacks of one namespace run at once: half of what the endpoint runs.
const AT_ONCE: usize = 5;

/// How many entries the journal keeps at least.
const JOURNAL_LENGTH: usize = 40;

/// One of [`CASES`], with the secret put in.
struct Case {
    name: String,
    release: String,
    /// What is searched for in what the endpoint writes.
    secrets: [String; 2],
    target: String,
    before: Option<Value>,
}

/// Returns the secret in a form that is hard to tell from the message around it.
fn disguise(secret: &str, number: usize) -> String {
    match number % 10 {
        0 => secret.to_owned(),
        1 => format!("{secret} with spaces !"),
        2 => format!("\"{secret}\" and \"{secret}"),
        3 => format!("{secret}\\"),
        4 => format!("{secret}\nsecond {secret}\n"),
        5 => format!("{{{secret}: [{secret}"),
        6 => format!("{secret}: Invalid value: \"{secret}"),
        7 => format!("`{secret}' '{secret}"),
        8 => format!("{secret}x").repeat(1000),
        _ => format!("pässwörd-{secret}-密"),
    }
}

fn cases(prefix: &str) -> Result<Vec<Case>, Failure> {
    let cases: Vec<Value> = serde_json::from_str(CASES)?;
    let case = |(number, case): (usize, &Value)| {
        let release = format!("e{number:03}");
        let secret = format!("Zq7{prefix}{number:03}Vw");
        let secret_number = 81_700_000 + number;
        let put_in =
            |object: &Value| fill(object, &disguise(&secret, number), secret_number, &release);
        let target = match &case["target"] {
            Value::String(text) => text.replace("@name", &release).replace("@T", &secret),
            object => put_in(object).to_string(),
        };
        Case {
            name: case["case"].as_str().unwrap_or_default().to_owned(),
            secrets: [secret.clone(), secret_number.to_string()],
            target,
            before: case.get("before").map(put_in),
            release,
        }
    };
    Ok(cases.iter().enumerate().map(case).collect())
}

/// Puts the secret into an object.
fn fill(object: &Value, secret: &str, number: usize, name: &str) -> Value {
    let text = |text: &str| {
        text.replace("@name", name)
            .replace("@S2", secret)
            .replace("@S", secret)
    };
    match object {
        Value::String(placeholder) if placeholder == "@N" => number.into(),
        Value::String(value) => text(value).into(),
        Value::Array(items) => items
            .iter()
            .map(|item| fill(item, secret, number, name))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (text(key), fill(value, secret, number, name)))
            .collect(),
        other => other.clone(),
    }
}

/// Returns an object as helm leaves it in the cluster.
fn owned(mut object: Value, namespace: &str, release: &str) -> Value {
    object["metadata"]["namespace"] = namespace.into();
    object["metadata"]["labels"]["app.kubernetes.io/managed-by"] = "Helm".into();
    object["metadata"]["annotations"] = json!({
        "meta.helm.sh/release-name": release,
        "meta.helm.sh/release-namespace": namespace,
    });
    object
}

/// Creates the objects and the records of all cases.
fn prepare(
    environment: &TestEnvironment,
    namespace: &str,
    cases: &[Case],
    apply_method: Option<&str>,
) -> Result<(), Failure> {
    let mut items = Vec::new();
    for case in cases {
        let current = case.before.as_ref().map_or_else(
            || json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": format!("other-{}", case.release)}}),
            Clone::clone,
        );
        let before = case.before.clone();
        items.extend(before.map(|object| owned(object, namespace, &case.release)));
        let current = current.to_string();
        for (revision, status, manifest) in
            [(1, "superseded", &case.target), (2, "deployed", &current)]
        {
            let record = ReleaseRecord {
                namespace,
                release: &case.release,
                revision,
                status,
                manifest,
                apply_method,
            };
            items.push(record.secret()?);
        }
    }
    let list = json!({"apiVersion": "v1", "kind": "List", "items": items});
    environment.access.create(&list.to_string())?;
    Ok(())
}

/// Rolls every case back, and returns the events of each.
fn roll_back_all(
    client: &EndpointClient<'_>,
    namespace: &str,
    cases: &[Case],
    token: &str,
) -> Result<Vec<Vec<Value>>, Failure> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let events = roll_back(client, namespace, case, token);
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.push((case.release.clone(), events));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by(|(a, _), (b, _)| a.cmp(b));
    results.into_iter().map(|(_, events)| events).collect()
}

fn roll_back(
    client: &EndpointClient<'_>,
    namespace: &str,
    case: &Case,
    token: &str,
) -> Result<Vec<Value>, Failure> {
    let request = RollbackRequest {
        timeout_seconds: 20,
        wait: false,
        ..RollbackRequest::new(namespace, &case.release, 2, 1)
    };
    eventually("a slot for the rollback", || {
        let started = client.start_rollback(&request, Some(token))?;
        match started.status {
            202 => Ok(Some(())),
            429 => Ok(None),
            _ => Err(Failure::new(started.text)),
        }
    })?;
    client.follow(&request, token)
}

fn no_secret_is_written(
    helm: HelmVersion,
    apply_method: Option<&str>,
    namespaces: [&'static str; 2],
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let [namespace, open] = namespaces;
    environment.access.apply(PREREQUISITES)?;
    let chart = Chart::install(&environment, helm, namespace, &[open])?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, open)?;
    let account = format!("system:serviceaccount:{open}:astern-rollback");
    eventually("the account's right to custom resources", || {
        let what = ["patch", "vaults.shop.example", "--namespace", open];
        Ok(can_i(&environment, &account, &what)?.then_some(()))
    })?;
    let cases = cases(apply_method.unwrap_or("none"))?;
    assert!(cases.len() >= 100);
    prepare(&environment, open, &cases, apply_method)?;
    let endpoint = InClusterEndpoint::start(&chart, helm)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    let token = client.mint(open)?;
    let read = |what: &str| {
        let arguments = ["get", what, "--namespace", open, "--output", "json"];
        environment.access.kubectl(arguments)
    };

    let (mut written, mut failed) = (Vec::new(), 0);
    for batch in cases.chunks(JOURNAL_LENGTH) {
        for (case, events) in batch
            .iter()
            .zip(roll_back_all(&client, open, batch, &token)?)
        {
            let outcome = &events.last().unwrap_or(&Value::Null)["what"]["outcome"];
            failed += usize::from(outcome["result"] == "failed");
            written.push((
                format!("the events of {}", case.name),
                json!(events).to_string(),
            ));
        }
        written.push(("the journal".to_owned(), read("configmap/astern-journal")?));
    }
    written.push(("the log".to_owned(), endpoint.output()));
    written.push(("the Events".to_owned(), read("events.events.k8s.io")?));
    let leaks: Vec<String> = written
        .iter()
        .flat_map(|(place, text)| {
            let found = cases
                .iter()
                .filter(|case| case.secrets.iter().any(|secret| text.contains(secret)));
            found.map(move |case| format!("{place} has the secret of: {}", case.name))
        })
        .collect();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    // The API server takes a few of them, with a warning.
    assert!(failed >= 100, "only {failed} rollbacks failed");
    let log = endpoint.output();
    for said in [
        "data: field is immutable",
        "spec.selector: field is immutable",
        "an admission policy denied it",
    ] {
        assert!(
            log.contains(said) || apply_method == Some("ssa"),
            "{said} is not in the log"
        );
    }
    // So many releases would fill the list that other tests look at.
    let releases = ["--selector", "owner=helm", "--namespace", open];
    environment.access.kubectl(
        ["delete", "secrets", "--wait=false"]
            .into_iter()
            .chain(releases),
    )?;
    Ok(())
}

#[test]
fn no_secret_of_a_refused_object_is_written_with_helm_3() -> Result<(), Failure> {
    no_secret_is_written(HelmVersion::V3, None, ["said-3", "said-3-a"])
}

#[test]
fn no_secret_of_a_refused_object_is_written_with_helm_4() -> Result<(), Failure> {
    no_secret_is_written(HelmVersion::V4, Some("csa"), ["said-4", "said-4-a"])
}

#[test]
fn no_secret_of_a_refused_object_is_written_with_server_side_apply() -> Result<(), Failure> {
    no_secret_is_written(HelmVersion::V4, Some("ssa"), ["said-4-s", "said-4-s-a"])
}
