//! Tests of what a rollback waits for: each is named with its reason while helm waits, and what to do is said afterwards.

use end_to_end::{
    Action, Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User,
    eventually,
};

/// The definition of a custom resource whose controller sets the condition `Ready` in its own way.
const CANARIES: &str = r#"
{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
 "metadata": {"name": "canaries.delivery.example"},
 "spec": {"group": "delivery.example", "scope": "Namespaced",
  "names": {"kind": "Canary", "plural": "canaries"},
  "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
   "schema": {"openAPIV3Schema": {"type": "object",
    "x-kubernetes-preserve-unknown-fields": true}}}]}}
"#;

const fn store(helm: HelmVersion, namespace: &'static str, actions: &'static [Action]) -> Scenario {
    Scenario {
        helm,
        namespace,
        release: "store",
        chart: "store",
        actions,
    }
}

fn kubectl(
    environment: &TestEnvironment,
    scenario: &Scenario,
    arguments: &[&str],
) -> Result<String, Failure> {
    let in_namespace = ["--namespace", scenario.namespace];
    let arguments = arguments.iter().copied().chain(in_namespace);
    Ok(environment.access.kubectl(arguments)?)
}

/// A StatefulSet waits for its broken pod before it replaces it, so the pod has to be deleted.
async fn broken_pod_of_a_stateful_set(
    helm: HelmVersion,
    namespace: &'static str,
) -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["kind=StatefulSet", "replicas=3"]),
        Action::Deploy(
            "1.0.0",
            &["kind=StatefulSet", "replicas=3", "fail=ImagePullBackOff"],
        ),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = store(helm, namespace, ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    eventually("that the newest pod is broken", || {
        let path = "jsonpath={.status.containerStatuses[0].state.waiting.reason}";
        let get = ["get", "pod", "store-2", "--output", path];
        let reason = kubectl(&environment, &scenario, &get).unwrap_or_default();
        Ok((reason == "ImagePullBackOff").then_some(()))
    })?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 12)
        .await?;
    let sentence = format!(
        "Pod store-2 is of the older template and cannot start (ImagePullBackOff); a StatefulSet does not replace it: \
         kubectl delete pod store-2 --namespace {namespace}"
    );
    browser
        .wait_for_text("#answer", "Rolling back: waiting")
        .await?;
    browser.wait_for_text("main", &sentence).await?;
    browser.wait_for_text("main", "1 older pod fails").await?;
    browser
        .wait_for_text(
            "#answer",
            "The rollback failed: not everything was ready after 12 s",
        )
        .await?;
    browser.wait_for_text("#advice", &sentence).await?;
    browser
        .wait_for_text("#cure", "Roll back to 1 once more")
        .await?;
    browser.wait_for_none("#other-cure").await?;
    browser.screenshot(namespace).await?;
    kubectl(&environment, &scenario, &["delete", "pod", "store-2"])?;
    browser
        .wait_for_text("#answer", "The workloads are back")
        .await
}

#[tokio::test]
async fn a_broken_pod_of_a_stateful_set_is_to_be_deleted_with_helm_3() -> Result<(), Failure> {
    broken_pod_of_a_stateful_set(HelmVersion::V3, "wait-set-3").await
}

#[tokio::test]
async fn a_broken_pod_of_a_stateful_set_is_to_be_deleted_with_helm_4() -> Result<(), Failure> {
    broken_pod_of_a_stateful_set(HelmVersion::V4, "wait-set-4").await
}

/// With the policy `Parallel` the controller replaces the broken pod by itself.
#[tokio::test]
async fn a_parallel_stateful_set_repairs_itself() -> Result<(), Failure> {
    const VALUES: &[&str] = &["kind=StatefulSet", "replicas=3", "policy=Parallel"];
    const BROKEN: &[&str] = &[
        "kind=StatefulSet",
        "replicas=3",
        "policy=Parallel",
        "fail=ImagePullBackOff",
    ];
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", VALUES),
        Action::FailToDeploy("1.0.0", BROKEN),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V4, "wait-parallel", ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

const CANARY_ACTIONS: &[Action] = &[
    Action::Deploy("1.0.0", &["canary=1"]),
    Action::Deploy("1.0.0", &["canary=2"]),
];

fn deploy_with_canary(environment: &TestEnvironment, scenario: &Scenario) -> Result<(), Failure> {
    environment.access.apply(CANARIES)?;
    let definition = ["crd", "canaries.delivery.example"];
    let wait = ["wait", "--for=condition=Established", "--timeout=30s"];
    environment
        .access
        .kubectl(wait.into_iter().chain(definition))?;
    scenario.run(&environment.access, &environment.charts)?;
    let status = r#"{"status": {"conditions": [{"type": "Ready", "status": "False",
        "reason": "NoCanaryRunning", "message": "idle: no canary is running"}]}}"#;
    let patch = [
        "patch",
        "canary",
        "store",
        "--subresource=status",
        "--type=merge",
    ];
    let patch: Vec<&str> = patch.into_iter().chain(["--patch", status]).collect();
    kubectl(environment, scenario, &patch)?;
    Ok(())
}

/// helm 4 waits for custom resources by their condition `Ready`.
#[tokio::test]
async fn a_custom_resource_that_helm_4_waits_for_is_named() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V4, "wait-canary-4", CANARY_ACTIONS);
    deploy_with_canary(&environment, &scenario)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 12)
        .await?;
    browser
        .wait_for_text(
            "#answer",
            "Rolling back: waiting, 1 of 1 workloads ready; helm waits for Canary/store",
        )
        .await?;
    browser
        .wait_for_text(
            "#helm-wait-list",
            "Canary store: Ready is False: idle: no canary is running (NoCanaryRunning)",
        )
        .await?;
    browser
        .wait_for_text(
            "#answer",
            "The workloads are back; only helm's wait for Canary/store failed",
        )
        .await?;
    browser
        .wait_for_text(
            "#advice",
            "without “Wait until it is ready” (helm's --wait)",
        )
        .await?;
    browser
        .wait_for_text("#cure", "Roll back to 1 once more")
        .await?;
    browser.wait_for_none("#other-cure").await?;
    browser.screenshot(scenario.namespace).await?;
    Ok(())
}

