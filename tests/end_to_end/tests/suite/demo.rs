//! Tests of the demo, which needs neither a cluster nor helm.

use end_to_end::{Browser, Failure, LaptopEndpoint, TestEnvironment};

#[tokio::test]
async fn the_sample_incident_can_be_rolled_back() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::demo(&environment)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text(".banner", "This is a sample").await?;
    browser.wait_for_text("main table", "shop-1.2.0").await?;
    browser.click_text("shop").await?;
    browser
        .wait_for_text(
            "#answer",
            "Key databaseUrl is missing in Secret shop-database",
        )
        .await?;
    browser
        .execute(
            "location.hash = '#/shop/shop/3..4'; return true",
            Vec::new(),
        )
        .await?;
    browser
        .wait_for_text("#answer", "moved the chart from 1.1.0 to 1.2.0")
        .await?;
    browser.wait_for_text(".banner", "This is a sample").await?;
    browser.click_text("Roll back to 3…").await?;
    browser.wait_for_text("main", "played, not run").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    browser
        .wait_for_text("main", "3 of 3 workloads ready")
        .await?;
    Ok(())
}

/// The followed link is gone, so the focus moves to the main part of the new page.
#[tokio::test]
async fn the_focus_follows_a_link() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::demo(&environment)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", "shop").await?;
    let follow = "const link = document.querySelector('main a[href*=\"#/shop/shop\"]');
        link.focus(); link.click(); return true";
    browser.execute(follow, Vec::new()).await?;
    browser.wait_for_text("h1", "shop").await?;
    let on_main = "return document.activeElement.id === 'main'";
    browser
        .wait_until("the focus on the page", on_main, Vec::new())
        .await
}
