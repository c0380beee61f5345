//! What is left when something breaks in the middle of a rollback: nothing is lost, and a retry works.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use end_to_end::{
    Chart, Failure, HelmVersion, InCluster, Interruptible, Person, Press, TestEnvironment, User,
    api_server, eventually,
};

use super::{
    a_retry_works, entry, never_ready, newest, press_into_the_wait, says_what_the_ledger_says,
};

/// The endpoint, with a way to the API server that can be blocked.
fn interruptible<'a>(
    chart: &'a Chart<'a>,
    helm: HelmVersion,
) -> Result<(Interruptible, InCluster<'a>), Failure> {
    let server = api_server(chart.environment)?;
    let port = server.rsplit(':').next().unwrap_or_default().parse()?;
    let way = Interruptible::in_front_of(port)?;
    let helm: PathBuf = chart.environment.access.binaries().program(helm.program());
    let server = format!("https://127.0.0.1:{}", way.port());
    let endpoint = InCluster::start_with(chart, helm, server)?;
    Ok((way, endpoint))
}

/// Ten seconds are the subject here, not a wait for luck.
#[test]
fn ten_seconds_without_the_api_server_end_in_what_the_ledger_says() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let story = never_ready(HelmVersion::V4, "cut-off-a");
    story.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, story.helm, "cut-off", &[story.namespace])?;
    let (way, _endpoint) = interruptible(&chart, story.helm)?;
    let person = Person::come(&chart, User::Admin)?;
    let token = person.mint(story.namespace)?;
    let press = press_into_the_wait(&person, &environment, &story, &token, 20)?;

    way.block();
    // Nobody can be let in meanwhile, for no token can be reviewed: that is told, not guessed.
    let meanwhile = person.press(
        &Press::new(story.namespace, story.release, 3, 2),
        Some(&token),
    )?;
    assert_eq!(meanwhile.status, 503, "{}", meanwhile.text);
    thread::sleep(Duration::from_secs(10));
    way.clear();
    let outcome = person.outcome(&press, &token)?;
    assert_eq!(outcome["result"], "failed", "{outcome}");
    says_what_the_ledger_says(&outcome, &environment, &story)?;
    eventually("the end in the journal", || {
        Ok((entry(&environment, &press)?["end"]["outcome"]["result"] == "failed").then_some(()))
    })?;
    a_retry_works(&person, &environment, &story, &token, 2)
}

/// An API server that is away for longer than anybody waits: the page is told what is known, and what the journal
/// lacks is written as soon as it can be.
#[test]
fn an_end_that_cannot_be_written_is_written_once_it_can() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let story = never_ready(HelmVersion::V3, "away-a");
    story.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, story.helm, "away", &[story.namespace])?;
    let (way, _endpoint) = interruptible(&chart, story.helm)?;
    let person = Person::come(&chart, User::Admin)?;
    let token = person.mint(story.namespace)?;
    let press = press_into_the_wait(&person, &environment, &story, &token, 5)?;

    // Whoever was let in before hears on.
    let events = person.follow_and(&press, &token, || way.block())?;
    let told = serde_json::to_string(&events)?;
    assert!(told.contains("is not in the journal yet"), "{told}");
    assert!(entry(&environment, &press)?["end"].is_null());
    way.clear();
    let outcome = &events[events.len() - 1]["what"]["outcome"];
    eventually("the end in the journal", || {
        Ok((entry(&environment, &press)?["end"]["outcome"] == *outcome).then_some(()))
    })?;
    a_retry_works(&person, &environment, &story, &token, 2)
}

/// As when Astern is upgraded in the middle: the pod takes nothing on, finishes, and is followed until then.
#[test]
fn a_pod_that_is_to_end_finishes_its_rollback_and_can_be_followed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let story = never_ready(HelmVersion::V4, "ending-a");
    story.play(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, story.helm, "ending", &[story.namespace])?;
    let mut endpoint = InCluster::start(&chart, story.helm)?;
    let person = Person::come(&chart, User::Admin)?;
    let token = person.mint(story.namespace)?;
    let press = press_into_the_wait(&person, &environment, &story, &token, 20)?;

    chart.end_pod()?;
    endpoint.ask_to_end()?;
    eventually("that nothing is taken on", || {
        let other = Press::new(story.namespace, "other", 2, 1);
        let answer = person.press(&other, Some(&token))?;
        Ok((answer.status == 503 && answer.json()?["code"] == "ending").then_some(()))
    })?;
    assert_eq!(person.outcome(&press, &token)?["result"], "failed");
    assert_eq!(newest(&environment, &story)?, (3, "failed".to_owned()));
    assert!(endpoint.wait_for_end()?, "{}", endpoint.output());
    assert_eq!(
        entry(&environment, &press)?["end"]["outcome"]["result"],
        "failed"
    );
    Ok(())
}
