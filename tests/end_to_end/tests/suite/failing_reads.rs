//! Tests of reads that fail for a while: throttled, failed by a gateway, or cut off; and of credentials that are lost on the way.

use crate::compare::run_astern_with;
use end_to_end::{
    Browser, FailedRequest, Failure, HelmVersion, LaptopEndpoint, Scenario, ServerInBetween,
    TestEnvironment, Times, User, age_history,
};

/// Makes the incident, in which revision 3 was live for two days.
fn incident_of_days(environment: &TestEnvironment, namespace: &'static str) -> Result<(), Failure> {
    const DAY: i64 = 86_400;
    let scenario = Scenario::incident(HelmVersion::V3, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    age_history(environment, &scenario, &[9 * DAY, 5 * DAY, 2 * DAY, 60])
}

/// Opens a page of astern that reads through a server in between.
async fn open(
    environment: &TestEnvironment,
    between: &ServerInBetween,
    route: &str,
) -> Result<(LaptopEndpoint, Browser), Failure> {
    let astern = LaptopEndpoint::start_through(environment, between, HelmVersion::V4)?;
    let browser = Browser::open(environment, astern.address()).await?;
    browser.wait_for("main").await?;
    let go = format!("location.hash = '{route}'; return true");
    browser.execute(&go, Vec::new()).await?;
    Ok((astern, browser))
}

#[tokio::test]
async fn nothing_is_recommended_past_a_record_that_could_not_be_read() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "reads-throttled";
    incident_of_days(&environment, namespace)?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    let record = "/secrets/sh.helm.release.v1.shop.v3";
    between.fail(record, FailedRequest::Throttled, Times::All);
    let (_astern, browser) = open(&environment, &between, &format!("#/{namespace}/shop")).await?;
    browser
        .wait_for_text(
            "main",
            "The API server is throttling; 3 of 4 revisions read.",
        )
        .await?;
    browser.wait_for_text(".live", "Throttled").await?;
    browser
        .wait_for_text(
            "#not-read",
            "Revision 3 could not be read yet; nothing older is recommended.",
        )
        .await?;
    let answer = browser.text("#answer").await?;
    assert!(!answer.contains("last known good"), "{answer}");
    browser
        .wait_for_text("[data-revision='4']", "revision 3 could not be read yet")
        .await?;
    // It is read again without anybody doing something.
    between.pass_all();
    browser
        .wait_for_text("main", "Last known good: revision 3")
        .await?;
    browser.wait_for_text("main", "3 of 3 compared").await?;
    browser.wait_for_text(".live", "Live").await?;
    Ok(())
}

#[tokio::test]
async fn a_gateway_and_a_reset_are_no_answer() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "reads-gateway";
    incident_of_days(&environment, namespace)?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    between.fail(
        "/secrets/sh.helm",
        FailedRequest::BadGateway,
        Times::Next(2),
    );
    between.fail("/secrets/sh.helm", FailedRequest::Reset, Times::Next(2));
    between.fail("/secrets?", FailedRequest::Reset, Times::Next(1));
    between.fail("/deployments/", FailedRequest::BadGateway, Times::Next(1));
    let (_astern, browser) = open(&environment, &between, &format!("#/{namespace}/shop")).await?;
    browser
        .wait_for_text("main", "Last known good: revision 3")
        .await?;
    browser.wait_for_text("#pods-ready", "of").await?;
    Ok(())
}

