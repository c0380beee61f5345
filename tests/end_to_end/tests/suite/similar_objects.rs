//! Tests of similar changes: many objects with the same changes are one table, whose rows can be opened.

use end_to_end::{Action, Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User};

/// Returns a scenario of two versions with six dashboards, a Secret that the second adds, and hooks.
pub fn dashboards(helm: HelmVersion, namespace: &'static str) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "wall",
        chart: "wall",
        actions: &[Action::Deploy("1.0.0", &[]), Action::Deploy("1.1.0", &[])],
    }
}

#[tokio::test]
async fn dashboards_with_the_same_change_are_rows_that_open_and_close() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "alike-page";
    dashboards(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/wall/1..2"));
    let browser = Browser::open(&environment, &page).await?;

    browser
        .wait_for_text(".obj__head", "6 that differ in JSON only")
        .await?;
    browser.wait_for(".members tbody tr").await?;
    let rows = browser.texts(".members tbody tr").await?;
    assert_eq!(rows.len(), 6, "{rows:?}");
    let label = "templating.list[datasource].label Data Source → Data source";
    assert!(rows.iter().all(|row| row.contains(label)), "{rows:?}");
    assert!(rows[0].contains("wall-baskets") && rows[0].contains("and 2 more"));
    assert!(!rows[1].contains("more"), "{}", rows[1]);
    // The tree counts all of them in one entry.
    let tree = browser.texts(".tree__kind").await?;
    assert!(
        tree.iter()
            .any(|kind| kind.starts_with("ConfigMap") && kind.contains('6')),
        "{tree:?}"
    );
    browser
        .wait_for_text(".tree__row", "6 that differ in JSON only")
        .await?;

    // By keyboard: a row opens its object below the table, and the focus moves there and back.
    let focus = "const row = document.querySelector('.members .linklike');
        row?.focus();
        return document.activeElement === row && row.id";
    let row = browser.execute(focus, Vec::new()).await?;
    let row = row.as_str().unwrap_or_default().to_owned();
    let object = row.strip_prefix("row-").unwrap_or_default().to_owned();
    let focused = |id: &str| {
        let script = "return document.activeElement.id === arguments[0]";
        (script, vec![id.into()])
    };
    browser.press("\u{e007}").await?;
    let (script, id) = focused(&object);
    browser
        .wait_until("the focus on the object", script, id)
        .await?;
    browser
        .wait_for_text(".fieldtable", "panels[\"2\"]")
        .await?;
    browser.press("\u{e007}").await?;
    let (script, id) = focused(&row);
    browser
        .wait_until("the focus on the row", script, id)
        .await?;
    browser.wait_for_none(&format!("#{object}")).await?;

    // A link opens one of the objects, and the search finds text that is in none of the rows.
    browser
        .goto(&format!("{page}/ConfigMap/wall-stock"))
        .await?;
    browser
        .wait_for_text(".obj__head [aria-expanded=true]", "wall-stock")
        .await?;
    browser.type_into("#search", "Errors").await?;
    browser.wait_for_text(".tree", "Found in").await?;
    browser.press("\u{e007}").await?;
    browser
        .wait_for_text(".obj__head [aria-expanded=true]", "wall-baskets")
        .await?;
    Ok(())
}
