//! Tests of tokens that are revoked in the middle of a rollback: the user's, and the endpoint's own.

use end_to_end::{
    Browser, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, InterruptibleProxy,
    RevocableToken, TestEnvironment, User, eventually,
};

use super::{
    assert_outcome_matches_ledger, assert_retry_succeeds, is_journalled, never_ready,
    newest_revision, remove_pod_failure, start_rollback_and_wait,
};

/// An open stream continues; a new request with the revoked token is refused, and one with a new token gets all events.
#[test]
fn a_stream_continues_after_the_users_token_is_revoked() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V3, "token-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, scenario.helm, "token", &[scenario.namespace])?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let revocable = RevocableToken::mint(&environment, scenario.namespace, "astern-rollback")?;
    let token = revocable.reveal().to_owned();
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 60)?;

    let mut meanwhile = Ok(());
    let events = client.follow_with(&request, &token, || {
        meanwhile = revocable.revoke(&environment).and_then(|()| {
            let again = client.start_rollback(&request, Some(&token))?;
            assert_eq!(again.status, 401, "{}", again.text);
            assert_eq!(again.json()?["code"], "token");
            remove_pod_failure(&environment, &scenario)
        });
    })?;
    meanwhile?;
    let last = &events[events.len() - 1]["what"];
    assert_eq!(last["outcome"]["result"], "done", "{last}");
    let other = client.mint(scenario.namespace)?;
    assert_eq!(client.follow(&request, &other)?, events);
    assert_eq!(
        newest_revision(&environment, &scenario)?,
        (3, "deployed".to_owned())
    );
    Ok(())
}

/// The page mints a new token and continues.
#[tokio::test]
async fn the_page_mints_another_token_when_its_own_is_revoked() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "page-token-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "page-token",
        &[scenario.namespace],
    )?;
    let _endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let proxy = InterruptibleProxy::start(client.port()?)?;
    let page = client.page_through(proxy.port());
    let address = format!("{page}#/{}/sessions/rollback/1", scenario.namespace);
    let browser = Browser::open(&environment, &address).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;

    // All tokens of an account are revoked when it is deleted, even if it is created again.
    let account = [
        "serviceaccount",
        "astern-rollback",
        "--namespace",
        scenario.namespace,
    ];
    let arguments = ["get", "--output", "json"];
    let made = environment
        .access
        .kubectl(arguments.into_iter().chain(account))?;
    let journal = format!("astern/v1/journal?namespace={}", scenario.namespace);
    let second_token = client.mint(scenario.namespace)?;
    assert_eq!(client.get(&journal, Some(&second_token))?.status, 200);
    proxy.block();
    environment
        .access
        .kubectl(["delete"].into_iter().chain(account))?;
    environment.access.create(&without_server_fields(&made)?)?;
    // The API server caches token reviews for a while.
    eventually("the end of a token", || {
        Ok((client.get(&journal, Some(&second_token))?.status == 401).then_some(()))
    })?;
    let audit = environment.access.audit().from_now();
    proxy.unblock();
    remove_pod_failure(&environment, &scenario)?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await?;
    let minted = audit
        .requests()?
        .into_iter()
        .filter(|request| request.user == User::Admin.name() && request.uri.contains("/token"));
    assert!(minted.count() >= 1, "no token was minted");
    Ok(())
}

/// Removes the fields that the API server has added.
fn without_server_fields(made: &str) -> Result<String, Failure> {
    let mut object: serde_json::Value = serde_json::from_str(made)?;
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.retain(|key, _| ["name", "namespace", "labels", "annotations"].contains(&&**key));
    }
    Ok(object.to_string())
}

/// The kubelet replaces a token long before it expires; here it is revoked at once, which makes helm's wait fail. The
/// endpoint continues, and its outcome agrees with Helm's records.
#[test]
fn the_endpoint_continues_after_its_own_token_is_revoked() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = never_ready(HelmVersion::V4, "own-token-a");
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(
        &environment,
        scenario.helm,
        "own-token",
        &[scenario.namespace],
    )?;
    let mut endpoint = InClusterEndpoint::start(&chart, scenario.helm)?;
    let client = EndpointClient::connect(&chart, User::Admin)?;
    let token = client.mint(scenario.namespace)?;
    let request = start_rollback_and_wait(&client, &environment, &scenario, &token, 20)?;

    endpoint.renew_token()?;
    let outcome = client.outcome(&request, &token)?;
    assert_eq!(outcome["result"], "failed", "{outcome}");
    assert_outcome_matches_ledger(&outcome, &environment, &scenario)?;
    assert!(is_journalled(&environment, &request, &outcome)?);
    assert_retry_succeeds(&client, &environment, &scenario, &token, 2)
}
