//! Tests of the page's content security policy, and of the page in a frame.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};
use fantoccini::Locator;
use serde_json::Value;

/// Adds a script to the page in each way that markup can, and returns whether one of them ran.
const INJECT: &str = r#"
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    const image = document.createElement('div');
    document.body.append(image);
    image.innerHTML = '<img src="x" onerror="window.injected = true">';
    const link = document.createElement('a');
    link.href = 'javascript:window.injected = true';
    document.body.append(link);
    link.click();
    const elsewhere = document.createElement('script');
    elsewhere.src = 'data:text/javascript,window.injected = true';
    const done = arguments[arguments.length - 1];
    elsewhere.onload = elsewhere.onerror = () => done(window.injected === true);
    document.head.append(elsewhere);
"#;

/// Returns the lines of the console that report a violation of the policy.
async fn violations(browser: &Browser) -> Result<Vec<String>, Failure> {
    let mut lines = browser.console().await?;
    lines.retain(|line| line.contains("Content Security Policy"));
    Ok(lines)
}

/// The app runs without a violation, all of its pages too, and nothing that is injected does.
async fn assert_policy(
    environment: &TestEnvironment,
    browser: &Browser,
    pages: &[(&str, &str)],
) -> Result<(), Failure> {
    for (route, shown) in pages {
        let go = "location.hash = arguments[0]; return true";
        browser.execute(go, vec![Value::from(*route)]).await?;
        browser.wait_for(shown).await?;
    }
    browser.wait_for_all_pages(environment).await?;
    assert_eq!(violations(browser).await?, [""; 0]);
    let ran = browser.client().execute_async(INJECT, Vec::new()).await?;
    assert_eq!(ran, Value::Bool(false));
    // The link's script is refused in a task of its own, which may come later.
    assert!(violations(browser).await?.len() >= 3);
    Ok(())
}

#[tokio::test]
async fn the_read_only_page_runs_under_its_own_policy() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    Scenario::sessions(HelmVersion::V4, "policy").run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/")).await?;
    browser.wait_for_text("main td", "policy").await?;
    let pages = [
        ("#/policy/sessions", "main table"),
        ("#/policy/sessions/1..2", "#answer"),
        ("#/policy/sessions/rollback/1", "#how"),
    ];
    assert_policy(&environment, &browser, &pages).await
}

#[tokio::test]
async fn the_endpoints_page_runs_under_its_policy() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::demo(&environment)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", "shop").await?;
    let pages = [
        ("#/shop/shop", "main table"),
        ("#/shop/shop/3..4", "#answer"),
        ("#/shop/shop/rollback/3", "#how"),
    ];
    assert_policy(&environment, &browser, &pages).await
}

/// `kubectl proxy` sends no header that forbids frames, so the page itself refuses.
#[tokio::test]
async fn the_read_only_page_does_not_start_in_a_frame() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    // A page of the same origin: the browser blocks requests of other sites' pages to this machine.
    let browser = Browser::open(&environment, &format!("{}/version", proxy.base())).await?;
    let frame = "const frame = document.createElement('iframe'); frame.src = arguments[0]; \
                 document.body.append(frame)";
    browser.execute(frame, vec![proxy.app("").into()]).await?;
    let frame = browser.client().find(Locator::Css("iframe")).await?;
    frame.enter_frame().await?;
    browser
        .wait_for_text("body", "Astern does not start inside another page")
        .await?;
    browser.wait_for_none("main").await
}
