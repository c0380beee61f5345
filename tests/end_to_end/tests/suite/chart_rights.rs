//! Tests of the rights that the chart grants: to the endpoint's account, to the accounts that roll back, and to users.

use end_to_end::{
    Chart, Failure, HelmVersion, TestEnvironment, User, can_i, eventually, make_namespace, rights,
};

/// Token reviews are cluster-scoped.
const REVIEW: &str = "tokenreviews.authentication.k8s.io [] [] [create]";
const IMPERSONATE: &str = "serviceaccounts [] [astern-rollback] [impersonate]";
const MINT: &str = "serviceaccounts/token [] [astern-rollback] [create]";
const USE_PAGE: &str = "services/proxy [] [https:astern:443] [get create]";

#[test]
fn the_endpoint_may_review_tokens_and_impersonate_one_account_and_nothing_else()
-> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "rights-endpoint";
    let (open, closed) = ("rights-endpoint-a", "rights-endpoint-b");
    Chart::install(&environment, HelmVersion::V4, namespace, &[open])?;
    make_namespace(&environment, closed)?;
    let endpoint = format!("system:serviceaccount:{namespace}:astern");
    eventually("the endpoint's right", || {
        Ok(rights(&environment, &endpoint, open)?
            .contains(&IMPERSONATE.to_owned())
            .then_some(()))
    })?;
    assert_eq!(
        rights(&environment, &endpoint, open)?,
        [IMPERSONATE, REVIEW]
    );
    for elsewhere in [namespace, closed, "kube-system", "default"] {
        assert_eq!(
            rights(&environment, &endpoint, elsewhere)?,
            [REVIEW],
            "{elsewhere}"
        );
    }

    // The same with SubjectAccessReviews, which also cover what a rules review does not list.
    let never: [&[&str]; 10] = [
        &["list", "secrets"],
        &["get", "secrets"],
        &["get", "configmaps/astern-journal"],
        &["create", "configmaps"],
        &["create", "pods"],
        &[
            "create",
            "serviceaccounts/astern-rollback",
            "--subresource=token",
        ],
        &["impersonate", "serviceaccounts/default"],
        &["impersonate", "serviceaccounts"],
        &["impersonate", "users"],
        &["impersonate", "groups"],
    ];
    for what in never {
        for target_namespace in [open, closed, namespace, "kube-system"] {
            let what: Vec<&str> = what
                .iter()
                .copied()
                .chain(["--namespace", target_namespace])
                .collect();
            assert!(!can_i(&environment, &endpoint, &what)?, "{what:?}");
        }
    }
    for (what, expected) in [(open, true), (closed, false), (namespace, false)] {
        let action = [
            "impersonate",
            "serviceaccounts/astern-rollback",
            "--namespace",
            what,
        ];
        assert_eq!(
            can_i(&environment, &endpoint, &action)?,
            expected,
            "{action:?}"
        );
    }
    Ok(())
}

/// Tries the endpoint's token against the API server, instead of asking for its rights.
#[test]
fn the_endpoints_token_impersonates_accounts_of_listed_namespaces_only() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "rights-token";
    let (open, closed) = ("rights-token-a", "rights-token-b");
    Chart::install(&environment, HelmVersion::V3, namespace, &[open])?;
    make_namespace(&environment, closed)?;
    // An account of that name that is not part of the chart.
    environment.access.kubectl([
        "create",
        "serviceaccount",
        "astern-rollback",
        "--namespace",
        closed,
    ])?;
    let token =
        environment
            .access
            .kubectl(["create", "token", "astern", "--namespace", namespace])?;
    let list = |acting: &[&str], target_namespace: &str| {
        let arguments = [
            "--token",
            token.trim(),
            "get",
            "secrets",
            "--namespace",
            target_namespace,
        ];
        environment.access.output(
            User::Nobody,
            "kubectl",
            arguments.into_iter().chain(acting.iter().copied()),
        )
    };
    let account = |target_namespace: &str| {
        format!("system:serviceaccount:{target_namespace}:astern-rollback")
    };

    eventually("the right to act as the account", || {
        Ok(list(&["--as", &account(open)], open)?.success.then_some(()))
    })?;
    let refused = [
        (list(&[], open)?, "cannot list resource"),
        (
            list(&["--as", &account(open)], closed)?,
            "cannot list resource",
        ),
        (
            list(&["--as", &account(open)], namespace)?,
            "cannot list resource",
        ),
        (
            list(&["--as", &account(closed)], closed)?,
            "cannot impersonate resource",
        ),
        (
            list(&["--as", "admin"], open)?,
            "cannot impersonate resource",
        ),
        (
            list(
                &["--as", &account(open), "--as-group", "system:masters"],
                open,
            )?,
            "cannot impersonate resource",
        ),
    ];
    for (output, why) in refused {
        assert!(!output.success, "{}", output.stdout);
        assert!(output.stderr.contains(why), "{}", output.stderr);
    }
    Ok(())
}

