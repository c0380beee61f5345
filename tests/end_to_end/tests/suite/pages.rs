//! Tests that the releases can be opened in each mode.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};

/// Checks that the list shows the release, that its page shows the revisions, and that the console has no errors.
async fn incident_is_shown(browser: &Browser, scenario: &Scenario) -> Result<(), Failure> {
    browser.wait_for_text("main td", scenario.namespace).await?;
    let address = browser.address().await?;
    let page = address.split('#').next().unwrap_or_default();
    browser
        .goto(&format!(
            "{page}#/{}/{}",
            scenario.namespace, scenario.release
        ))
        .await?;
    browser.wait_for_text("main", "shop-1.2.0").await?;
    browser.wait_for_text("main", "shop-1.1.0").await?;
    browser
        .screenshot(&format!("release-{}", scenario.namespace))
        .await?;
    // The page looks for the API at several paths; a failed attempt is not an error.
    let expected_errors = ["/version - Failed to load", "/v1/session - Failed to load"];
    let console = browser.console().await?;
    let is_error = |line: &&String| {
        line.starts_with("SEVERE") && !expected_errors.iter().any(|text| line.contains(text))
    };
    let errors: Vec<_> = console.iter().filter(is_error).collect();
    assert!(errors.is_empty(), "the console holds errors: {errors:#?}");
    Ok(())
}

async fn on_a_laptop(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(helm, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    incident_is_shown(&browser, &scenario).await
}

#[tokio::test]
async fn on_a_laptop_with_helm_3() -> Result<(), Failure> {
    on_a_laptop(HelmVersion::V3, "pages-laptop-3").await
}

#[tokio::test]
async fn on_a_laptop_with_helm_4() -> Result<(), Failure> {
    on_a_laptop(HelmVersion::V4, "pages-laptop-4").await
}

#[tokio::test]
async fn through_kubectl_proxy_alone() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "pages-proxy";
    let scenario = Scenario::incident(HelmVersion::V3, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/")).await?;
    incident_is_shown(&browser, &scenario).await
}
