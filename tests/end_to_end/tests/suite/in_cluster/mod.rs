//! Rolling back in the cluster: the chart installed, the endpoint behind the API server's service proxy, people with
//! `kubectl proxy`.

mod authorization;
mod browser;
mod concurrency;
mod faults;
mod outages;
mod page;
mod phases;
mod rolling_back;
mod token_expiry;

use end_to_end::{
    Action, EndpointClient, Failure, HelmVersion, RollbackRequest, Scenario, TestEnvironment,
    eventually, helm_history, journal_entry,
};
use serde_json::Value;

/// As the chart's README says: `edit` knows no custom resources until it is told of them.
const PROMOTIONS: &str = r#"
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "promotions",
  "labels": {"rbac.authorization.k8s.io/aggregate-to-edit": "true"}},
 "rules": [{"apiGroups": ["shop.example"], "resources": ["promotions"], "verbs": ["*"]}]}
"#;

/// Revision 1 never becomes ready, revision 2 is well: a rollback to 1 waits until something happens to it.
fn never_ready(helm: HelmVersion, namespace: &'static str) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        actions: &[
            Action::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
            // Helm takes over the values of the revision before unless it is given one.
            Action::DeployAndWait("1.0.0", &["fail="]),
        ],
    }
}

/// Takes away what keeps the pods of revision 1 from becoming ready.
fn remove_pod_failure(environment: &TestEnvironment, scenario: &Scenario) -> Result<(), Failure> {
    let arguments = ["annotate", "pods", "--all", "astern.test/fail-"];
    let in_namespace = ["--namespace", scenario.namespace];
    environment
        .access
        .kubectl(arguments.into_iter().chain(in_namespace))?;
    Ok(())
}

/// The newest revision and its status.
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

/// What the journal holds of a press.
fn entry(environment: &TestEnvironment, request: &RollbackRequest) -> Result<Value, Failure> {
    journal_entry(environment, request)?.ok_or_else(|| Failure::new("nothing in the journal"))
}

/// Waits until helm has begun and waits itself.
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

/// Presses to go back from revision 2 to 1, and waits until helm waits.
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

/// Whether the outcome says of the newest revision what Helm's ledger says.
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

/// Going back to `target`, whatever happened before.
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
