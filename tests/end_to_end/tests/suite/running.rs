//! That the release's page tells what runs, and what holds up what does not.

use end_to_end::{Act, Astern, Browser, Failure, HelmVersion, Proxy, Story, TestEnvironment, User};

const fn queue(namespace: &'static str, acts: &'static [Act]) -> Story {
    Story {
        helm: HelmVersion::V4,
        namespace,
        release: "queue",
        chart: "queue",
        acts,
    }
}

#[tokio::test]
async fn a_release_that_runs_says_so_in_few_words() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let story = queue("run-well", &[Act::DeployAndWait("1.0.0", &[])]);
    story.play(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/run-well/queue")).await?;
    browser.wait_for_text("#pods-ready", "1 of 1").await?;
    browser.wait_for_none("#workloads").await?;
    Ok(())
}

/// Helm says that it is deployed, because nobody had it wait.
#[tokio::test]
async fn what_does_not_run_is_told_with_why() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let story = queue(
        "run-held",
        &[
            Act::DeployAndWait("1.0.0", &[]),
            Act::Deploy("1.0.0", &["fail=ImagePullBackOff"]),
        ],
    );
    story.play(&environment.access, &environment.charts)?;
    let astern = Astern::start(&environment, User::Admin, story.helm)?;
    let browser = Browser::before_the_press(&environment, &astern, &story, 1).await?;
    let pods = "0 of 1, 1 older pod still runs";
    browser.wait_for_text("#pods-ready", pods).await?;
    browser
        .wait_for_text("main", "An image cannot be fetched")
        .await?;
    browser.click_text("queue").await?;
    browser.wait_for_text("#pods-ready", pods).await?;
    browser
        .wait_for_text("main", "An image cannot be fetched")
        .await?;
    browser
        .wait_for_text("main", "0 of 1 workloads ready")
        .await?;
    browser.screenshot("run-held").await?;
    Ok(())
}
