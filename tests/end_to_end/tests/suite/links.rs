//! Tests of links: a link opens its page on the cluster that it was copied from, and on no other.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, TestEnvironment, User,
};

#[tokio::test]
async fn an_address_names_its_cluster_and_opens_nothing_of_another() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "links-cluster";
    Scenario::sessions(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let uid = environment.access.kubectl([
        "get",
        "namespace",
        "kube-system",
        "--output=jsonpath={.metadata.uid}",
    ])?;
    let uid = uid.trim();
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = format!("#/{namespace}/sessions");
    let browser = Browser::open(&environment, &proxy.app(&page)).await?;
    browser.wait_for_text("main table", "cache-1.1.0").await?;
    // Check the address on the first page and on the next one.
    for click in [None, Some("See what revision 2 changed")] {
        if let Some(text) = click {
            browser.click_text(text).await?;
            browser.wait_for_text("main", "cache").await?;
        }
        let named = format!("return location.hash.includes('?cluster={uid}&name=')");
        browser
            .wait_until("the cluster in the address", &named, Vec::new())
            .await?;
    }

    // The same link opens on this cluster.
    browser
        .goto(&proxy.app(&format!("{page}?cluster={uid}&name=staging")))
        .await?;
    browser.wait_for_text("main table", "cache-1.1.0").await?;

    // A link to another cluster does not open, although a release of that name exists here.
    let other = "00000000-1111-2222-3333-444444444444";
    for route in ["", "/1..2", "/rollback/1"] {
        browser
            .goto(&proxy.app(&format!("{page}{route}?cluster={other}&name=prod-eu-2")))
            .await?;
        browser
            .wait_for_text("main", "This link is about another cluster")
            .await?;
        let text = browser.text("body").await?;
        for part in ["prod-eu-2", other, uid] {
            assert!(text.contains(part), "{part} is not named in {text}");
        }
        assert!(
            !text.contains("cache") && !text.contains("sessions"),
            "something of the wrong cluster is shown: {text}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_link_whose_cluster_cannot_be_checked_asks_before_it_opens() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let proxy = Proxy::start(&environment, User::Nobody)?;
    let link =
        "#/links-unsure/sessions?cluster=00000000-1111-2222-3333-444444444444&name=prod-eu-2";
    let browser = Browser::open(&environment, &proxy.app(link)).await?;
    browser.wait_for_text("main", "Astern cannot tell").await?;
    browser.wait_for_text("main", "prod-eu-2").await?;
    browser.click_text("all the same").await?;
    browser
        .wait_for_text(
            "main",
            "The right to list secrets in namespace links-unsure is missing",
        )
        .await?;
    Ok(())
}

/// On laptops everybody has an endpoint of their own, each with a token of its own.
#[tokio::test]
async fn a_link_from_one_laptop_opens_on_another() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "links-laptop");
    scenario.run(&environment.access, &environment.charts)?;
    let first = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open(&environment, first.address()).await?;
    browser.wait_for("#fleet-search").await?;
    // Other namespaces have releases of that name.
    let page = format!("#/{}/sessions", scenario.namespace);
    let go = "location.hash = arguments[0]; return true";
    browser.execute(go, vec![page.into()]).await?;
    browser
        .wait_for_text("#answer", "Revision 2 went live")
        .await?;
    browser.click("#copy-link").await?;
    browser.wait_for_text("#copy-link", "Copied").await?;
    let link = browser.address().await?;
    let (_, token) = first.port_and_token()?;
    assert!(!link.contains(token), "the link lets nobody in");

    let second = LaptopEndpoint::start_at(&environment, User::Admin, scenario.helm, &link)?;
    let browser = Browser::open(&environment, second.address()).await?;
    browser
        .wait_for_text("#answer", "Revision 2 went live")
        .await?;

    // Without a running astern the page shows the command that opens the link.
    let browser = Browser::open(&environment, &link).await?;
    let (_, page) = link.split_once('#').unwrap_or_default();
    browser
        .wait_for_text("main", &format!("astern --link '#{page}'"))
        .await
}
