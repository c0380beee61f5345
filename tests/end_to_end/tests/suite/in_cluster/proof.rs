//! Tests that the read-only page leads to an endpoint in the cluster only when a cluster-scoped object proves that it is
//! Astern's.

use end_to_end::{
    Browser, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, Scenario,
    TestEnvironment, User, grant_read,
};

/// Opens the rollback page that `kubectl proxy` serves alone.
async fn open_read_only(
    environment: &TestEnvironment,
    client: &EndpointClient<'_>,
    open: &str,
) -> Result<Browser, Failure> {
    let page = format!("{}#/{open}/sessions/rollback/1", client.read_only_page());
    let browser = Browser::open(environment, &page).await?;
    browser
        .wait_for_text("main", "This page is read only")
        .await?;
    Ok(browser)
}

/// Waits for the sentence that leads nowhere.
async fn assert_no_link(browser: &Browser) -> Result<(), Failure> {
    browser
        .wait_for_text("#in-the-cluster-unproven", "An administrator can tell you")
        .await?;
    let links = browser
        .texts("#in-the-cluster, main a[href*=proxy]")
        .await?;
    assert!(links.is_empty(), "{links:?}");
    Ok(())
}

#[tokio::test]
async fn the_read_only_page_names_the_proof_and_asks_before_it_leads_to_the_cluster()
-> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (namespace, open) = ("browse-led", "browse-led-a");
    let scenario = Scenario::sessions(HelmVersion::V4, open);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, namespace, &[open])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let browser = open_read_only(&environment, &client, open).await?;
    let proof = format!(
        "ClusterRoleBinding astern-token-review-{namespace} names the Service astern in namespace {namespace}."
    );
    browser.wait_for_text("#in-the-cluster", &proof).await?;
    browser.screenshot("read-only-led").await?;
    let question = format!("Open this page in the cluster, in namespace {namespace}?");
    browser.click_text(&question).await?;
    browser
        .wait_for_text(
            "#in-the-cluster",
            "acts with your rights in the whole cluster",
        )
        .await?;
    browser
        .click_text(&format!("I trust {namespace}: open it"))
        .await?;
    browser.wait_for_text("#acting", open).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

/// The Service has the labels and the name of the chart's, and a program behind it that answers as Astern does. Whoever has a
/// namespace can make that.
#[tokio::test]
async fn a_service_that_calls_itself_astern_is_not_recommended() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (namespace, open) = ("browse-fake", "browse-fake-a");
    let scenario = Scenario::sessions(HelmVersion::V4, open);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, namespace, &[open])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let kubectl = |arguments: &[&str]| environment.access.kubectl(arguments.iter().copied());
    let binding = format!("astern-token-review-{namespace}");

    // Whoever may not read ClusterRoleBindings is not led either, although this installation is a true one.
    grant_read(&environment, User::OnCall, open)?;
    chart.grant_page_access(User::OnCall)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    assert_no_link(&open_read_only(&environment, &client, open).await?).await?;

    // A ClusterRoleBinding that somebody left behind in a namespace that is younger, or that names another one, is no proof.
    kubectl(&["delete", "clusterrolebinding", &binding])?;
    let other = "--serviceaccount=browse-fake-a:astern";
    let role = format!("--clusterrole={binding}");
    kubectl(&["create", "clusterrolebinding", &binding, &role, other])?;
    let endpoint = format!("astern.dev/endpoint={namespace}/astern");
    kubectl(&["annotate", "clusterrolebinding", &binding, &endpoint])?;
    kubectl(&[
        "label",
        "clusterrolebinding",
        &binding,
        "app.kubernetes.io/name=astern",
    ])?;
    let admin = EndpointClient::connect(&chart, User::Admin)?;
    // Bindings of other tests' installations may be proofs, but not of this namespace.
    let browser = open_read_only(&environment, &admin, open).await?;
    browser
        .wait_for("#in-the-cluster-unproven, #in-the-cluster")
        .await?;
    let shown = browser.texts("#in-the-cluster").await?.join("\n");
    assert!(!shown.contains(namespace), "{shown}");
    Ok(())
}
