//! Tests of failures in the middle of a rollback: the outcome is recorded, and a retry works.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, InterruptibleProxy,
    RollbackRequest, TestEnvironment, User, api_server, eventually,
};

use super::{
    assert_outcome_matches_ledger, assert_retry_succeeds, entry, is_journalled, never_ready,
    newest_revision, start_rollback_and_wait,
};

/// Starts the endpoint behind a proxy to the API server that can be blocked.
fn start_behind_proxy<'a>(
    chart: &'a Chart<'a>,
    helm: HelmVersion,
) -> Result<(InterruptibleProxy, InClusterEndpoint<'a>), Failure> {
    let server = api_server(chart.environment)?;
    let port = server.rsplit(':').next().unwrap_or_default().parse()?;
    let proxy = InterruptibleProxy::start(port)?;
    let helm: PathBuf = chart.environment.access.binaries().program(helm.program());
    let server = format!("https://127.0.0.1:{}", proxy.port());
    let endpoint = InClusterEndpoint::start_with(chart, helm, server)?;
    Ok((proxy, endpoint))
}

/// The ten seconds are what is tested, not a wait for a condition.
#[test]
fn an_outcome_after_ten_seconds_without_the_api_server_agrees_with_helms_records()
-> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "cut-off-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "cut-off",
        &[scenario.namespace],
    )?;
    let (proxy, _endpoint) = start_behind_proxy(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 20)?;

    proxy.block();
    // No token can be reviewed in the meantime, so requests are refused with 503.
    let meanwhile = client.start_rollback(
        &RollbackRequest::new(scenario.namespace, scenario.release, 3, 2),
        Some(&token),
    )?;
    assert_eq!(meanwhile.status, 503, "{}", meanwhile.text);
    thread::sleep(Duration::from_secs(10));
    proxy.unblock();
    let outcome = client.outcome(&request, &token)?;
    assert_eq!(outcome["result"], "failed", "{outcome}");
    assert_outcome_matches_ledger(&outcome, &environment, &scenario)?;
    eventually("the end in the journal", || {
        Ok((entry(&environment, &request)?["end"]["outcome"]["result"] == "failed").then_some(()))
    })?;
    assert_retry_succeeds(&client, &environment, &scenario, &token, 2)
}

/// The API server is unreachable for longer than anything waits for it: the page shows what is known, and the journal
/// entry is completed as soon as possible.
#[test]
fn an_outcome_that_cannot_be_journalled_is_written_later() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V3, "away-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "away", &[scenario.namespace])?;
    let (proxy, _endpoint) = start_behind_proxy(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 5)?;

    // A stream that was opened before continues.
    let events = client.follow_with(&request, &token, || proxy.block())?;
    let text = serde_json::to_string(&events)?;
    assert!(text.contains("is not in the journal yet"), "{text}");
    assert!(entry(&environment, &request)?["end"].is_null());
    proxy.unblock();
    let outcome = &events[events.len() - 1]["what"]["outcome"];
    eventually("the end in the journal", || {
        Ok(is_journalled(&environment, &request, outcome)?.then_some(()))
    })?;
    assert_retry_succeeds(&client, &environment, &scenario, &token, 2)
}

/// As in an upgrade of Astern: the pod refuses new rollbacks, finishes the running one, and can be followed until then.
#[test]
fn a_terminating_pod_finishes_its_rollback_and_can_be_followed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "ending-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "ending", &[scenario.namespace])?;
    let mut endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 20)?;

    chart.delete_pod()?;
    endpoint.terminate()?;
    eventually("that nothing is taken on", || {
        let other = RollbackRequest::new(scenario.namespace, "other", 2, 1);
        let answer = client.start_rollback(&other, Some(&token))?;
        Ok((answer.status == 503 && answer.json()?["code"] == "ending").then_some(()))
    })?;
    assert_eq!(client.outcome(&request, &token)?["result"], "failed");
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (3, "failed".to_owned())
    );
    assert!(endpoint.wait_for_end()?, "{}", endpoint.output());
    assert_eq!(
        entry(&environment, &request)?["end"]["outcome"]["result"],
        "failed"
    );
    Ok(())
}
