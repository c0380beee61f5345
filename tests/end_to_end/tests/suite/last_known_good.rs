//! Tests of the release page: the last known good revision with its reasons, and the changes of each revision.

use end_to_end::{
    Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User, age_history,
};
use serde_json::json;

/// Returns the number of payloads that the page has requested, and the maximum number of concurrent requests for them.
const PAYLOADS: &str = "
    const asked = performance.getEntriesByType('resource').filter(e => e.name.includes('/sh.helm.release.v1.'));
    const moments = asked.flatMap(e => [[e.startTime, 1], [e.responseEnd, -1]]);
    moments.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let now = 0, most = 0;
    for (const [, step] of moments) { now += step; most = Math.max(most, now); }
    return [asked.length, most];";

const DAY: i64 = 86_400;

async fn open_release(
    environment: &TestEnvironment,
    namespace: &'static str,
) -> Result<(Proxy, Browser), Failure> {
    let scenario = Scenario::incident(HelmVersion::V3, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    age_history(environment, &scenario, &[9 * DAY, 5 * DAY, 2 * DAY, 60])?;
    let proxy = Proxy::start(environment, User::Admin)?;
    let page = format!("#/{namespace}/{}", scenario.release);
    let browser = Browser::open(environment, &proxy.app(&page)).await?;
    browser.wait_for_text("main", "3 of 3 compared").await?;
    Ok((proxy, browser))
}

#[tokio::test]
async fn revision_3_is_recommended_and_every_change_is_listed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (_proxy, browser) = open_release(&environment, "good-matrix").await?;

    browser
        .wait_for_text(
            "#answer",
            "Key databaseUrl is missing in Secret shop-database",
        )
        .await?;
    browser
        .wait_for_text("main", "Last known good: revision 3")
        .await?;
    browser
        .wait_for_text(".actions .btn--primary", "Roll back to 3…")
        .await?;
    let why = browser.text(".why").await?;
    for reason in [
        "Its upgrade ended without an error.",
        "Nobody rolled back from it.",
        "Pods of it still serve: ",
    ] {
        assert!(why.contains(reason), "{why}");
    }

    let row = async |number: u32| browser.text(&format!("[data-revision='{number}']")).await;
    let (newest, last_known_good) = (row(4).await?, row(3).await?);
    assert!(
        newest.contains("Current") && !newest.contains("Last known good"),
        "{newest}"
    );
    assert!(
        last_known_good.contains("Last known good") && last_known_good.contains("Roll back to 3…"),
        "{last_known_good}"
    );
    for (row, text) in [
        (&newest, "Chart 1.1.0 → 1.2.0"),
        (&newest, "Objects: "),
        (&newest, "in version labels only"),
        (&last_known_good, "Values: database.password"),
        (&row(2).await?, "Values: autoscaling"),
        (&row(1).await?, "First install"),
    ] {
        assert!(row.contains(text), "{text} is not in {row}");
    }

    let payloads = browser.execute(PAYLOADS, Vec::new()).await?;
    assert_eq!(payloads[0], json!(4), "each payload is read once");
    assert!(payloads[1].as_u64() <= Some(2), "{payloads} in flight");
    Ok(())
}

#[tokio::test]
async fn two_revisions_are_swapped_and_compared_by_keys() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (_proxy, browser) = open_release(&environment, "good-keys").await?;
    browser.wait_for_text(".pickbar", "Compare 3 → 4").await?;
    browser
        .click("[data-revision='2'] input[name=from]")
        .await?;
    browser.press("x").await?;
    browser.wait_for_text(".pickbar", "Compare 4 → 2").await?;
    browser.press("c").await?;
    browser.wait_for_text("h1", "4 → 2").await?;
    browser.press("x").await?;
    browser.wait_for_text("h1", "2 → 4").await?;
    Ok(())
}

#[tokio::test]
async fn another_revision_is_shown_with_the_reasons_against_it() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (_proxy, browser) = open_release(&environment, "good-other").await?;
    browser.click("[data-revision='2'] .act a").await?;
    browser
        .wait_for_text(
            "main",
            "Nothing in Helm's history speaks against revision 2",
        )
        .await?;
    browser
        .wait_for_text("main", "The last known good is revision 3.")
        .await?;
    Ok(())
}