#[test]
fn the_account_that_rolls_back_has_rights_in_its_namespace_only() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let (open, other) = ("rights-account-a", "rights-account-b");
    Chart::install(
        &environment,
        HelmVersion::V4,
        "rights-account",
        &[open, other],
    )?;
    let account = format!("system:serviceaccount:{open}:astern-rollback");
    eventually("the account's rights", || {
        Ok(can_i(
            &environment,
            &account,
            &["create", "secrets", "--namespace", open],
        )?
        .then_some(()))
    })?;
    let needed: [&[&str]; 7] = [
        &["delete", "secrets"],
        &["patch", "deployments.apps"],
        &["create", "configmaps"],
        &["get", "configmaps/astern-journal"],
        &["update", "configmaps/astern-journal"],
        &["create", "events"],
        &["create", "events.events.k8s.io"],
    ];
    for what in needed {
        let what: Vec<&str> = what.iter().copied().chain(["--namespace", open]).collect();
        assert!(can_i(&environment, &account, &what)?, "{what:?}");
    }
    for elsewhere in [other, "rights-account", "default", "kube-system"] {
        assert_eq!(
            rights(&environment, &account, elsewhere)?,
            [""; 0],
            "{elsewhere}"
        );
    }
    assert!(!can_i(
        &environment,
        &account,
        &["list", "secrets", "--all-namespaces"]
    )?);
    Ok(())
}

/// The commands in the notes are sufficient, and grant exactly the one rule.
#[test]
fn the_notes_grant_one_rule_in_one_namespace() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "rights-person";
    let (open, other) = ("rights-person-a", "rights-person-b");
    let chart = Chart::install(&environment, HelmVersion::V3, namespace, &[open, other])?;
    let mint = |target_namespace: &str| {
        let arguments = [
            "create",
            "token",
            "astern-rollback",
            "--audience=astern",
            "--namespace",
            target_namespace,
        ];
        environment
            .access
            .output(User::OnCall, "kubectl", arguments)
    };
    let before = mint(open)?;
    assert!(
        before
            .stderr
            .contains("cannot create resource \"serviceaccounts/token\""),
        "{}",
        before.stderr
    );

    run_commands_of_the_notes(&chart, &[namespace, open])?;
    eventually("the right to mint", || {
        Ok(mint(open)?.success.then_some(()))
    })?;
    let elsewhere = mint(other)?;
    assert!(
        elsewhere.stderr.contains("cannot create resource"),
        "{}",
        elsewhere.stderr
    );
    assert_eq!(rights(&environment, User::OnCall.name(), open)?, [MINT]);
    assert_eq!(rights(&environment, User::OnCall.name(), other)?, [""; 0]);
    assert_eq!(
        rights(&environment, User::OnCall.name(), namespace)?,
        [USE_PAGE]
    );
    Ok(())
}

/// Runs the commands in the notes that name these namespaces, for `oncall`.
fn run_commands_of_the_notes(chart: &Chart<'_>, namespaces: &[&str]) -> Result<(), Failure> {
    for namespace in namespaces {
        let option = format!(" -n {namespace} ");
        let command = chart.notes.lines().find(|line| line.contains(&option));
        let command = command.ok_or_else(|| {
            Failure::new(format!("no command for {namespace} in {}", chart.notes))
        })?;
        let command = command.replace("NAME", User::OnCall.name());
        let arguments = command
            .split_whitespace()
            .skip_while(|word| *word == "kubectl");
        chart.environment.access.kubectl(arguments)?;
    }
    Ok(())
}
