//! Tests of the choice of revisions: it marks the last known good one if that is known without loading more.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
    age_history,
};
use serde_json::json;

const HOUR: i64 = 3_600;

/// Returns the number of payloads that the page has requested.
const PAYLOADS: &str = "return performance.getEntriesByType('resource')
    .filter(e => e.name.includes('/sh.helm.release.v1.')).length";

/// In the sample, revision 3 was live for a day, so the older revisions need not be loaded to know that it is the last
/// known good one.
#[tokio::test]
async fn the_last_known_good_is_marked_without_loading_more() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::demo(&environment)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text(".banner", "This is a sample").await?;
    // The list of releases loads some payloads too; from here on only the comparison does.
    let (start, _) = astern
        .address()
        .split_once('#')
        .ok_or_else(|| Failure::new("the address has no token"))?;
    browser.goto(&format!("{start}#/shop/shop/3..4")).await?;
    browser.client().refresh().await?;
    browser.wait_for_text("#from", "3, last known good").await?;
    for (side, chosen) in [("#from", "3, last known good"), ("#to", "4, current")] {
        let script =
            "return document.querySelector(arguments[0]).selectedOptions[0].text === arguments[1]";
        browser
            .wait_until(chosen, script, vec![json!(side), json!(chosen)])
            .await?;
    }
    assert_eq!(browser.execute(PAYLOADS, Vec::new()).await?, json!(2));
    Ok(())
}

/// No revision was live for a day, so an older one that has not been loaded may be better: nothing is marked.
#[tokio::test]
async fn nothing_is_marked_where_more_would_have_to_be_loaded() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "choosing-open";
    let scenario = Scenario::incident(HelmVersion::V3, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    age_history(&environment, &scenario, &[7 * HOUR, 5 * HOUR, 2 * HOUR, 60])?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let pair = proxy.app(&format!("#/{namespace}/shop/3..4"));
    let browser = Browser::open(&environment, &pair).await?;
    browser
        .wait_for_text("[aria-label='Changed objects']", "Ingress")
        .await?;
    let sides = browser.texts("#from option").await?;
    assert_eq!(
        sides,
        ["4, current", "3", "2", "1", "live, what is in the cluster"]
    );

    // The release page loads all revisions, and the comparison uses them.
    let history = format!("location.hash = '#/{namespace}/shop'; return true");
    browser.execute(&history, Vec::new()).await?;
    browser.wait_for_text("main", "3 of 3 compared").await?;
    browser.click_text("See what revision 4 changed").await?;
    browser.wait_for_text("#from", "3, last known good").await?;
    assert_eq!(browser.execute(PAYLOADS, Vec::new()).await?, json!(4));
    Ok(())
}
