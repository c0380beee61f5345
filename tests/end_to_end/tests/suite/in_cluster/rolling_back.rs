//! Tests that a user with the one rule can roll back, and that it is done as the account of the namespace and recorded
//! in the journal.

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest, Scenario,
    TestEnvironment, User, can_i, events, eventually, helm_history,
};

use super::{PROMOTIONS, entry};

fn rolls_back_with_the_rule(
    helm: HelmVersion,
    namespaces: [&'static str; 3],
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let [namespace, open, other] = namespaces;
    let scenario = Scenario::incident(helm, open);
    scenario.run(&environment.access, &environment.charts)?;
    environment.access.apply(PROMOTIONS)?;
    let chart = Chart::install(&environment, helm, namespace, &[open, other])?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, open)?;
    let account = format!("system:serviceaccount:{open}:astern-rollback");
    eventually("the account's right to custom resources", || {
        let what = ["patch", "promotions.shop.example", "--namespace", open];
        Ok(can_i(&environment, &account, &what)?.then_some(()))
    })?;
    let _endpoint = InClusterEndpoint::start(&chart, helm)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;

    let token = client.mint(open)?;
    let audit = environment.access.audit().from_now();
    let request = RollbackRequest::new(open, "shop", 4, 3);
    let started = client.start_rollback(&request, Some(&token))?;
    assert_eq!(started.status, 202, "{}", started.text);
    let outcome = client.outcome(&request, &token)?;
    assert_eq!(outcome["result"], "done", "{outcome}");
    assert_eq!(outcome["revision"], 5);
    let ledger = helm_history(&environment, &scenario)?;
    assert_eq!(ledger.len(), 5);
    assert_eq!(ledger[4].status, "deployed");
    assert_eq!(ledger[4].description, "Rollback to 3");

    // The journal contains who, what, why, and the outcome.
    let entry = entry(&environment, &request)?;
    assert_eq!(entry["by"]["user"], *account);
    assert!(
        entry["by"]["token_id"]
            .as_str()
            .is_some_and(|id| !id.is_empty()),
        "{entry}"
    );
    assert_eq!(entry["rollback"]["claimed_by"], "jane");
    assert_eq!(
        entry["rollback"]["reason"],
        "checkout fails since the release"
    );
    assert_eq!(entry["end"]["outcome"]["result"], "done");
    eventually("an Event of the rollback", || {
        Ok((!events(&environment, open)?.is_empty()).then_some(()))
    })?;

    // All requests impersonate that account, but for the token reviews, which the endpoint does as itself.
    let endpoint = format!("system:serviceaccount:{namespace}:astern");
    let endpoint_requests = audit
        .requests()?
        .into_iter()
        .filter(|request| request.user == endpoint);
    let (own, acting): (Vec<_>, Vec<_>) =
        endpoint_requests.partition(|request| request.impersonated.is_none());
    assert!(
        own.iter()
            .any(|request| request.uri.contains("/tokenreviews"))
    );
    for request in own {
        assert!(request.uri.contains("/tokenreviews"), "{request:?}");
    }
    assert!(
        acting
            .iter()
            .any(|request| request.uri.contains("/secrets"))
    );
    for request in acting {
        assert_eq!(
            request.impersonated.as_deref(),
            Some(&*account),
            "{request:?}"
        );
    }

    // The same request again is the same rollback; its id with another body is refused.
    let again = client.start_rollback(&request, Some(&token))?;
    assert_eq!(again.status, 202, "{}", again.text);
    let changed = RollbackRequest {
        target: 2,
        ..request.clone()
    };
    let refused = client.start_rollback(&changed, Some(&token))?;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(helm_history(&environment, &scenario)?.len(), 5);
    Ok(())
}

#[test]
fn a_user_with_the_rule_rolls_back_with_helm_3() -> Result<(), Failure> {
    rolls_back_with_the_rule(HelmVersion::V3, ["in-3", "in-3-a", "in-3-b"])
}

#[test]
fn a_user_with_the_rule_rolls_back_with_helm_4() -> Result<(), Failure> {
    rolls_back_with_the_rule(HelmVersion::V4, ["in-4", "in-4-a", "in-4-b"])
}
