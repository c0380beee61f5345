//! Tests of rollbacks that fail or wait because the cluster rejects something: the page gives the cause and the remedy.

use end_to_end::{
    Action, Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User,
    eventually, helm_history,
};
use serde_json::json;

/// The definition of a custom resource that only revision 1 contains an object of.
const DASHBOARDS: &str = r#"
{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
 "metadata": {"name": "dashboards.boards.example"},
 "spec": {"group": "boards.example", "scope": "Namespaced",
  "names": {"kind": "Dashboard", "plural": "dashboards"},
  "versions": [{"name": "v1", "served": true, "storage": true,
   "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
"#;

const fn queue(helm: HelmVersion, namespace: &'static str, actions: &'static [Action]) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "queue",
        chart: "queue",
        actions,
    }
}

/// The cluster no longer serves the kind of an object.
#[tokio::test]
async fn an_object_of_a_kind_that_is_not_served_is_shown() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["dashboard=true"]),
        Action::DeployAndWait("1.0.0", &["dashboard=false"]),
    ];
    let environment = TestEnvironment::find()?;
    environment.access.apply(DASHBOARDS)?;
    let definition = ["crd", "dashboards.boards.example"];
    let wait = ["wait", "--for=condition=Established", "--timeout=30s"];
    environment
        .access
        .kubectl(wait.into_iter().chain(definition))?;
    let scenarios = [
        queue(HelmVersion::V3, "stop-build-3", ACTIONS),
        queue(HelmVersion::V4, "stop-build-4", ACTIONS),
    ];
    for scenario in &scenarios {
        scenario.run(&environment.access, &environment.charts)?;
    }
    environment
        .access
        .kubectl(["delete"].into_iter().chain(definition))?;
    for scenario in &scenarios {
        let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
        let browser = Browser::open_rollback_page(&environment, &astern, scenario, 1).await?;
        browser
            .wait_for_text(
                "#answer",
                "Kubernetes refuses this change. The cluster serves no Dashboard in boards.example/v1",
            )
            .await?;
        browser.roll_back().await?;
        let stuck = "The rollback failed: revision 3 is stuck in pending-rollback";
        browser.wait_for_text("#answer", stuck).await?;
        browser
            .wait_for_text("main", "so nothing was applied")
            .await?;
        browser
            .wait_for_text("#cure", "Roll back to 2, where it was")
            .await?;
        browser.screenshot(scenario.namespace).await?;
        match scenario.helm {
            HelmVersion::V3 => recover_by_command(&environment, &browser, scenario).await?,
            HelmVersion::V4 => recover_by_button(&browser).await?,
        }
    }
    Ok(())
}

/// The command on the page repairs the release without changes.
async fn recover_by_command(
    environment: &TestEnvironment,
    browser: &Browser,
    scenario: &Scenario,
) -> Result<(), Failure> {
    let command = browser.text("#advice code").await?;
    let arguments = command.split(' ').skip(1);
    environment.access.kubectl(arguments)?;
    let newest = helm_history(environment, scenario)?.into_iter().next_back();
    let newest = newest.map(|expected| (expected.revision, expected.status));
    assert_eq!(newest, Some((2, "deployed".to_owned())));
    Ok(())
}

/// The button repairs it too; it has to be clicked twice, as the page says.
async fn recover_by_button(browser: &Browser) -> Result<(), Failure> {
    browser.click("#cure").await?;
    browser
        .wait_for_text("h1", "Roll back queue to revision 2")
        .await?;
    browser.roll_back().await?;
    let stuck = "The rollback failed: revision 4 is stuck in pending-rollback";
    browser.wait_for_text("#answer", stuck).await?;
    browser.wait_for_text("#advice", "Press once more").await?;
    browser
        .wait_for_text("#cure", "Roll back to 2 once more")
        .await?;
    browser.click("#cure").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 5 is deployed")
        .await
}

/// A selector is immutable. The Deployment of revision 2 is another object, created after that of revision 1 was
/// deleted.
async fn object_cannot_be_applied(
    helm: HelmVersion,
    namespace: &'static str,
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let first = queue(
        helm,
        namespace,
        &[Action::DeployAndWait("1.0.0", &["tier=a"])],
    );
    let second = Scenario {
        actions: &[Action::DeployAndWait("1.0.0", &["tier=b"])],
        ..first
    };
    first.run(&environment.access, &environment.charts)?;
    let delete = ["delete", "deployment", "queue", "--namespace", namespace];
    environment.access.kubectl(delete)?;
    second.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &first, 1).await?;
    browser
        .wait_for_text(
            "#answer",
            "Kubernetes refuses this change. spec.selector of Deployment/queue cannot be changed.",
        )
        .await?;
    browser
        .wait_for_text("#ways-out", "kubectl delete deployment queue")
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "The rollback failed in the middle of applying")
        .await?;
    browser
        .wait_for_text("main", "a field that cannot be changed on the live object")
        .await?;
    browser.wait_for_text("#holds", "Parts of both").await?;
    browser
        .wait_for_text("#cure", "Roll back to 1 once more")
        .await?;
    browser.screenshot(namespace).await?;
    Ok(())
}

