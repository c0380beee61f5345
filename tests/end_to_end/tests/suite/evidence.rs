//! Tests of what shows that a revision is good, on a real cluster: its pods, its soak time, and records that changed nothing.

use crate::compare::run_astern;
use end_to_end::{
    Action, Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User,
    age_history,
};

const DAY: i64 = 86_400;

const fn cache(helm: HelmVersion, namespace: &'static str, actions: &'static [Action]) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        actions,
    }
}

/// Runs a scenario, makes its revisions as old as this, and opens the page of its release.
async fn open(
    environment: &TestEnvironment,
    scenario: &Scenario,
    seconds_ago: &[i64],
) -> Result<(LaptopEndpoint, Browser), Failure> {
    scenario.run(&environment.access, &environment.charts)?;
    age_history(environment, scenario, seconds_ago)?;
    let astern = LaptopEndpoint::start(environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_release_page(environment, &astern, scenario).await?;
    Ok((astern, browser))
}

/// Returns whether a selector finds nothing on the page.
async fn is_absent(browser: &Browser, selector: &str) -> Result<bool, Failure> {
    let script = "return document.querySelector(arguments[0]) === null";
    Ok(browser.execute(script, vec![selector.into()]).await? == true)
}

#[tokio::test]
async fn without_soak_time_nothing_is_proven_and_no_button_is_primary() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V4, "proof-none");
    let (_astern, browser) = open(&environment, &scenario, &[]).await?;
    browser
        .wait_for_text(
            "main",
            "No revision is proven good. Best candidate: 3 (live ",
        )
        .await?;
    browser
        .wait_for_text("#last-known-good", "Why none is proven")
        .await?;
    browser.wait_for_text(".actions", "Roll back to 3…").await?;
    for selector in [".tag--good", ".actions .btn--primary"] {
        assert!(is_absent(&browser, selector).await?, "{selector}");
    }
    browser.screenshot("none-proven").await?;
    browser.click_text("Roll back to 3…").await?;
    browser
        .wait_for_text(
            "main",
            "Revision 3 is not proven good: it is the best candidate",
        )
        .await
}

/// Revision 2 was live for days by Helm's records, and its pods never started.
#[tokio::test]
async fn a_revision_with_the_template_of_failing_pods_is_never_good() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["fail="]),
        Action::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
        Action::Deploy("1.0.0", &["fail=ImagePullBackOff", "replicas=3"]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = cache(HelmVersion::V3, "proof-template", ACTIONS);
    let (_astern, browser) = open(&environment, &scenario, &[9 * DAY, 5 * DAY, 60]).await?;
    browser
        .wait_for_text("main", "Last known good: revision 1")
        .await?;
    browser
        .wait_for_text(
            "[data-revision='2']",
            "Pods of Deployment/sessions with its template fail now.",
        )
        .await?;
    browser
        .wait_for_text(".actions .btn--primary", "Roll back to 1…")
        .await?;
    // The terminal says the same.
    let (_, history, errors) = run_astern(&environment, &["history", "proof-template/sessions"])?;
    assert!(
        history.contains("Revision 1 is the last known good."),
        "{history}{errors}"
    );
    browser.screenshot("template-of-failing-pods").await?;
    Ok(())
}

#[tokio::test]
async fn a_revision_that_was_scaled_to_zero_is_no_way_back() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["replicas=2"]),
        Action::DeployAndWait("1.0.0", &["replicas=0"]),
        Action::DeployAndWait("1.1.0", &["replicas=2"]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = cache(HelmVersion::V4, "proof-zero", ACTIONS);
    let (_astern, browser) = open(&environment, &scenario, &[17 * DAY, 3 * DAY, 60]).await?;
    browser
        .wait_for_text("#answer", "Revision 1 is the last known good.")
        .await?;
    browser
        .wait_for_text("[data-revision='2']", "It ran 0 pods: Deployment/sessions")
        .await?;
    let back = "location.hash = '#/proof-zero/sessions/rollback/2'; return true";
    browser.execute(back, Vec::new()).await?;
    browser
        .wait_for_text("main", "is scaled to zero: all 2 pods go away.")
        .await
}

/// The upgrade fails in its hook: nothing was applied, so that what ran before still runs and stays good.
async fn failed_hook(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &[]),
        Action::DeployAndWait("1.1.0", &["migrate=run"]),
        Action::FailToDeploy("1.1.0", &["migrate=fail", "replicas=2"]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = cache(helm, namespace, ACTIONS);
    let (_astern, browser) = open(&environment, &scenario, &[9 * DAY, 5 * DAY, 60]).await?;
    browser
        .wait_for_text(
            "#answer",
            "Upgrade to revision 3 failed before it changed anything: revision 2 still runs. No rollback is needed.",
        )
        .await?;
    browser
        .wait_for_text("[data-revision='2']", "so far")
        .await?;
    assert!(is_absent(&browser, ".actions .btn--primary").await?);
    browser.screenshot(namespace).await?;
    let to = |revision: u32| {
        format!("location.hash = '#/{namespace}/sessions/rollback/{revision}'; return true")
    };
    browser.execute(&to(2), Vec::new()).await?;
    browser
        .wait_for_text("#unchanged", "Revision 3 failed before it changed anything")
        .await?;
    browser
        .wait_for_text("#answer", "already as in revision 2")
        .await?;
    // What its hook did on the way from 1 to 2 is not undone.
    browser.execute(&to(1), Vec::new()).await?;
    browser
        .wait_for_text("main", "Hook sessions-migrate (Job) ran at")
        .await?;
    browser
        .wait_for_text("main", "not undone: does 1.0.0 work with what it did?")
        .await
}

#[tokio::test]
async fn a_failed_hook_changes_nothing_with_helm_3() -> Result<(), Failure> {
    failed_hook(HelmVersion::V3, "proof-hook-3").await
}

#[tokio::test]
async fn a_failed_hook_changes_nothing_with_helm_4() -> Result<(), Failure> {
    failed_hook(HelmVersion::V4, "proof-hook-4").await
}
