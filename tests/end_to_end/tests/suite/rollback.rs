//! Tests of the rollback button: it does what `helm rollback` does, and only if the current revision is still the one
//! that the user saw.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User, helm_history,
    statuses,
};

fn web_image(environment: &TestEnvironment, scenario: &Scenario) -> Result<String, Failure> {
    Ok(environment.access.kubectl([
        "get",
        "deployment/shop-web",
        "--namespace",
        scenario.namespace,
        "--output",
        "jsonpath={.spec.template.spec.containers[0].image}",
    ])?)
}

async fn rolls_back_in_the_page(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(helm, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    assert!(web_image(&environment, &scenario)?.contains("1.2.0"));

    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", namespace).await?;
    let go = format!("location.hash = '#/{namespace}/shop/rollback/3'; return true");
    browser.execute(&go, Vec::new()).await?;
    browser.wait_for_text("main", "Will change").await?;
    browser.wait_for_text("main", "Chart and values").await?;
    let button = browser.text("#press").await?;
    assert_eq!(button, "Roll back shop to revision 3 as revision 5");
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    browser
        .wait_for_text("main", "3 of 3 workloads ready")
        .await?;
    browser
        .screenshot(&format!("rolled-back-{namespace}"))
        .await?;

    assert_eq!(
        statuses(&environment, &scenario)?,
        [
            "superseded",
            "superseded",
            "superseded",
            "superseded",
            "deployed"
        ]
    );
    assert_eq!(
        helm_history(&environment, &scenario)?[4].description,
        "Rollback to 3"
    );
    assert!(web_image(&environment, &scenario)?.ends_with(":1.1.0"));
    // The object that only revision 4 has is deleted, and the one that only revision 3 has is created.
    let names = environment.access.kubectl([
        "get",
        "ingress,poddisruptionbudget",
        "--namespace",
        namespace,
        "--output",
        "name",
    ])?;
    assert_eq!(names.trim(), "poddisruptionbudget.policy/shop-web");

    // The address still names the rollback, so a reload shows it again.
    browser.client().refresh().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    Ok(())
}

#[tokio::test]
async fn with_helm_3() -> Result<(), Failure> {
    rolls_back_in_the_page(HelmVersion::V3, "press-3").await
}

#[tokio::test]
async fn with_helm_4() -> Result<(), Failure> {
    rolls_back_in_the_page(HelmVersion::V4, "press-4").await
}

/// Somebody else upgrades after the page was loaded: nothing is rolled back.
#[tokio::test]
async fn a_request_after_somebody_elses_upgrade_is_refused() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V3, "press-late");
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, HelmVersion::V3)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", scenario.namespace).await?;
    let go = format!(
        "location.hash = '#/{}/shop/rollback/3'; return true",
        scenario.namespace
    );
    browser.execute(&go, Vec::new()).await?;
    browser.wait_for("#press").await?;

    let chart = environment.charts.join("shop/1.2.0").display().to_string();
    environment.access.helm(
        HelmVersion::V3,
        [
            "upgrade",
            "shop",
            &chart,
            "--namespace",
            scenario.namespace,
            "--set",
            "currency=USD",
        ],
    )?;
    // The page shows the upgrade, and the request is refused.
    browser
        .wait_for_text("main", "Revision 5 (deployed) is current now")
        .await?;
    browser.roll_back().await?;
    browser.wait_for_text("main", "Not rolled back").await?;
    let text = browser.text("main").await?;
    assert!(text.contains('5') && text.contains('4'), "{text}");
    let history = helm_history(&environment, &scenario)?;
    assert_eq!(history.len(), 5, "the upgrade, and nothing after it");
    assert_eq!(history[4].description, "Upgrade complete");
    Ok(())
}

/// Somebody replaces the target's record after the page was loaded: what is pressed is not what was seen.
#[tokio::test]
async fn a_request_after_a_record_was_replaced_is_refused_by_name() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V4, "press-replaced");
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, HelmVersion::V4)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    let namespace = scenario.namespace;
    browser.wait_for_text("main td", namespace).await?;
    let go = format!("location.hash = '#/{namespace}/shop/rollback/3'; return true");
    browser.execute(&go, Vec::new()).await?;
    browser.wait_for("#press").await?;

    // The same record in another object of the same name.
    let record = "sh.helm.release.v1.shop.v3";
    let stored = [
        "get",
        "secret",
        record,
        "--namespace",
        namespace,
        "--output",
        "json",
    ];
    let stored = environment.access.kubectl(stored)?;
    let mut secret: serde_json::Value = serde_json::from_str(&stored)?;
    let metadata = secret["metadata"]
        .as_object_mut()
        .ok_or_else(|| Failure::new("a Secret without metadata"))?;
    metadata.retain(|key, _| matches!(key.as_str(), "name" | "namespace" | "labels"));
    environment
        .access
        .kubectl(["delete", "secret", record, "--namespace", namespace])?;
    environment.access.apply(&secret.to_string())?;

    browser
        .wait_for_text("main", "Revision 3 was replaced after you opened this page")
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text(
            "main",
            "Not rolled back: a record is not the one shown here",
        )
        .await?;
    browser
        .wait_for_text(
            "main",
            "Revision 3 of shop was replaced after you opened this page",
        )
        .await?;
    let history = helm_history(&environment, &scenario)?;
    assert_eq!(history.len(), 4, "nothing was rolled back");

    // After another look it is rolled back to the record that is seen now.
    browser.client().refresh().await?;
    browser.wait_for("#press").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await?;
    Ok(())
}

/// A rollback that does not become ready in time is shown as failed, with what to do.
#[tokio::test]
async fn a_rollback_that_does_not_become_ready_is_shown_as_failed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::incident(HelmVersion::V3, "press-stuck");
    scenario.run(&environment.access, &environment.charts)?;
    let arguments = [
        "rollback",
        "shop",
        "3",
        "--namespace",
        scenario.namespace,
        "--wait",
    ];
    environment.access.helm(HelmVersion::V3, arguments)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, HelmVersion::V3)?;
    let (port, token) = astern.port_and_token()?;
    let id = "0123456789abcdef0123456789abcdef";
    let body = format!(
        r#"{{"request_id":"{id}","namespace":"{}","release":"shop","target":4,"expected_current":5,
            "options":{{"wait":true,"timeout_seconds":3,"cleanup_on_fail":true}}}}"#,
        scenario.namespace
    );
    let headers = [
        ("Host", &*format!("127.0.0.1:{port}")),
        ("Content-Type", "application/json"),
        ("X-Astern-Token", token),
    ];
    let started = end_to_end::plain_request(port, "POST", "/astern/v1/rollbacks", &headers, &body)?;
    assert_eq!(started.status, 202, "{}", started.text);
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", scenario.namespace).await?;
    let go = format!(
        "location.hash = '#/{}/shop/rollback/4/{id}'; return true",
        scenario.namespace
    );
    browser.execute(&go, Vec::new()).await?;
    browser
        .wait_for_text("#answer", "The rollback failed")
        .await?;
    let text = browser.text("main").await?;
    assert!(text.contains("What to do"), "{text}");
    assert!(text.contains("revision 6 is failed"), "{text}");
    let history = helm_history(&environment, &scenario)?;
    assert_eq!(
        history
            .last()
            .map(|entry| (entry.revision, entry.status.as_str())),
        Some((6, "failed"))
    );
    Ok(())
}
