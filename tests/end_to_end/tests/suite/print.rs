//! Tests of printing: the print states what it contains and what it omits, with correct numbers.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, TestEnvironment, User};

use crate::similar_objects::dashboards;

#[tokio::test]
async fn a_print_begins_with_the_answer_and_counts_what_it_omits() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "print-page";
    dashboards(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/wall/1..2"));
    let browser = Browser::open(&environment, &page).await?;
    browser.wait_for(".members tbody tr").await?;

    let printed = browser.print_text().await?;
    for text in [
        "print-page/wall on the cluster",
        "Revision 2 moved the chart from 1.0.0 to 1.1.0",
        "This print holds 1 of 7 objects in full, with 0 fields, 6 more by name",
        "8 fields of the objects that are there by name",
        "6 version labels in all objects and hooks",
        "Hidden values stay hidden",
        "wall-stock",
        "(masked ",
    ] {
        assert!(printed.contains(text), "“{text}” is not in {printed}");
    }
    for label in ["Roll back to", "Swap", "Copy", "Show", "Search"] {
        assert!(!printed.contains(label), "“{label}” is in {printed}");
    }
    let answer = printed.find("Revision 2 moved");
    assert!(answer < printed.find("This print holds"), "{printed}");

    // An expanded object is printed, and the screen does not show what is for print only.
    browser.click_text("wall-baskets").await?;
    browser
        .wait_for_text(".obj__head [aria-expanded=true]", "wall-baskets")
        .await?;
    let printed = browser.print_text().await?;
    assert!(
        printed.contains("This print holds 2 of 7 objects in full, with 3 fields, 5 more by name"),
        "{printed}"
    );
    browser.wait_for_text("main", "Copy diff").await?;
    let body = browser.text("body").await?;
    assert!(!body.contains("This print holds"), "{body}");
    Ok(())
}