#[tokio::test]
async fn what_could_not_be_asked_before_the_press_is_asked_again() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "reads-press";
    incident_of_days(&environment, namespace)?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    between.fail("/secrets/sh.helm", FailedRequest::BadGateway, Times::All);
    between.fail("selfsubjectaccessreviews", FailedRequest::Reset, Times::All);
    let route = format!("#/{namespace}/shop/rollback/3");
    let (_astern, browser) = open(&environment, &between, &route).await?;
    browser.wait_for_text("main", "answered 502").await?;
    browser
        .wait_for_text("#pods-ready", "could not be asked")
        .await?;
    browser
        .wait_for_text("#may-not", "could not be asked")
        .await?;
    let page = browser.text("main").await?;
    for wrong in ["gateway-html", "has stopped"] {
        assert!(!page.contains(wrong), "{wrong}: {page}");
    }
    let live = browser.text(".live").await?;
    assert_ne!(live, "Live");
    browser.click_text("Try again").await?;
    between.pass_all();
    browser
        .wait_for_text("#answer", "Going back from revision 4 to 3")
        .await?;
    browser.wait_for("#press").await?;
    browser
        .wait_for_text("main", "is the last known good")
        .await?;
    Ok(())
}

#[tokio::test]
async fn nothing_is_granted_to_whoever_is_not_logged_in() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    between.fail("/secrets", FailedRequest::Anonymous, Times::All);
    let (_astern, browser) = open(&environment, &between, "#/").await?;
    browser
        .wait_for_text("main", "You are not logged in")
        .await?;
    browser
        .wait_for_text("main", "takes you for system:anonymous")
        .await?;
    let page = browser.text("main").await?;
    assert!(!page.contains("kubectl create"), "{page}");

    let (status, _, error) = run_astern_with(
        &environment,
        between.kubeconfig(),
        &["history", "shop/shop"],
    )?;
    assert_eq!(status, Some(2));
    assert!(error.contains("not logged in"), "{error}");
    assert!(!error.contains("kubectl create"), "{error}");
    Ok(())
}

#[tokio::test]
async fn whoever_may_read_one_namespace_begins_there() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "reads-own";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    end_to_end::grant_read(&environment, User::OnCall, namespace)?;
    let between = ServerInBetween::start(&environment, User::OnCall)?;
    between.set_context_namespace(namespace)?;
    let (_astern, browser) = open(&environment, &between, "#/").await?;
    browser.wait_for_text("main table", "sessions").await?;
    browser.wait_for_text("#one-namespace", namespace).await?;
    browser.wait_for_none(".notice--bad").await?;
    browser.wait_for_text(".live", "Live").await?;

    let (status, rows, _) =
        run_astern_with(&environment, between.kubeconfig(), &["history", "sessions"])?;
    assert_eq!(status, Some(0), "{rows}");
    assert!(rows.contains("cache-1.1.0"), "{rows}");

    // Where that is refused too, the right in that namespace is all that is asked for.
    let between = ServerInBetween::start(&environment, User::Nobody)?;
    between.set_context_namespace(namespace)?;
    let (_astern, browser) = open(&environment, &between, "#/").await?;
    let command = format!("kubectl create rolebinding astern-read -n {namespace}");
    browser.wait_for_text("main", &command).await?;
    let page = browser.text("main").await?;
    assert!(!page.contains("clusterrole"), "{page}");
    Ok(())
}

#[tokio::test]
async fn the_terminal_reads_again_and_says_what_it_could_not_read() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "reads-terminal";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    let release = format!("{namespace}/sessions");
    let history = || run_astern_with(&environment, between.kubeconfig(), &["history", &release]);
    for failure in [
        FailedRequest::Throttled,
        FailedRequest::BadGateway,
        FailedRequest::Reset,
    ] {
        between.fail("/secrets", failure, Times::Next(2));
        let (status, rows, error) = history()?;
        assert_eq!(status, Some(0), "{failure:?}: {error}");
        assert!(rows.contains("cache-1.1.0"), "{rows}");
    }
    between.fail(".v2", FailedRequest::BadGateway, Times::All);
    let (status, rows, error) = history()?;
    assert_eq!(status, Some(2), "{rows}");
    assert!(
        rows.contains("cache-1.0.0") && rows.contains("answered 502"),
        "{rows}"
    );
    assert!(error.contains("answered 502"), "{error}");
    assert!(!rows.contains("gateway-html") && !error.contains("gateway-html"));
    Ok(())
}
