//! Tests of drift in hooks, which is reported separately.

use end_to_end::{Browser, Failure, HelmVersion, Proxy, TestEnvironment, User};
use serde_json::Value;

use crate::compare::run_astern;
use crate::similar_objects::dashboards;

fn compare_live(
    environment: &TestEnvironment,
    namespace: &str,
) -> Result<(Option<i32>, Value), Failure> {
    let release = format!("{namespace}/wall");
    let arguments = ["compare", &release, "--live", "--exit-code", "-o", "json"];
    let (status, json, error) = run_astern(environment, &arguments)?;
    assert_eq!(error, "");
    Ok((status, serde_json::from_str(&json)?))
}

/// One hook is left from the installation, one was created again by the upgrade, one was deleted after its run.
fn hooks_are_no_drift_until_they_are_changed(
    helm: HelmVersion,
    namespace: &'static str,
) -> Result<TestEnvironment, Failure> {
    let environment = TestEnvironment::find()?;
    dashboards(helm, namespace).run(&environment.access, &environment.charts)?;
    let (status, drift) = compare_live(&environment, namespace)?;
    assert_eq!(status, Some(0), "{drift:#}");
    assert_eq!(drift["unchanged_hooks"], 1, "{drift:#}");
    let gone = &drift["absent_hooks"][0];
    assert_eq!(
        (&gone["name"], &gone["reason"]),
        (&"wall-greeting".into(), &"by-policy".into())
    );
    let older = &drift["hooks"][0];
    assert_eq!(
        (&older["name"], &older["ran_for"]),
        (&"wall-welcome".into(), &Value::Null)
    );

    let patch = r#"{"data": {"chart": "somebody's own"}}"#;
    let season = [
        "patch",
        "configmap/wall-season",
        "--type=merge",
        "--patch",
        patch,
    ];
    environment
        .access
        .kubectl(["--namespace", namespace].into_iter().chain(season))?;
    let (status, drift) = compare_live(&environment, namespace)?;
    assert_eq!(status, Some(1), "{drift:#}");
    let hooks = drift["hooks"].as_array().into_iter().flatten();
    let mut edited = hooks.filter(|hook| hook["name"] == "wall-season");
    let edited = edited
        .next()
        .ok_or_else(|| Failure::new("no edited hook"))?;
    assert_eq!(
        (&edited["ran_for"], &edited["fields"][0]["path"]),
        (&2.into(), &"data.chart".into())
    );
    assert_eq!(edited["writers"][0]["manager"], "kubectl-patch");
    Ok(environment)
}

#[test]
fn of_helm_4() -> Result<(), Failure> {
    hooks_are_no_drift_until_they_are_changed(HelmVersion::V4, "hooks-4").map(drop)
}

#[tokio::test]
async fn of_helm_3_and_on_the_page() -> Result<(), Failure> {
    let namespace = "hooks-3";
    let environment = hooks_are_no_drift_until_they_are_changed(HelmVersion::V3, namespace)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{namespace}/wall/2..live"));
    let browser = Browser::open(&environment, &page).await?;
    browser
        .wait_for_text(
            "#answer",
            "In the cluster 1 hook differs from what revision 2 says",
        )
        .await?;
    for text in [
        "1 hook differs, 1 is of another revision's run, 0 are as revision 2 says",
        "written by kubectl-patch",
        "of another revision's run, so it is no drift",
        "1 hook not in the cluster, which is no drift",
        "Helm deleted it after its run, as its policy hook-succeeded says",
    ] {
        browser.wait_for_text("main", text).await?;
    }
    Ok(())
}
