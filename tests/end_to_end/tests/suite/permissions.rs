//! Tests of permissions: the rollback button is shown to users who may roll back, and others see what to request.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
    grant_read,
};

/// The command on the page, run without changes, makes the button available.
#[tokio::test]
async fn a_reader_sees_the_command_that_grants_the_missing_rights() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "may-read";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    grant_read(&environment, User::OnCall, namespace)?;
    let astern = LaptopEndpoint::start(&environment, User::OnCall, HelmVersion::V4)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for("main").await?;
    let go = format!("location.hash = '#/{namespace}/sessions/rollback/1'; return true");
    browser.execute(&go, Vec::new()).await?;
    browser
        .wait_for_text("#may-not", "You can look, but you can't roll back here")
        .await?;
    browser.wait_for_text("#may-not", "oncall").await?;
    let text = browser.text("#may-not").await?;
    for part in ["create", "secrets", namespace, "helm rollback sessions 1"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    let command = format!(
        "kubectl create rolebinding astern-edit-oncall -n {namespace} --clusterrole=edit --user=oncall"
    );
    assert!(text.contains(&command), "{text}");
    browser.wait_for_none("#press").await?;
    let acting = browser.text("#acting").await?;
    assert!(
        acting.contains("astern-test-oncall") && acting.contains(namespace),
        "{acting}"
    );
    browser.screenshot("may-not").await?;

    let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
    environment.access.kubectl(arguments)?;
    browser.click_text("Ask again").await?;
    browser.wait_for("#press").await?;
    browser.wait_for_none("#may-not").await?;
    Ok(())
}

/// Without an endpoint the page does not ask for permissions.
#[tokio::test]
async fn a_read_only_page_reviews_no_permissions() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "may-nothing";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    let audit = environment.access.audit().from_now();
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/sessions/rollback/1"));
    let browser = Browser::open(&environment, &page).await?;
    browser
        .wait_for_text("main", "Run it in a terminal")
        .await?;
    let requests = audit.requests()?;
    let reviews: Vec<_> = requests
        .iter()
        .filter(|r| r.uri.contains("reviews"))
        .collect();
    assert!(
        reviews.iter().all(|r| r.user != User::Admin.name()),
        "{reviews:?}"
    );
    Ok(())
}
