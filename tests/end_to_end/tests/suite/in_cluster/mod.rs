//! Tests of rolling back in the cluster: the chart is installed, the endpoint is reached through the API server's
//! service proxy, and users run `kubectl proxy`.

mod authorization;
mod browser;
mod concurrency;
mod faults;
mod helm_errors;
mod outages;
mod page;
mod phases;
mod proof;
mod rolling_back;
mod token_expiry;

use end_to_end::{
    Action, EndpointClient, Failure, HelmVersion, RollbackRequest, Scenario, TestEnvironment,
    eventually, helm_history, journal_entry,
};
use serde_json::Value;

/// A role for custom resources, as the chart's README describes: `edit` does not include them by default.
const PROMOTIONS: &str = r#"
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "promotions",
  "labels": {"rbac.authorization.k8s.io/aggregate-to-edit": "true"}},
 "rules": [{"apiGroups": ["shop.example"], "resources": ["promotions"], "verbs": ["*"]}]}
"#;

/// Returns a scenario whose revision 1 never becomes ready and whose revision 2 works: a rollback to 1 waits.
fn never_ready(helm: HelmVersion, namespace: &'static str) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        actions: &[
            Action::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
            // Helm reuses the previous values unless a value is set.
            Action::DeployAndWait("1.0.0", &["fail="]),
        ],
    }
}

/// Removes the annotation that prevents the pods of revision 1 from becoming ready.
fn remove_pod_failure(environment: &TestEnvironment, scenario: &Scenario) -> Result<(), Failure> {
    let arguments = ["annotate", "pods", "--all", "astern.test/fail-"];
    let in_namespace = ["--namespace", scenario.namespace];
    environment
        .access
        .kubectl(arguments.into_iter().chain(in_namespace))?;
    Ok(())
}

/// Returns the newest revision and its status.
fn newest_revision(
    environment: &TestEnvironment,
    scenario: &Scenario,
) -> Result<(u64, String), Failure> {
    let history = helm_history(environment, scenario)?;
    let newest_revision = history.into_iter().next_back();
    newest_revision
        .map(|entry| (entry.revision, entry.status))
        .ok_or_else(|| Failure::new("no revision"))
}

/// Returns the journal entry of a request.
fn entry(environment: &TestEnvironment, request: &RollbackRequest) -> Result<Value, Failure> {
    journal_entry(environment, request)?.ok_or_else(|| Failure::new("nothing in the journal"))
}

/// Returns whether the journal has the end of a request: an outcome with the same result, advice and records, whose message is
/// the journal's own, because helm's words are not written there.
fn is_journalled(
    environment: &TestEnvironment,
    request: &RollbackRequest,
    outcome: &Value,
) -> Result<bool, Failure> {
    let mut journalled = entry(environment, request)?["end"]["outcome"].take();
    if journalled["message"].is_string() {
        journalled["message"] = outcome["message"].clone();
    }
    Ok(journalled == *outcome)
}

/// Waits until helm has created the revision and waits for readiness.
fn wait_for_pending_rollback(
    environment: &TestEnvironment,
    scenario: &Scenario,
    revision: u64,
) -> Result<(), Failure> {
    eventually("the revision that the rollback makes", || {
        let now = newest_revision(environment, scenario)?;
        Ok((now == (revision, "pending-rollback".to_owned())).then_some(()))
    })
}

/// Starts a rollback from revision 2 to 1, and waits until helm waits for readiness.
fn start_rollback_and_wait(
    client: &EndpointClient<'_>,
    environment: &TestEnvironment,
    scenario: &Scenario,
    token: &str,
    timeout_seconds: u64,
) -> Result<RollbackRequest, Failure> {
    let request = RollbackRequest {
        timeout_seconds,
        ..RollbackRequest::new(scenario.namespace, scenario.release, 2, 1)
    };
    let started = client.start_rollback(&request, Some(token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    wait_for_pending_rollback(environment, scenario, 3)?;
    Ok(request)
}

/// Checks that the outcome gives the newest revision and its status as Helm has stored them.
fn assert_outcome_matches_ledger(
    outcome: &Value,
    environment: &TestEnvironment,
    scenario: &Scenario,
) -> Result<(), Failure> {
    let (revision, status) = newest_revision(environment, scenario)?;
    assert_eq!(outcome["recorded"]["revision"], revision, "{outcome}");
    assert_eq!(outcome["recorded"]["status"], *status, "{outcome}");
    Ok(())
}

/// Checks that a rollback to `target` succeeds after what happened before.
fn assert_retry_succeeds(
    client: &EndpointClient<'_>,
    environment: &TestEnvironment,
    scenario: &Scenario,
    token: &str,
    target: u64,
) -> Result<(), Failure> {
    let (current, _) = newest_revision(environment, scenario)?;
    let retry = RollbackRequest::new(scenario.namespace, scenario.release, current, target);
    let started = client.start_rollback(&retry, Some(token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    let outcome = client.outcome(&retry, token)?;
    assert_eq!(outcome["result"], "done", "{outcome}");
    assert_eq!(
        newest_revision(environment, scenario)?,
        (current + 1, "deployed".to_owned())
    );
    assert_eq!(
        entry(environment, &retry)?["end"]["outcome"]["result"],
        "done"
    );
    Ok(())
}