#[tokio::test]
async fn helm_3_does_not_wait_for_a_custom_resource() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V3, "wait-canary-3", CANARY_ACTIONS);
    deploy_with_canary(&environment, &scenario)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await?;
    browser.wait_for_none("#helm-wait-list").await
}

const BALANCED_ACTIONS: &[Action] = &[
    Action::Deploy("1.0.0", &["balanced=true"]),
    Action::Deploy("1.0.0", &["balanced=true", "level=debug"]),
];

/// helm 3 waits for the address of a load balancer, which nobody gives on the test cluster.
#[tokio::test]
async fn a_load_balancer_that_helm_3_waits_for_is_named() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V3, "wait-balanced-3", BALANCED_ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 12)
        .await?;
    browser
        .wait_for_text(
            "#helm-wait-list",
            "Service store: its load balancer has no address",
        )
        .await?;
    browser
        .wait_for_text(
            "#answer",
            "The workloads are back; only helm's wait for Service/store failed",
        )
        .await
}

#[tokio::test]
async fn helm_4_does_not_wait_for_a_load_balancer() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V4, "wait-balanced-4", BALANCED_ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

/// While the Deployment does not become ready, the Job completes and is removed.
async fn job_that_is_removed(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::Deploy("1.0.0", &["job=warm-1", "fail=ImagePullBackOff"]),
        Action::Deploy("1.0.0", &["job=warm-2", "fail="]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = store(helm, namespace, ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 20)
        .await?;
    browser.wait_for_text("table", "Removed").await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting, 0 of 1 workloads ready")
        .await?;
    browser
        .wait_for_text(".phases", "1 of 1 workloads as in revision 1")
        .await?;
    kubectl(
        &environment,
        &scenario,
        &["annotate", "pods", "--all", "astern.test/fail-"],
    )?;
    match helm {
        HelmVersion::V3 => {
            browser
                .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
                .await
        }
        // It waits for an object that does not exist any more.
        HelmVersion::V4 => {
            browser
                .wait_for_text("#helm-wait-list", "Job warm-1: it is not there")
                .await?;
            browser
                .wait_for_text(
                    "#answer",
                    "The workloads are back; only helm's wait for Job/warm-1 failed",
                )
                .await
        }
    }
}

#[tokio::test]
async fn a_job_that_is_removed_after_its_end_is_not_waited_for_with_helm_3() -> Result<(), Failure>
{
    job_that_is_removed(HelmVersion::V3, "wait-job-3").await
}

#[tokio::test]
async fn a_job_that_is_removed_after_its_end_is_named_with_helm_4() -> Result<(), Failure> {
    job_that_is_removed(HelmVersion::V4, "wait-job-4").await
}

/// Rolls back to revision 1, whose pods do not become ready, and checks the reason on the page.
async fn reason_of_pods(
    namespace: &'static str,
    actions: &'static [Action],
    expected: &[&str],
) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = store(HelmVersion::V4, namespace, actions);
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser
        .follow_rollback(&astern, &scenario, [2, 1], 20)
        .await?;
    browser
        .wait_for_text("#answer", "Rolling back: waiting")
        .await?;
    for text in expected {
        browser.wait_for_text("main", text).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_init_container_that_runs_on_is_named() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::Deploy("1.0.0", &["state=runs-on"]),
        Action::DeployAndWait("1.0.0", &["state="]),
    ];
    let expected = [
        "An init container runs on",
        "container wait-for-database",
        "since",
    ];
    reason_of_pods("wait-init", ACTIONS, &expected).await
}

#[tokio::test]
async fn a_readiness_gate_that_is_not_met_is_named() -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::Deploy("1.0.0", &["state=gate-unmet"]),
        Action::DeployAndWait("1.0.0", &["state="]),
    ];
    let expected = [
        "A readiness gate is not met",
        "balancer.example/registered",
        "the pod has no such condition",
    ];
    reason_of_pods("wait-gate", ACTIONS, &expected).await
}

/// Both helms take a paused Deployment for ready, so the rollback succeeds without any effect on the pods.
async fn paused_deployment(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    const ACTIONS: &[Action] = &[
        Action::DeployAndWait("1.0.0", &["level=info"]),
        Action::DeployAndWait("1.0.0", &["level=debug"]),
    ];
    let environment = TestEnvironment::find()?;
    let scenario = store(helm, namespace, ACTIONS);
    scenario.run(&environment.access, &environment.charts)?;
    kubectl(
        &environment,
        &scenario,
        &["rollout", "pause", "deployment/store"],
    )?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 1).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await?;
    for text in [
        "The Deployment is paused, so it keeps its older pods",
        "kubectl rollout resume deployment/store",
        "1 pod keeps the older template (it is paused)",
    ] {
        browser.wait_for_text("main", text).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_paused_deployment_is_named_with_helm_3() -> Result<(), Failure> {
    paused_deployment(HelmVersion::V3, "wait-paused-3").await
}

#[tokio::test]
async fn a_paused_deployment_is_named_with_helm_4() -> Result<(), Failure> {
    paused_deployment(HelmVersion::V4, "wait-paused-4").await
}
