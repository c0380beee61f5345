//! What is left when something breaks in the middle of a rollback: nothing is lost, and a retry works.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, InterruptibleProxy,
    RollbackRequest, TestEnvironment, User, api_server, eventually,
};

use super::{
    a_retry_works, entry, never_ready, newest, press_into_the_wait, says_what_the_ledger_says,
};

/// The endpoint, with a way to the API server that can be blocked.
fn interruptible<'a>(
    chart: &'a Chart<'a>,
    helm: HelmVersion,
) -> Result<(InterruptibleProxy, InClusterEndpoint<'a>), Failure> {
    let server = api_server(chart.environment)?;
    let port = server.rsplit(':').next().unwrap_or_default().parse()?;
    let way = InterruptibleProxy::in_front_of(port)?;
    let helm: PathBuf = chart.environment.access.binaries().program(helm.program());
    let server = format!("https://127.0.0.1:{}", way.port());
    let endpoint = InClusterEndpoint::start_with(chart, helm, server)?;
    Ok((way, endpoint))
}

/// Ten seconds are the subject here, not a wait for luck.
#[test]
fn ten_seconds_without_the_api_server_end_in_what_the_ledger_says() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "cut-off-a");
    scenario.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "cut-off",
        &[scenario.namespace],
    )?;
    let (way, _endpoint) = interruptible(&chart, scenario.helm)?;
    let person = EndpointClient::connect(&chart, User::Admin)?;
    let token = person.mint(scenario.namespace)?;
    let press = press_into_the_wait(&person, &environment, &scenario, &token, 20)?;

    way.block();
    // Nobody can be let in meanwhile, for no token can be reviewed: that is told, not guessed.
    let meanwhile = person.press(
        &RollbackRequest::new(scenario.namespace, scenario.release, 3, 2),
        Some(&token),
    )?;
    assert_eq!(meanwhile.status, 503, "{}", meanwhile.text);
    thread::sleep(Duration::from_secs(10));
    way.clear();
    let outcome = person.outcome(&press, &token)?;
    assert_eq!(outcome["result"], "failed", "{outcome}");
    says_what_the_ledger_says(&outcome, &environment, &scenario)?;
    eventually("the end in the journal", || {
        Ok((entry(&environment, &press)?["end"]["outcome"]["result"] == "failed").then_some(()))
    })?;
    a_retry_works(&person, &environment, &scenario, &token, 2)
}

/// An API server that is away for longer than anybody waits: the page is told what is known, and what the journal
/// lacks is written as soon as it can be.
#[test]
fn an_end_that_cannot_be_written_is_written_once_it_can() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V3, "away-a");
    scenario.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "away", &[scenario.namespace])?;
    let (way, _endpoint) = interruptible(&chart, scenario.helm)?;
    let person = EndpointClient::connect(&chart, User::Admin)?;
    let token = person.mint(scenario.namespace)?;
    let press = press_into_the_wait(&person, &environment, &scenario, &token, 5)?;

    // Whoever was let in before hears on.
    let events = person.follow_and(&press, &token, || way.block())?;
    let text = serde_json::to_string(&events)?;
    assert!(text.contains("is not in the journal yet"), "{text}");
    assert!(entry(&environment, &press)?["end"].is_null());
    way.clear();
    let outcome = &events[events.len() - 1]["what"]["outcome"];
    eventually("the end in the journal", || {
        Ok((entry(&environment, &press)?["end"]["outcome"] == *outcome).then_some(()))
    })?;
    a_retry_works(&person, &environment, &scenario, &token, 2)
}

/// As when Astern is upgraded in the middle: the pod takes nothing on, finishes, and is followed until then.
#[test]
fn a_pod_that_is_to_end_finishes_its_rollback_and_can_be_followed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "ending-a");
    scenario.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "ending", &[scenario.namespace])?;
    let mut endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let person = EndpointClient::connect(&chart, User::Admin)?;
    let token = person.mint(scenario.namespace)?;
    let press = press_into_the_wait(&person, &environment, &scenario, &token, 20)?;

    chart.end_pod()?;
    endpoint.ask_to_end()?;
    eventually("that nothing is taken on", || {
        let other = RollbackRequest::new(scenario.namespace, "other", 2, 1);
        let answer = person.press(&other, Some(&token))?;
        Ok((answer.status == 503 && answer.json()?["code"] == "ending").then_some(()))
    })?;
    assert_eq!(person.outcome(&press, &token)?["result"], "failed");
    assert_eq!(newest(&environment, &scenario)?, (3, "failed".to_owned()));
    assert!(endpoint.wait_for_end()?, "{}", endpoint.output());
    assert_eq!(
        entry(&environment, &press)?["end"]["outcome"]["result"],
        "failed"
    );
    Ok(())
}
