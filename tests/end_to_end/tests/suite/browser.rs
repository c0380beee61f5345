//! Tests of the test browser: it reaches the app and the API through a real `kubectl proxy`.

use end_to_end::{Browser, CountingProxy, Failure, Proxy, TestEnvironment, User};
use serde_json::json;

#[tokio::test]
async fn kubectl_proxy_serves_the_app_beside_the_api() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let counting = CountingProxy::start(proxy.base())?;
    let browser = Browser::open(&environment, &format!("{}/astern/", counting.base())).await?;
    browser
        .wait_for("head link[rel=modulepreload], head link[rel=preload]")
        .await?;
    let script = "const done = arguments[arguments.length - 1];
        fetch('/version').then(answer => answer.json()).then(version => done(version.gitVersion), done)";
    let version = browser.client().execute_async(script, Vec::new()).await?;
    assert_eq!(version, json!("v1.36.3"));
    assert!(
        counting.response_bytes() > 1_000,
        "{} bytes were answered",
        counting.response_bytes()
    );
    Ok(())
}

#[tokio::test]
async fn the_console_and_screenshots_of_a_page_can_be_read() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let page =
        "data:text/html,<h1>Revision 4</h1><script>console.error('no such revision')</script>";
    let browser = Browser::open(&environment, page).await?;
    browser.wait_for_text("h1", "Revision 4").await?;
    let console = browser.console().await?;
    assert!(
        console.iter().any(|line| line.contains("no such revision")),
        "{console:?}"
    );
    let picture = browser.screenshot("revision-4").await?;
    assert!(std::fs::metadata(picture)?.len() > 1_000);
    Ok(())
}
