//! Tests of the value sections: user-supplied values, chart defaults and effective values, with the fields that they
//! affect.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User};
use serde_json::json;

/// Returns the rows of the table with this label, each as one line.
async fn rows(browser: &Browser, label: &str) -> Result<Vec<String>, Failure> {
    let rows = format!("[aria-label='{label}'] tbody tr");
    browser.wait_for(&rows).await?;
    let rows = browser.texts(&rows).await?;
    Ok(rows
        .into_iter()
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect())
}

/// Returns the row that begins with this field.
async fn row(browser: &Browser, label: &str, field: &str) -> Result<String, Failure> {
    let rows = rows(browser, label).await?;
    let found = rows.iter().find(|row| row.starts_with(field));
    found
        .cloned()
        .ok_or_else(|| Failure::new(format!("no {field} among the {label}: {rows:#?}")))
}

#[tokio::test]
async fn values_and_defaults_are_listed_with_what_they_affect() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "values-told";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/shop/3..4"));
    let browser = Browser::open(&environment, &page).await?;
    browser.enlarge().await?;

    // User-supplied values: the tag is linked with the workloads that use it.
    let set = "Changed values";
    let tag = row(&browser, set, "image").await?;
    assert!(
        tag.contains("not set") && tag.contains("tag: 1.2.0-rc1"),
        "{tag}"
    );
    assert!(tag.contains("Deployment shop-web"), "{tag}");
    let overridden = rows(&browser, set).await?;
    assert!(
        !overridden.iter().any(|row| row.starts_with("autoscaling")),
        "what did not change is not told: {overridden:?}"
    );

    // Changed defaults that are not overridden. The user sets `autoscaling.minReplicas`.
    let defaults = "Changed defaults that reach an object";
    let limit = row(&browser, defaults, "resources.limits.memory").await?;
    assert!(limit.contains("128Mi") && limit.contains("96Mi"), "{limit}");
    let most = row(&browser, defaults, "autoscaling.maxReplicas").await?;
    assert!(most.contains("6 10"), "{most}");
    assert!(most.contains("HorizontalPodAutoscaler shop-web"), "{most}");
    let all = rows(&browser, defaults).await?;
    assert!(
        !all.iter().any(|row| row.contains("minReplicas")),
        "{all:?}"
    );

    // The others are folded.
    browser
        .wait_for_text("main", "and 1 that you override")
        .await?;

    // Effective values, from both sources.
    browser.click_text("Effective values").await?;
    let effective = "Changed values as the templates were given them";
    for (field, from) in [
        ("autoscaling.maxReplicas", "the chart's defaults"),
        ("image.tag", "your values"),
    ] {
        let row = row(&browser, effective, field).await?;
        assert!(row.ends_with(from), "{row}");
    }

    // From a default to the object that it affects, which shows the origin of the field.
    let link = "[aria-label='Changed defaults that reach an object'] a";
    let script = "const a = [...document.querySelectorAll(arguments[0])]
            .find(a => a.innerText.startsWith('HorizontalPodAutoscaler'));
        a?.click(); return a !== undefined";
    browser
        .wait_until("the link to the autoscaler", script, vec![json!(link)])
        .await?;
    browser
        .wait_for_text("main td.from", "the default of autoscaling.maxReplicas")
        .await?;
    let address = browser.address().await?;
    assert!(
        address.contains("/3..4/HorizontalPodAutoscaler.autoscaling"),
        "{address}"
    );
    Ok(())
}