#[tokio::test]
async fn an_object_that_cannot_be_applied_is_shown_with_helm_3() -> Result<(), Failure> {
    object_cannot_be_applied(HelmVersion::V3, "stop-apply-3").await
}

#[tokio::test]
async fn an_object_that_cannot_be_applied_is_shown_with_helm_4() -> Result<(), Failure> {
    object_cannot_be_applied(HelmVersion::V4, "stop-apply-4").await
}

/// The error of server-side apply quotes the rejected value. More users may read Events and ConfigMaps than Secrets.
#[tokio::test]
async fn a_secret_in_helms_error_is_masked_everywhere() -> Result<(), Failure> {
    const SECRET: &str = "81734655";
    const ACTIONS: &[Action] = &[
        Action::FailToDeploy("1.0.0", &["password=81734655"]),
        Action::DeployAndWait("1.0.0", &["password="]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = queue(HelmVersion::V4, "stop-secret", ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "The rollback failed in the middle of applying")
        .await?;
    browser.wait_for_text("main", "typed patch object").await?;
    let in_namespace = ["--namespace", scenario.namespace];
    let kubectl = |arguments: &[&str]| {
        environment
            .access
            .kubectl(arguments.iter().copied().chain(in_namespace))
    };
    let journal = kubectl(&["get", "configmap", "astern-journal", "--output", "json"])?;
    let reason = "Reason: Secret queue-password: stringData.password: must be a string.";
    assert!(journal.contains(reason), "{journal}");
    let events = kubectl(&["get", "events", "--output", "json"])?;
    assert!(events.contains("RollbackFailed"), "{events}");
    let page = "return document.documentElement.outerHTML";
    let ending = browser.execute(page, Vec::new()).await?.to_string();
    browser.click_text("History of the release").await?;
    browser.wait_for_text("main", "typed patch object").await?;
    let history = browser.execute(page, Vec::new()).await?.to_string();
    for expected in [&journal, &events, &ending, &history] {
        assert!(!expected.contains(SECRET), "{expected}");
    }
    Ok(())
}

/// Returns an admission webhook without a server, for creating and updating a resource in a namespace.
fn dead_webhook(namespace: &str, resource: &str) -> String {
    json!({
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": { "name": format!("dead-{namespace}") },
        "webhooks": [{
            "name": "policy.example.com",
            // Nothing listens on port 1.
            "clientConfig": { "url": "https://127.0.0.1:1/" },
            "rules": [{
                "apiGroups": [""], "apiVersions": ["v1"], "resources": [resource],
                "operations": ["CREATE", "UPDATE"],
            }],
            "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } },
            "failurePolicy": "Fail",
            "sideEffects": "None",
            "admissionReviewVersions": ["v1"],
        }],
    })
    .to_string()
}

#[tokio::test]
async fn a_webhook_that_rejects_an_object_is_shown() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "stop-webhook";
    let actions = &[
        Action::DeployAndWait("1.0.0", &["level=warn"]),
        Action::DeployAndWait("1.0.0", &["level=debug"]),
    ];
    let scenario = queue(HelmVersion::V4, namespace, actions);
    scenario.run(&environment.access, &environment.charts)?;
    environment
        .access
        .create(&dead_webhook(namespace, "configmaps"))?;
    eventually("that the webhook is asked", || {
        let arguments = ["annotate", "configmap", "queue-settings", "asked=true"];
        let options = ["--namespace", namespace, "--dry-run=server"];
        let result = environment
            .access
            .kubectl(arguments.into_iter().chain(options));
        Ok(result.is_err().then_some(()))
    })?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "The rollback failed in the middle of applying")
        .await?;
    browser
        .wait_for_text("main", "A webhook of the cluster refused an object")
        .await?;
    browser.wait_for_text("main", "policy.example.com").await?;
    // The journal is a ConfigMap too: the page says that it could not be written, and the rollback continues.
    browser
        .wait_for_text("main", "This rollback is not in the journal")
        .await?;
    browser.screenshot(namespace).await?;
    Ok(())
}

