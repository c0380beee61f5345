//! Tests of lazily loaded pages: the code is loaded when the page opens, and an error is shown if it cannot be.

use std::path::{Path, PathBuf};

use end_to_end::{Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User};

#[tokio::test]
async fn a_direct_link_to_a_comparison_opens() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "parts-link";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let link = proxy.app(&format!("#/{namespace}/shop/3..4"));
    let browser = Browser::open(&environment, &link).await?;
    browser
        .wait_for_text("#answer", "moved the chart from 1.1.0 to 1.2.0")
        .await?;
    let fetched = "return performance.getEntriesByType('resource')
        .some(entry => /\\/compare-[0-9a-f]{16}\\.wasm$/.test(entry.name))";
    browser
        .wait_until("the code of the comparison", fetched, Vec::new())
        .await
}

#[tokio::test]
async fn a_page_whose_code_cannot_be_loaded_says_so_and_opens_on_retry() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "parts-missing";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let (dist, missing) = app_without_comparison(&environment.dist)?;
    let proxy = Proxy::serving(&environment, User::Admin, &dist)?;
    let link = proxy.app(&format!("#/{namespace}/shop/3..4"));
    let browser = Browser::open(&environment, &link).await?;
    browser
        .wait_for_text("main", "The code of this page could not be fetched")
        .await?;
    browser.screenshot("page-not-fetched").await?;
    // Other pages work.
    browser
        .execute("location.hash = '#/'; return true", Vec::new())
        .await?;
    browser.wait_for_text("main td", namespace).await?;
    browser.goto(&link).await?;
    browser
        .wait_for_text("main", "The code of this page could not be fetched")
        .await?;

    std::fs::copy(environment.dist.join(&missing), dist.join(&missing))?;
    browser.click_text("Try again").await?;
    browser
        .wait_for_text("#answer", "moved the chart from 1.1.0 to 1.2.0")
        .await?;
    std::fs::remove_dir_all(&dist)?;
    Ok(())
}

/// Copies the app without the code of one page; returns the copy and the name of the missing file.
fn app_without_comparison(dist: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let copy = std::env::temp_dir().join(format!("astern-parts-{}", std::process::id()));
    std::fs::create_dir_all(&copy)?;
    let mut missing = None;
    for entry in std::fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name();
        // There is a stylesheet of that name too.
        let is_chunk = entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "wasm");
        if is_chunk && name.to_string_lossy().starts_with("compare-") {
            missing = Some(PathBuf::from(name));
        } else {
            std::fs::copy(entry.path(), copy.join(name))?;
        }
    }
    let missing = missing.ok_or_else(|| Failure::new("the app has no code of a comparison"))?;
    Ok((copy, missing))
}
