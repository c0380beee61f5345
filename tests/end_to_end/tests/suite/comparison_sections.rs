//! Tests of the comparison page's sections for renames, embedded documents, CRDs and notes.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User};

#[tokio::test]
async fn the_page_shows_renames_embedded_documents_crds_and_notes() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "rest-page";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = |object: &str| proxy.app(&format!("#/{namespace}/shop/3..4{object}"));

    let browser = Browser::open(&environment, &page("/ConfigMap/shop-opening-v2")).await?;
    browser
        .wait_for_text(
            ".obj__say",
            "Renamed from ConfigMap/shop-opening. Kubernetes deletes the one and makes the other.",
        )
        .await?;

    // Documents in a ConfigMap are compared field by field.
    browser.goto(&page("/ConfigMap/shop-settings")).await?;
    for path in [
        "data[\"features.json\"] › search.suggestions",
        "data[\"delivery.yaml\"] › carriers[post].hours",
    ] {
        browser.wait_for_text(".fieldtable th", path).await?;
    }

    // Scroll to the end of the page, whose sections are rendered then.
    let end =
        "scrollTo(0, document.body.scrollHeight); return document.querySelector('#chart') !== null";
    browser
        .wait_until("the end of the page", end, Vec::new())
        .await?;
    browser
        .wait_for_text("main", "A rollback does not touch them")
        .await?;
    browser.wait_for_text(".cmd", "kubectl").await?;
    let commands = browser.texts(".cmd pre").await?.join("\n");
    assert!(
        commands.contains("promotions.shop.example") || commands.contains("crds/promotions.yaml"),
        "{commands}"
    );
    browser.wait_for_text("main", "spec.audience").await?;
    browser
        .wait_for_text(
            ".diff tr.add",
            "From outside it answers at http://shop.example.",
        )
        .await?;
    browser
        .wait_for_text(
            "main",
            "Promotions no longer have an audience, they have segments",
        )
        .await
}

/// Every entry of the table of contents leads to its section with one click, rendered or not.
#[tokio::test]
async fn the_table_of_contents_leads_to_sections_that_are_not_rendered() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "rest-contents";
    Scenario::incident(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/shop/3..4"));
    for (entry, id) in [
        ("CRDs", "crds"),
        ("Notes", "notes"),
        ("Version labels only", "fold-NoiseOnly"),
    ] {
        let browser = Browser::open(&environment, &page).await?;
        browser.wait_for_text(".tree", entry).await?;
        let press = "const rows = [...document.querySelectorAll('.tree__row')];
            const row = rows.find(row => row.textContent.includes(arguments[0]));
            row.focus(); row.click(); return true";
        browser.execute(press, vec![entry.into()]).await?;
        let focused = "return document.activeElement.id === arguments[0]";
        browser
            .wait_until("the focus where the entry leads", focused, vec![id.into()])
            .await?;
    }
    Ok(())
}
