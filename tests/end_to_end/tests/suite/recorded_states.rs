//! Tests of the states that helm leaves a release in: uninstalled, half uninstalled, never finished, and with a label that
//! somebody has set. Each begins with what the real helm leaves.

use std::path::PathBuf;

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User, killed_after,
    statuses,
};

/// Writes a chart whose `pre-delete` hook fails.
fn chart_with_failing_hook(environment: &TestEnvironment, name: &str) -> Result<PathBuf, Failure> {
    let chart = environment.access.dir().join(name);
    std::fs::create_dir_all(chart.join("templates"))?;
    let metadata = format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n");
    std::fs::write(chart.join("Chart.yaml"), metadata)?;
    std::fs::write(
        chart.join("templates/objects.yaml"),
        r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example/web:1"}]}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: drain
  annotations: {helm.sh/hook: pre-delete, helm.sh/hook-delete-policy: before-hook-creation}
spec:
  backoffLimit: 0
  template:
    metadata: {annotations: {astern.test/exit: "1"}}
    spec: {restartPolicy: Never, containers: [{name: drain, image: "registry.example/drain:1"}]}
"#,
    )?;
    Ok(chart)
}

/// What ran until the uninstall is offered first, and takes no typed confirmation.
async fn uninstalled_goes_back(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(helm, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    let arguments = ["uninstall", scenario.release, "--keep-history", "--wait"];
    let in_namespace = ["--namespace", namespace];
    environment
        .access
        .helm(helm, arguments.into_iter().chain(in_namespace))?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text("#answer", "Revision 2 ran until it was uninstalled")
        .await?;
    browser
        .wait_for_text("#still-there", "its workload is gone")
        .await?;
    browser.screenshot("uninstalled").await?;
    browser.click_text("Roll back to 2…").await?;
    browser
        .wait_for_text("main", "It was in force until the uninstall")
        .await?;
    browser
        .wait_for_text("main", "its workload is gone")
        .await?;
    let confirmation = browser
        .execute(
            "return document.querySelector('#confirm') === null",
            Vec::new(),
        )
        .await?;
    assert_eq!(
        confirmation, true,
        "an uninstall alone asks for no confirmation"
    );
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

#[tokio::test]
async fn helm_3_goes_back_to_what_was_uninstalled() -> Result<(), Failure> {
    uninstalled_goes_back(HelmVersion::V3, "state-gone-3").await
}

#[tokio::test]
async fn helm_4_goes_back_to_what_was_uninstalled() -> Result<(), Failure> {
    uninstalled_goes_back(HelmVersion::V4, "state-gone-4").await
}

/// The hook is named, what runs is looked up, and the only revision is the way back.
async fn stopped_uninstall(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario {
        release: "solo",
        actions: &[],
        ..Scenario::sessions(helm, namespace)
    };
    let chart = chart_with_failing_hook(&environment, namespace)?;
    let chart = chart.to_string_lossy().into_owned();
    let in_namespace = ["--namespace", namespace, "--create-namespace", "--wait"];
    let install = ["install", "solo", chart.as_str()];
    environment
        .access
        .helm(helm, install.into_iter().chain(in_namespace))?;
    let uninstall = ["uninstall", "solo", "--namespace", namespace];
    let failed = environment
        .access
        .output(User::Admin, helm.program(), uninstall)?;
    assert!(!failed.success, "{}", failed.stdout);
    assert_eq!(statuses(&environment, &scenario)?, ["uninstalling"]);

    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text(
            "#uninstall-state",
            "It stopped in its pre-delete hook drain (Job)",
        )
        .await?;
    browser.wait_for_text("#pods-ready", "1 of 1").await?;
    browser
        .wait_for_text("#ways-out", "helm uninstall solo")
        .await?;
    browser.screenshot("uninstalling").await?;
    browser.click_text("Roll back to 1…").await?;
    browser
        .wait_for_text("#answer", "The uninstall of revision 1 has not ended")
        .await?;
    browser
        .wait_for_text("#pending", "hook drain (Job)")
        .await?;
    let page = browser.text("main").await?;
    assert!(!page.contains("Nothing of it runs"), "{page}");
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 2 is deployed")
        .await
}

#[tokio::test]
async fn helm_3_leaves_an_uninstall_that_stopped_in_a_hook() -> Result<(), Failure> {
    stopped_uninstall(HelmVersion::V3, "state-half-3").await
}

#[tokio::test]
async fn helm_4_leaves_an_uninstall_that_stopped_in_a_hook() -> Result<(), Failure> {
    stopped_uninstall(HelmVersion::V4, "state-half-4").await
}

/// The page leads to applying the only revision again, after which `helm upgrade` works.
#[tokio::test]
async fn a_first_install_that_was_killed_is_finished() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "state-first");
    killed_after(&environment, &scenario, 1, &["install"])?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text("#ways-out", "helm uninstall sessions")
        .await?;
    browser.screenshot("pending-install").await?;
    browser.click_text("Apply revision 1 again…").await?;
    browser
        .wait_for_text("#answer", "The install of revision 1 has not ended")
        .await?;
    browser.click("#wait").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "revision 2 is deployed")
        .await?;
    assert_eq!(
        statuses(&environment, &scenario)?,
        ["pending-install", "deployed"]
    );
    Scenario {
        actions: &[end_to_end::Action::DeployAndWait("1.0.0", &["fail="])],
        ..scenario
    }
    .run(&environment.access, &environment.charts)?;
    Ok(())
}

/// helm reads the payload's status and goes on to refuse upgrades, whatever the label says.
#[tokio::test]
async fn a_label_that_was_set_by_hand_does_not_hide_a_stuck_upgrade() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario {
        actions: &[end_to_end::Action::DeployAndWait("1.0.0", &[])],
        ..Scenario::sessions(HelmVersion::V3, "state-label")
    };
    scenario.run(&environment.access, &environment.charts)?;
    killed_after(&environment, &scenario, 2, &["upgrade"])?;
    environment.access.kubectl([
        "label",
        "secret",
        "sh.helm.release.v1.sessions.v2",
        "--namespace",
        scenario.namespace,
        "status=deployed",
        "--overwrite",
    ])?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open(&environment, astern.address()).await?;
    let label = "The label of its record says “deployed”; helm reads “pending-upgrade”";
    let row = "return [...document.querySelectorAll('tr.is-trouble')].some(row =>
        row.innerText.includes('state-label') && row.innerText.includes(arguments[0]))";
    browser
        .wait_until(
            "the row under what needs attention",
            row,
            vec![label.into()],
        )
        .await?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text("#answer", "Upgrade to revision 2 started")
        .await?;
    browser.wait_for_text(".facts", label).await?;
    browser.click_text("Roll back to 1…").await?;
    browser
        .wait_for_text("#pending", "Upgrade to revision 2 started")
        .await?;
    // The record says that revision 2 was applied. What the cluster has is asked.
    browser
        .wait_for_text("#answer", "already as in revision 1")
        .await
}
