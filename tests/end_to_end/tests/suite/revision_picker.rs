//! That the sides to choose from name the last known good, and only where that costs nothing and is known.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};
use serde_json::json;

/// How many payloads the page has asked for.
const PAYLOADS: &str = "return performance.getEntriesByType('resource')
    .filter(e => e.name.includes('/sh.helm.release.v1.')).length";

/// In the sample revision 3 was live for a day, so the older two need not be read to know that it was good.
#[tokio::test]
async fn the_last_known_good_is_marked_without_reading_more() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::demo(&environment)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text(".banner", "This is a sample").await?;
    // The list of releases reads some payloads of its own; from here on only the comparison reads.
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

/// Where no revision was live for long, an older one may be better, and nobody has read it: then nothing is marked.
#[tokio::test]
async fn nothing_is_marked_where_more_would_have_to_be_read() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "choosing-open";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
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

    // The release's page reads them all, and what it read is there for the comparison.
    let history = format!("location.hash = '#/{namespace}/shop'; return true");
    browser.execute(&history, Vec::new()).await?;
    browser.wait_for_text("main", "3 of 3 compared").await?;
    browser.click_text("See what revision 4 changed").await?;
    browser.wait_for_text("#from", "3, last known good").await?;
    assert_eq!(browser.execute(PAYLOADS, Vec::new()).await?, json!(4));
    Ok(())
}
