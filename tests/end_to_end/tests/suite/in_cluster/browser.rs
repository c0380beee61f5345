//! Tests of the page in the cluster, in a real browser, through `kubectl proxy` and the API server's service proxy.

use end_to_end::{
    Browser, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, Scenario,
    TestEnvironment, User, grant_read,
};
use serde_json::Value;

use super::{never_ready, remove_pod_failure};

/// Returns the only entry of the journal.
fn only_entry(environment: &TestEnvironment, namespace: &str) -> Result<Value, Failure> {
    let arguments = ["get", "configmap", "astern-journal", "--output", "json"];
    let journal = environment
        .access
        .kubectl(arguments.into_iter().chain(["--namespace", namespace]))?;
    let journal: Value = serde_json::from_str(&journal)?;
    let mut entries = journal["data"].as_object().into_iter().flatten();
    let entry = entries.next().and_then(|(_, text)| text.as_str());
    assert!(entries.next().is_none(), "{journal}");
    Ok(serde_json::from_str(entry.unwrap_or_default())?)
}

/// Returns whether a token is visible or stored where it outlives the page.
async fn page_holds_token(browser: &Browser) -> Result<bool, Failure> {
    let script = r"const kept = [location.href, document.title, document.cookie, document.body.innerHTML];
        for (const store of [localStorage, sessionStorage])
            for (let i = 0; i < store.length; i++) kept.push(store.getItem(store.key(i)));
        return kept.some(text => /ey[\w-]{20,}\.[\w-]{20,}/.test(text))";
    Ok(browser.execute(script, Vec::new()).await? == Value::Bool(true))
}

async fn rolls_back_with_one_rule(
    helm: HelmVersion,
    namespace: &'static str,
    open: &'static str,
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(helm, open);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, helm, namespace, &[open])?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, open)?;
    grant_read(&environment, User::OnCall, open)?;
    let _endpoint = InClusterEndpoint::start(&chart, helm)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;

    let page = format!("{}#/{open}/sessions/rollback/1", client.page());
    let browser = Browser::open(&environment, &page).await?;
    browser.wait_for_text("#acting", "oncall").await?;
    browser.wait_for_text("#acting", "test-cluster").await?;
    browser.type_into("#reason", "checkout is down").await?;
    let audit = environment.access.audit().from_now();
    browser.roll_back().await?;
    browser.wait_for_text("#answer", "Roll").await?;
    // After a reload the page mints another token and continues.
    browser.client().refresh().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await?;
    browser
        .wait_for_text("main", "1 of 1 workloads ready")
        .await?;
    browser.wait_for_text("main", "oncall (unverified)").await?;
    browser.screenshot(&format!("in-cluster-{open}")).await?;
    assert!(
        !page_holds_token(&browser).await?,
        "a token outlives the page"
    );

    let entry = only_entry(&environment, open)?;
    assert_eq!(entry["rollback"]["reason"], "checkout is down");
    assert_eq!(entry["rollback"]["claimed_by"], "oncall");
    assert!(entry["by"]["token_id"].is_string(), "{entry}");
    assert_eq!(entry["run_by"]["place"], "cluster");
    assert_eq!(entry["end"]["outcome"]["result"], "done");

    // The endpoint performed all writes as the account; the user only minted tokens.
    let account = format!("system:serviceaccount:{open}:astern-rollback");
    let minted = audit
        .requests()?
        .into_iter()
        .filter(|request| request.user == User::OnCall.name() && request.uri.contains("/token"));
    assert!(minted.count() >= 2, "one to press, one after the reload");
    let wrote = audit.requests()?.into_iter().any(|request| {
        request.impersonated.as_ref() == Some(&account) && request.uri.contains("/secrets")
    });
    assert!(wrote, "helm did not act as the account");
    Ok(())
}

#[tokio::test]
async fn a_user_with_the_rule_rolls_back_in_the_browser_with_helm_3() -> Result<(), Failure> {
    rolls_back_with_one_rule(HelmVersion::V3, "browse-3", "browse-3-a").await
}

#[tokio::test]
async fn a_user_with_the_rule_rolls_back_in_the_browser_with_helm_4() -> Result<(), Failure> {
    rolls_back_with_one_rule(HelmVersion::V4, "browse-4", "browse-4-a").await
}

/// Without the rule the page shows the command that grants it, which works without changes. Rollbacks by others can be
/// read, but not followed.
#[tokio::test]
async fn a_user_without_the_rule_sees_the_command_and_can_read() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (namespace, open) = ("browse-told", "browse-told-a");
    let scenario = Scenario::sessions(HelmVersion::V4, open);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, namespace, &[open])?;
    chart.grant_page_access(User::OnCall)?;
    grant_read(&environment, User::OnCall, open)?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    let page = format!("{}#/{open}/sessions/rollback/1", client.page());
    let browser = Browser::open(&environment, &page).await?;
    browser
        .wait_for_text("#may-not", "You can look, but you can't roll back here")
        .await?;
    let command = format!(
        "kubectl create rolebinding astern-rollback-oncall -n {open} --role=astern-rollback --user=oncall"
    );
    browser.wait_for_text("#may-not", &command).await?;
    let text = browser.text("#may-not").await?;
    for part in ["create", "serviceaccounts/token", "astern-rollback", open] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    browser.wait_for_none("#press").await?;
    browser.screenshot("in-cluster-may-not").await?;

    // While somebody else rolls back, the page shows the history, the workloads and the journal.
    let admin = EndpointClient::connect(&chart, User::Admin)?;
    let request = end_to_end::RollbackRequest::new(open, scenario.release, 2, 1);
    let token = admin.mint(open)?;
    assert_eq!(admin.start_rollback(&request, Some(&token))?.status, 202);
    let page = format!(
        "{}#/{open}/sessions/rollback/1/{}",
        client.page(),
        request.id
    );
    browser.goto("about:blank").await?;
    browser.goto(&page).await?;
    browser
        .wait_for_text("main", "a token that you cannot mint")
        .await?;
    browser.wait_for_text("main", "jane (unverified)").await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await?;
    browser
        .wait_for_text("main", "1 of 1 workloads ready")
        .await?;

    let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
    environment.access.kubectl(arguments)?;
    browser.goto("about:blank").await?;
    browser
        .goto(&format!("{}#/{open}/sessions/rollback/2", client.page()))
        .await?;
    browser.wait_for("#press").await?;
    Ok(())
}

/// After the restart the page shows that the rollback was interrupted, with the button that repairs it.
#[tokio::test]
async fn a_rollback_interrupted_by_a_killed_endpoint_is_shown_and_repaired() -> Result<(), Failure>
{
    let environment = TestEnvironment::find()?;
    let (namespace, open) = ("browse-kill", "browse-kill-a");
    let scenario = never_ready(HelmVersion::V4, open);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, namespace, &[open])?;
    let mut endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let page = format!("{}#/{open}/sessions/rollback/1", client.page());
    let browser = Browser::open(&environment, &page).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;

    endpoint.kill_and_start_again()?;
    let sentence = "The rollback was interrupted: revision 3 is stuck in pending-rollback";
    browser.wait_for_text("#answer", sentence).await?;
    let why = "Astern was restarted in the middle of this rollback";
    browser.wait_for_text("main", why).await?;
    browser.screenshot("in-cluster-interrupted").await?;
    remove_pod_failure(&environment, &scenario)?;
    browser
        .wait_for_text("#cure", "Roll back to 1 once more")
        .await?;
    browser.click("#cure").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 4 is deployed")
        .await
}
