//! Tests of the workloads on the release page: what runs, and why something does not.

use end_to_end::{
    Action, Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};

const fn queue(namespace: &'static str, actions: &'static [Action]) -> Scenario {
    Scenario {
        helm: HelmVersion::V4,
        namespace,
        release: "queue",
        chart: "queue",
        actions,
    }
}

#[tokio::test]
async fn a_ready_release_shows_only_its_ready_pods() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = queue("run-well", &[Action::DeployAndWait("1.0.0", &[])]);
    scenario.run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/run-well/queue")).await?;
    browser.wait_for_text("#pods-ready", "1 of 1").await?;
    browser.wait_for_none("#workloads").await?;
    Ok(())
}

/// Helm records the revision as deployed, because it did not wait.
#[tokio::test]
async fn a_release_that_is_not_ready_is_shown_with_the_reason() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = queue(
        "run-held",
        &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
        ],
    );
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    let pods = "0 of 1, 1 older pod still runs";
    browser.wait_for_text("#pods-ready", pods).await?;
    browser
        .wait_for_text("main", "An image cannot be fetched")
        .await?;
    browser.click_text("queue").await?;
    browser.wait_for_text("#pods-ready", pods).await?;
    browser
        .wait_for_text(
            "#answer",
            "Revision 2 does not start: 0 of 1 pod. Nothing that it changed explains why.",
        )
        .await?;
    browser
        .wait_for_text("main", "0 of 1 workloads ready")
        .await?;
    browser.screenshot("run-held").await?;
    Ok(())
}
