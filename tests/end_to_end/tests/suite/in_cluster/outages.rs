//! Tests of rollbacks while servers of the control plane fail: each on a test cluster of its own.

use std::thread;
use std::time::Duration;

use super::{
    PROMOTIONS, assert_outcome_matches_ledger, assert_retry_succeeds, is_journalled, never_ready,
    newest_revision, remove_pod_failure, start_rollback_and_wait,
};
use end_to_end::{
    Browser, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest,
    Scenario, SlowEtcd, User, eventually, own_cluster,
};

/// Every write takes a quarter of a second longer: the rollback with its hooks takes longer and succeeds.
#[test]
fn a_rollback_succeeds_with_a_slow_etcd() -> Result<(), Failure> {
    let (mut test_cluster, environment) = own_cluster()?;
    let scenario = Scenario::incident(HelmVersion::V4, "slow-a");
    scenario.run(&environment.access, &environment.charts)?;
    environment.access.apply(PROMOTIONS)?;
    let chart = Chart::install(&environment, scenario.helm, "slow", &[scenario.namespace])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = RollbackRequest::new(scenario.namespace, scenario.release, 4, 3);

    let slow = SlowEtcd::start(test_cluster.etcd()?);
    let started = client.start_rollback(&request, Some(&token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    let outcome = client.outcome(&request, &token)?;
    drop(slow);
    assert_eq!(outcome["result"], "done", "{outcome}");
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (5, "deployed".to_owned())
    );
    assert!(is_journalled(&environment, &request, &outcome)?);
    Ok(())
}

/// The twelve seconds are what is tested: nothing can be read or written, and requests to the API server time out.
#[test]
fn an_outcome_after_a_paused_etcd_agrees_with_helms_records() -> Result<(), Failure> {
    let (mut test_cluster, environment) = own_cluster()?;
    let scenario = never_ready(HelmVersion::V4, "still-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "still", &[scenario.namespace])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 6)?;

    // helm's wait times out while its record cannot be written.
    let pause = test_cluster.etcd()?.pause()?;
    thread::sleep(Duration::from_secs(12));
    drop(pause);
    let outcome = client.outcome(&request, &token)?;
    assert_eq!(outcome["result"], "failed", "{outcome}");
    assert_outcome_matches_ledger(&outcome, &environment, &scenario)?;
    eventually("the end in the journal", || {
        Ok(is_journalled(&environment, &request, &outcome)?.then_some(()))
    })?;
    assert_retry_succeeds(&client, &environment, &scenario, &token, 2)
}

/// All watches are lost: afterwards the API server responds to old watches with 410, and the page, the endpoint and
/// helm start new ones.
#[tokio::test]
async fn page_and_endpoint_reconnect_to_a_restarted_api_server() -> Result<(), Failure> {
    let (mut test_cluster, environment) = own_cluster()?;
    let scenario = never_ready(HelmVersion::V4, "again-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "again", &[scenario.namespace])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let page = format!(
        "{}#/{}/sessions/rollback/1",
        client.page(),
        scenario.namespace
    );
    let browser = Browser::open(&environment, &page).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;

    // The resource version of the newest record, as the page has seen it; many writes follow.
    let record = ["get", "secret", "sh.helm.release.v1.sessions.v3"];
    let version = ["--output", "jsonpath={.metadata.resourceVersion}"];
    let arguments = record.into_iter().chain(version);
    let resource_version = environment
        .access
        .kubectl(arguments.chain(["--namespace", scenario.namespace]))?;
    test_cluster.kill_api_server()?;
    browser
        .wait_for_text("#answer", "astern does not answer")
        .await?;
    test_cluster.start_api_server_again()?;
    let watch =
        format!("/api/v1/secrets?watch=true&timeoutSeconds=2&resourceVersion={resource_version}");
    let answer = environment.access.kubectl(["get", "--raw", &watch])?;
    assert!(
        answer.contains(r#""code":410"#),
        "from {resource_version}: {answer:.200}"
    );
    remove_pod_failure(&environment, &scenario)?;
    browser
        .wait_until(
            "the end",
            "return /Rolled back|The rollback failed/.test(document.querySelector('#answer')?.innerText)",
            Vec::new(),
        )
        .await?;
    // helm continues, unless it retries before the API server has loaded its RBAC rules: then it fails, and the page
    // says so.
    let mut revision = 3;
    if browser
        .text("#answer")
        .await?
        .contains("The rollback failed")
    {
        revision = 4;
        browser.goto("about:blank").await?;
        browser.goto(&page).await?;
        browser.roll_back().await?;
    }
    let done = format!("Rolled back: revision {revision} is deployed");
    browser.wait_for_text("#answer", &done).await?;
    browser
        .wait_for_text("main", "1 of 1 workloads ready")
        .await?;
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (revision, "deployed".to_owned())
    );
    Ok(())
}

/// The outcome can only be logged. The next endpoint reads it from what is stored in etcd.
#[test]
fn without_an_api_server_the_outcome_is_logged_and_helms_records_remain() -> Result<(), Failure> {
    let (mut test_cluster, environment) = own_cluster()?;
    let scenario = never_ready(HelmVersion::V4, "gone-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "gone", &[scenario.namespace])?;
    let mut endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 5)?;

    test_cluster.kill_api_server()?;
    let answer = eventually("the end in the log", || {
        let output = endpoint.output();
        let mut lines = output.lines();
        let line = lines.find(|line| line.contains(r#""what":"rollback-ended""#));
        Ok(line.map(str::to_owned))
    })?;
    assert!(answer.contains("could not be asked afterwards"), "{answer}");

    // A new control plane on the same etcd, and a new pod.
    endpoint.kill()?;
    test_cluster.start_api_server_again()?;
    test_cluster.restart_controllers()?;
    endpoint.start_again()?;
    let outcome = client.outcome(&request, &token)?;
    assert_eq!(outcome["result"], "interrupted", "{outcome}");
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (3, "pending-rollback".to_owned())
    );
    assert_outcome_matches_ledger(&outcome, &environment, &scenario)?;
    assert_retry_succeeds(&client, &environment, &scenario, &token, 2)
}
