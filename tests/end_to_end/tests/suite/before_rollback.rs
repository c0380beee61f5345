//! Tests of the page before a rollback: what the rollback changes, what it does not change, and what was not checked.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};

/// The page lists the changes of revision 4 that are undone, and that no hook runs.
#[tokio::test]
async fn the_changes_of_a_rollback_are_shown_before_it_starts() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "before-press";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let address = |target: u32| proxy.app(&format!("#/{namespace}/shop/rollback/{target}"));
    let browser = Browser::open(&environment, &address(3)).await?;
    browser
        .wait_for_text(
            "#answer",
            "Going back from revision 4 to 3 moves the chart from 1.2.0 to 1.1.0",
        )
        .await?;
    browser.wait_for_text("main", "Helm will run").await?;
    let page = browser.text("main").await?;
    for text in [
        // The facts, the answer, and that there was no dry run.
        "Revision 4, deployed, chart 1.2.0",
        "Revision 5, the same as 3, chart 1.1.0",
        "Chart and values",
        "Not rehearsed.",
        // What changes.
        "Will change in the cluster",
        "Ingress/shop",
        "1.2.0-rc1 → 1.1.0",
        "is renamed to",
        "All changes, 4 → 3",
        // What does not change.
        "promotions.shop.example",
        "objects may be stored in v2, which revision 3 does not know",
        "image: take it out",
        "the chart: 1.1.0",
        "were not looked for",
        // What helm runs.
        "No hooks. Revision 3 has 1, and it is not for a rollback:",
        "1 runs at pre-upgrade",
        "Revision 4 has 1 hook for a rollback, which helm does not run",
    ] {
        assert!(
            page.contains(text),
            "the page does not say {text:?}: {page}"
        );
    }
    let rows = browser.texts(".fieldtable--bare tbody tr").await?;
    assert!(
        rows.iter()
            .any(|row| row.contains("shop-web") && row.contains("pod")),
        "{rows:?}"
    );

    // Revision 4 has a hook that a rollback to it runs.
    browser.goto(&address(4)).await?;
    browser
        .wait_for_text("main", "1 hook of revision 4:")
        .await?;
    let page = browser.text("main").await?;
    assert!(
        page.contains("Job shop-migrate, before anything is applied, weight 0"),
        "{page}"
    );
    assert!(page.contains("This is the current revision"), "{page}");
    Ok(())
}

/// The objects of an uninstalled release are gone, so the page does not compare with its last revision.
#[tokio::test]
async fn an_uninstalled_release_is_created_again() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "before-gone");
    scenario.run(&environment.access, &environment.charts)?;
    let arguments = ["uninstall", scenario.release, "--keep-history", "--wait"];
    let in_namespace = ["--namespace", scenario.namespace];
    environment
        .access
        .helm(scenario.helm, arguments.into_iter().chain(in_namespace))?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 2).await?;
    let sentence = "This release is uninstalled: the objects of revision 2 are made again";
    browser.wait_for_text("#answer", sentence).await?;
    browser
        .wait_for_text("#live-changes", "the cluster has none of them")
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}