/// Rolls back to revision 1 while its pods cannot become ready, checks the reason on the page, removes it, and waits
/// for success.
async fn blocked_rollback_recovers(
    environment: &TestEnvironment,
    scenario: &Scenario,
    expected: &[&str],
    fix: &[&str],
) -> Result<(), Failure> {
    let astern = LaptopEndpoint::start(environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(environment, &astern, scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;
    for part in expected {
        browser.wait_for_text("main", part).await?;
    }
    browser.screenshot(scenario.namespace).await?;
    let in_namespace = ["--namespace", scenario.namespace];
    environment
        .access
        .kubectl(fix.iter().copied().chain(in_namespace))?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

#[tokio::test]
async fn an_exceeded_quota_is_shown_while_helm_waits() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    // A release without a hook, whose pod would be rejected too.
    let scenario = Scenario::sessions(HelmVersion::V4, "stop-quota");
    scenario.run(&environment.access, &environment.charts)?;
    let in_namespace = ["--namespace", scenario.namespace];
    let kubectl = |arguments: &[&str]| {
        environment
            .access
            .kubectl(arguments.iter().copied().chain(in_namespace))
    };
    kubectl(&["create", "quota", "few", "--hard=pods=1"])?;
    eventually("that the quota counts", || {
        let path = "jsonpath={.status.used.pods}";
        let used = kubectl(&["get", "quota", "few", "--output", path])?;
        Ok((used == "1").then_some(()))
    })?;
    let expected = ["A quota of the namespace is used up", "exceeded quota: few"];
    blocked_rollback_recovers(
        &environment,
        &scenario,
        &expected,
        &["delete", "quota", "few"],
    )
    .await
}

#[tokio::test]
async fn a_webhook_that_rejects_pods_is_shown_while_helm_waits() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    // A release without a hook, whose pod would be rejected too.
    let scenario = Scenario::sessions(HelmVersion::V4, "stop-pods");
    scenario.run(&environment.access, &environment.charts)?;
    environment
        .access
        .create(&dead_webhook(scenario.namespace, "pods"))?;
    eventually("that the webhook is asked", || {
        let arguments = ["run", "asked", "--image=x", "--dry-run=server"];
        let in_namespace = ["--namespace", scenario.namespace];
        let result = environment
            .access
            .kubectl(arguments.into_iter().chain(in_namespace));
        Ok(result.is_err().then_some(()))
    })?;
    let expected = ["A webhook refuses the pods", "policy.example.com"];
    let kind = "validatingwebhookconfiguration";
    blocked_rollback_recovers(
        &environment,
        &scenario,
        &expected,
        &["delete", kind, "dead-stop-pods"],
    )
    .await
}

#[tokio::test]
async fn unschedulable_pods_are_shown_while_helm_waits() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::Deploy("1.0.0", &["zone=moon"]),
        Action::DeployAndWait("1.0.0", &["zone="]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = queue(HelmVersion::V4, "stop-nodes", ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let expected = [
        "No node has room for the pod",
        "didn't match Pod's node affinity/selector",
    ];
    let fix = ["label", "nodes", "--all", "zone=moon"];
    blocked_rollback_recovers(&environment, &scenario, &expected, &fix).await
}

#[tokio::test]
async fn a_container_config_error_is_shown_while_helm_waits() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::Deploy("1.0.0", &["fail=CreateContainerConfigError"]),
        Action::DeployAndWait("1.0.0", &["fail="]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = queue(HelmVersion::V4, "stop-config", ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let expected = [
        "A container can't start: a key, Secret or ConfigMap is missing",
        "CreateContainerConfigError",
    ];
    let fix = ["annotate", "pods", "--all", "astern.test/fail-"];
    blocked_rollback_recovers(&environment, &scenario, &expected, &fix).await
}

/// The reason why a hook's pod does not start is shown like any other, and later phases are not shown as done. The
/// workloads are equal in both revisions, so they say nothing about progress.
#[tokio::test]
async fn a_waiting_hook_is_shown_and_its_rollback_can_be_followed() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["hookFail=ImagePullBackOff"]),
        Action::DeployAndWait("1.0.0", &["hookFail="]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = queue(HelmVersion::V4, "stop-hook", ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("main", "An image cannot be fetched")
        .await?;
    browser.wait_for_text(".phases .now", "Hooks").await?;
    browser.wait_for_none(".phases .done + .done").await?;
    browser.screenshot(scenario.namespace).await?;

    // A second visitor of the rollback page is led to the running rollback.
    let rollback = "location.hash = arguments[0]; return true";
    let page = format!("#/{}/queue/rollback/2", scenario.namespace);
    browser.execute(rollback, vec![page.into()]).await?;
    browser
        .wait_for_text("#pending", "Astern began a rollback")
        .await?;
    browser.click_text("follow it").await?;
    let in_namespace = ["--namespace", scenario.namespace];
    let fix = ["annotate", "pods", "--all", "astern.test/fail-"];
    environment
        .access
        .kubectl(fix.into_iter().chain(in_namespace))?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}
