//! Tests of outcomes: each says what the cluster contains and what to do, and the reason is recorded.

use end_to_end::{
    Action, Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User,
};
use serde_json::Value;

#[tokio::test]
async fn the_reason_is_in_the_journal_and_on_the_page() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V4, "end-reason");
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 3).await?;
    let why = "pods of 4 do not start, see inc-7";
    browser.type_into("#reason", why).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    browser.wait_for_text(".facts", why).await?;
    browser
        .wait_for_text(".facts", "admin (unverified)")
        .await?;

    let journal: Value = serde_json::from_str(&environment.access.kubectl([
        "get",
        "configmap",
        "astern-journal",
        "--namespace",
        scenario.namespace,
        "--output",
        "json",
    ])?)?;
    let entries = journal["data"].as_object().into_iter().flatten();
    let entries: Vec<Value> = entries
        .filter_map(|(_, text)| serde_json::from_str(text.as_str()?).ok())
        .collect();
    assert_eq!(entries.len(), 1, "{journal}");
    assert_eq!(entries[0]["rollback"]["reason"], why);
    assert_eq!(entries[0]["rollback"]["claimed_by"], "admin");
    assert_eq!(entries[0]["end"]["outcome"]["result"], "done");

    browser.click_text("History of the release").await?;
    browser.click_text("Journal").await?;
    for text in [why, "4 → 3", "admin (unverified)", "Revision 5"] {
        browser.wait_for_text("#journal", text).await?;
    }
    browser.screenshot("journal").await?;
    Ok(())
}

/// A failed hook leaves the release pending; the page offers the button that repairs it.
async fn failed_hook_is_repaired(
    helm: HelmVersion,
    namespace: &'static str,
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario {
        actions: &[
            Action::DeployAndWait("1.0.0", &[]),
            Action::DeployAndWait("1.2.0", &["fail.migrate=true"]),
            Action::DeployAndWait("1.2.0", &["fail.migrate=false"]),
        ],
        ..Scenario::incident(helm, namespace)
    };
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 2).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text(
            "#answer",
            "The rollback failed: revision 4 is stuck in pending-rollback",
        )
        .await?;
    browser.wait_for_text("main", "What to do").await?;
    browser
        .wait_for_text("#holds", "In Helm's ledger revision 3 is as it was")
        .await?;
    browser.wait_for_text(".phases .fail", "Hooks").await?;
    browser.wait_for_text("#hook-list", "Failed").await?;
    browser.screenshot(&format!("stuck-{namespace}")).await?;

    // A retry would fail again; the remedy is the previous revision, whose hook succeeds.
    browser
        .wait_for_text("#other-cure", "Roll back to 2 once more")
        .await?;
    browser.click_text("Roll back to 3, where it was").await?;
    browser
        .wait_for_text("#pending", "No helm is at work on it any more")
        .await?;
    browser
        .wait_for_text("#answer", "already as in revision 3")
        .await?;
    browser
        .wait_for_text("h1", "Roll back shop to revision 3")
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    browser.wait_for_text("#hook-list", "Succeeded").await?;
    Ok(())
}

#[tokio::test]
async fn a_failed_hook_is_shown_and_repaired_with_helm_3() -> Result<(), Failure> {
    failed_hook_is_repaired(HelmVersion::V3, "end-hook-3").await
}

#[tokio::test]
async fn a_failed_hook_is_shown_and_repaired_with_helm_4() -> Result<(), Failure> {
    failed_hook_is_repaired(HelmVersion::V4, "end-hook-4").await
}

/// While helm waits, the page shows what is not ready; after the timeout, that the cluster contains the target
/// revision.
async fn wait_times_out(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario {
        helm,
        namespace,
        release: "sessions",
        chart: "cache",
        actions: &[
            Action::Deploy("1.0.0", &["fail=ImagePullBackOff", "image.tag=gone"]),
            Action::DeployAndWait("1.1.0", &["fail=", "image.tag="]),
        ],
    };
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 12)
        .await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;
    browser
        .wait_for_text("main", "An image cannot be fetched")
        .await?;
    browser.wait_for_text("main", "ImagePullBackOff").await?;
    browser.screenshot(&format!("waiting-{namespace}")).await?;
    browser
        .wait_for_text(
            "#answer",
            "The rollback failed: not everything was ready after 12 s",
        )
        .await?;
    browser
        .wait_for_text("#holds", "Helm applied all of revision 1")
        .await?;
    browser.wait_for_text(".phases .fail", "Waited for").await?;
    browser
        .wait_for_text("#cure", "Roll back to 2, where it was")
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_wait_that_times_out_is_shown_with_helm_3() -> Result<(), Failure> {
    wait_times_out(HelmVersion::V3, "end-wait-3").await
}

#[tokio::test]
async fn a_wait_that_times_out_is_shown_with_helm_4() -> Result<(), Failure> {
    wait_times_out(HelmVersion::V4, "end-wait-4").await
}
