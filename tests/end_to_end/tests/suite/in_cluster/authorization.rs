//! Tests of authorization: nothing is done in a namespace for a user without the rule there.

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest, Scenario,
    TestEnvironment, User, statuses,
};

/// The user may open the page, and may roll back in another namespace.
#[test]
fn without_the_rule_in_the_namespace_nothing_is_done_there() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (namespace, open, other) = ("in-refused", "in-refused-a", "in-refused-b");
    let scenario = Scenario::sessions(HelmVersion::V4, other);
    scenario.run(&environment.access, &environment.charts)?;
    let chart = Chart::install(&environment, HelmVersion::V4, namespace, &[open, other])?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, open)?;
    let _endpoint = InClusterEndpoint::start(&chart, HelmVersion::V4)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    let admin = EndpointClient::connect(&chart, User::Admin)?;
    let before = list_configmaps(&environment, other)?;
    let audit = environment.access.audit().from_now();

    let why = format!("{:?}", client.mint(other).err());
    assert!(why.contains("cannot create resource"), "{why}");
    let request = RollbackRequest::new(other, "sessions", 2, 1);
    let own = client.mint(open)?;
    let api =
        environment
            .access
            .kubectl(["create", "token", "astern-rollback", "--namespace", other])?;
    let default = environment.access.kubectl([
        "create",
        "token",
        "default",
        "--audience=astern",
        "--namespace",
        other,
    ])?;
    let endpoint = environment.access.kubectl([
        "create",
        "token",
        "astern",
        "--audience=astern",
        "--namespace",
        namespace,
    ])?;
    let audience = admin.mint_for(other, "somebody-else")?;
    let broken = format!("{}x", admin.mint(other)?);
    let tokens = [
        ("none", None, 401),
        ("of another namespace's account", Some(own.as_str()), 403),
        ("for the API server", Some(api.trim()), 401),
        ("of another account", Some(default.trim()), 403),
        ("of the endpoint itself", Some(endpoint.trim()), 403),
        ("for another audience", Some(audience.as_str()), 401),
        ("that nobody signed", Some(broken.as_str()), 401),
        ("that is none", Some("token"), 401),
    ];
    for (name, token, status) in tokens {
        let answer = client.start_rollback(&request, token)?;
        assert_eq!(answer.status, status, "a token {name}: {}", answer.text);
        let refusal = answer.json()?;
        assert!(
            refusal["advice"]
                .as_str()
                .is_some_and(|advice| !advice.is_empty()),
            "{name}: {refusal}"
        );
    }
    assert_eq!(
        statuses(&environment, &scenario)?,
        ["superseded", "deployed"]
    );
    assert_eq!(list_configmaps(&environment, other)?, before);
    let account = format!("system:serviceaccount:{other}:astern-rollback");
    let acted = audit
        .requests()?
        .into_iter()
        .find(|request| request.impersonated.as_ref() == Some(&account));
    assert!(acted.is_none(), "something was done in {other}: {acted:?}");

    // A rollback by a user of another namespace cannot be followed either.
    let token = admin.mint(other)?;
    assert_eq!(admin.start_rollback(&request, Some(&token))?.status, 202);
    assert_eq!(admin.outcome(&request, &token)?["result"], "done");
    let path = format!("astern/v1/rollbacks/{}?from=0", request.id);
    for token in [None, Some(own.as_str())] {
        let answer = client.get(&path, token)?;
        assert!([401, 403, 404].contains(&answer.status), "{}", answer.text);
        assert!(!answer.text.contains("sessions"), "{}", answer.text);
    }
    Ok(())
}

fn list_configmaps(environment: &TestEnvironment, namespace: &str) -> Result<String, Failure> {
    let arguments = [
        "get",
        "configmaps",
        "--namespace",
        namespace,
        "--output",
        "name",
    ];
    Ok(environment.access.kubectl(arguments)?)
}
