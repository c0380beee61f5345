//! Tests of comparisons on the page and in the terminal, and of the requests that they make.

use std::path::Path;

use end_to_end::{
    Browser, CountingProxy, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User,
};
use serde_json::Value;

/// The default password in the shop's Secret.
const PASSWORD: &str = "change-me";

async fn page_shows_changes(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    Scenario::incident(helm, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app(&format!("#/{namespace}/shop"))).await?;
    browser.wait_for_text("main", "shop-1.1.0").await?;
    browser.click_text("See what revision 4 changed").await?;
    browser
        .wait_for_text("#answer", "moved the chart from 1.1.0 to 1.2.0")
        .await?;
    let address = browser.address().await?;
    assert!(
        address.contains(&format!("#/{namespace}/shop/3..4?cluster=")),
        "{address}"
    );
    // A difference between the templates of the two versions.
    browser
        .wait_for_text("[aria-label='Changed objects']", "Ingress")
        .await?;
    let page = browser.text("main").await?;
    for text in [
        "Chart and values",
        "1 added",
        "1 removed",
        "CreateContainerConfigError",
    ] {
        assert!(
            page.contains(text),
            "the page does not say {text:?}: {page}"
        );
    }
    // Only the visible part is rendered; the search finds the rest.
    browser.type_into("#search", "maxReplicas").await?;
    browser.wait_for_text(".tree", "Found in").await?;
    browser.press("\u{e007}").await?;
    browser.wait_for_text("main", "spec.maxReplicas").await?;
    let all = browser
        .execute("return document.documentElement.outerHTML", Vec::new())
        .await?;
    assert!(
        !all.to_string().contains(PASSWORD),
        "the page holds a Secret's value"
    );
    // WebDriver scrolls elements to the edge of the window, where the header covers them.
    browser
        .execute("scrollTo(0, 0); return true", Vec::new())
        .await?;
    browser.wait_for("#answer").await?;
    browser.click_text("Swap").await?;
    browser
        .wait_for_text("#answer", "moves the chart from 1.2.0 to 1.1.0")
        .await?;
    Ok(())
}

#[tokio::test]
async fn of_helm_3() -> Result<(), Failure> {
    page_shows_changes(HelmVersion::V3, "compare-3").await
}

#[tokio::test]
async fn of_helm_4() -> Result<(), Failure> {
    page_shows_changes(HelmVersion::V4, "compare-4").await
}

/// The audit log shows the requests of a comparison: one metadata list and two records. What the newer revision's pods report is
/// asked besides, because it is the current one.
#[tokio::test]
async fn a_comparison_costs_one_metadata_list_and_two_records() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "compare-cost";
    Scenario::incident(HelmVersion::V3, namespace).run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let counting = CountingProxy::start(proxy.base())?;
    // Everything from here on belongs to the comparison.
    let start = format!("{}/astern/#/nothing/of-that-name", counting.base());
    let browser = Browser::open(&environment, &start).await?;
    browser.wait_for_text("main", "No release").await?;
    browser.wait_for_all_pages(&environment).await?;
    let audit = environment.access.audit().from_now();
    let before = counting.response_bytes();
    let compare = format!("location.hash = '#/{namespace}/shop/3..4'; return true");
    browser.execute(&compare, Vec::new()).await?;
    browser.wait_for_text("#answer", "moved the chart").await?;
    let answered = counting.response_bytes() - before;

    let requests: Vec<String> = audit
        .requests()?
        .into_iter()
        .filter(|request| request.uri.contains(namespace) && request.agent.contains("Mozilla"))
        .filter(|request| request.uri.contains("/secrets"))
        .map(|request| format!("{} {}", request.verb, request.uri))
        .collect();
    let secrets = format!("/api/v1/namespaces/{namespace}/secrets");
    let (lists, gets): (Vec<_>, Vec<_>) =
        requests.iter().partition(|line| line.starts_with("list"));
    assert_eq!(lists.len(), 1, "{requests:#?}");
    assert!(lists[0].contains("labelSelector=owner%3Dhelm%2Cname%3Dshop"));
    let mut gets = gets.clone();
    gets.sort();
    let record = |n: u8| format!("get {secrets}/sh.helm.release.v1.shop.v{n}");
    assert_eq!(gets, [&record(3), &record(4)], "{requests:#?}");

    // The size of the two records, and 64 KiB for the metadata list, the workloads with their pods, and HTTP headers.
    let record_size = |n: u8| -> Result<u64, Failure> {
        let path = format!("{secrets}/sh.helm.release.v1.shop.v{n}");
        Ok(environment.access.kubectl(["get", "--raw", &path])?.len() as u64)
    };
    let floor = record_size(3)? + record_size(4)?;
    assert!(
        answered <= floor + 64 * 1024,
        "{answered} bytes were answered; the two records are {floor}"
    );
    Ok(())
}

pub fn run_astern(
    environment: &TestEnvironment,
    arguments: &[&str],
) -> Result<(Option<i32>, String, String), Failure> {
    let kubeconfig = environment.access.kubeconfig(User::Admin);
    run_astern_with(environment, &kubeconfig, arguments)
}

/// Runs `astern` with another kubeconfig.
pub fn run_astern_with(
    environment: &TestEnvironment,
    kubeconfig: &Path,
    arguments: &[&str],
) -> Result<(Option<i32>, String, String), Failure> {
    let path = std::env::join_paths(
        std::iter::once(environment.access.binaries().folder().to_owned()).chain(
            std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()),
        ),
    )?;
    let output = std::process::Command::new(&environment.astern)
        .args(arguments)
        .arg("--kubeconfig")
        .arg(kubeconfig)
        .env("PATH", path)
        .output()?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok((
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    ))
}

/// Checks defaults, hooks, notes, CRDs and the change log of the shop's versions 1.1.0 and 1.2.0.
fn assert_other_sections(comparison: &Value) {
    // The user sets `autoscaling.minReplicas`; it is the only changed default that is overridden.
    assert_eq!(comparison["overridden_defaults"], 1);
    let defaults = comparison["defaults"].as_array().into_iter().flatten();
    let paths: Vec<_> = defaults
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "autoscaling.maxReplicas",
            "logLevel",
            "resources.limits.memory",
            "autoscaling.targetCPU",
            "ingress"
        ]
    );
    let hook = &comparison["hooks"][0];
    assert_eq!(hook["name"], "shop-migrate");
    assert_eq!(
        (&hook["weight"]["from"], &hook["weight"]["to"]),
        (&(-5).into(), &0.into())
    );
    assert_eq!(
        hook["events"]["to"],
        serde_json::json!(["pre-upgrade", "pre-rollback"])
    );
    // A rollback to revision 3 runs no hook, although revision 4 has a pre-rollback hook.
    assert_eq!(comparison["rollback_hooks"]["from"], serde_json::json!([]));
    assert_eq!(
        comparison["rollback_hooks"]["to"][0]["name"],
        "shop-migrate"
    );
    let notes = comparison["notes"]["diff"].as_str().unwrap_or_default();
    assert!(notes.contains("+From outside it answers at"), "{notes}");
    let definition = &comparison["crds"][0];
    assert_eq!(definition["name"], "promotions.shop.example");
    assert_eq!(
        definition["versions"][0]["removed_fields"],
        serde_json::json!(["spec.audience"])
    );
    assert_eq!(definition["versions"][1]["storage_missing_on"], "from");
    let log = &comparison["chart"]["changes"];
    assert_eq!(
        (&log["version"], &log["notes"][2]["kind"]),
        (&"1.2.0".into(), &"removed".into())
    );
}

fn terminal_shows_changes(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    Scenario::incident(helm, namespace).run(&environment.access, &environment.charts)?;
    let release = format!("{namespace}/shop");

    let (status, history, _) = run_astern(&environment, &["history", &release, "-o", "json"])?;
    assert_eq!(status, Some(0));
    let history: Value = serde_json::from_str(&history)?;
    let rows = history.as_array().or(history["revisions"].as_array());
    assert_eq!(rows.map(Vec::len), Some(4), "{history}");

    let (status, json, _) = run_astern(&environment, &["compare", &release, "3..4", "-o", "json"])?;
    assert_eq!(status, Some(0));
    assert!(!json.contains(PASSWORD));
    let comparison: Value = serde_json::from_str(&json)?;
    assert_eq!(comparison["classification"], "chart-and-values");
    assert_eq!(comparison["chart"]["from"], "1.1.0");
    assert_eq!(comparison["chart"]["to"], "1.2.0");
    let objects = comparison["objects"].as_array().into_iter().flatten();
    let named = |kind: &str, change: &str| {
        objects
            .clone()
            .any(|object| object["kind"] == kind && object["change"] == change)
    };
    assert!(named("Ingress", "added") && named("PodDisruptionBudget", "removed"));
    let web = objects
        .clone()
        .find(|object| object["kind"] == "Deployment" && object["name"] == "shop-web");
    let paths: Vec<&str> = web
        .and_then(|web| web["fields"].as_array())
        .into_iter()
        .flatten()
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert!(
        paths.contains(&"spec.template.spec.containers[web].image"),
        "{paths:?}"
    );

    assert_other_sections(&comparison);

    let (status, text, _) = run_astern(&environment, &["compare", &release, "3..4"])?;
    assert_eq!(status, Some(0));
    // What is wrong comes first, then what changed.
    assert!(text.starts_with("Revision 4 does not start"), "{text}");
    assert!(
        text.contains("Revision 4 moved the chart from 1.1.0 to 1.2.0 and changed"),
        "{text}"
    );
    assert!(!text.contains(PASSWORD));

    let (status, _, error) = run_astern(&environment, &["compare", "default/shop", "3..4"])?;
    assert_eq!(status, Some(2));
    assert!(
        error.contains("no release shop in namespace default"),
        "{error}"
    );
    assert!(
        error.contains(namespace),
        "it does not say where it is: {error}"
    );
    let (status, _, error) = run_astern(&environment, &["compare", &release, "3..9"])?;
    assert_eq!(status, Some(2));
    assert!(error.contains('9'), "{error}");
    Ok(())
}

#[test]
fn in_the_terminal_with_helm_3() -> Result<(), Failure> {
    terminal_shows_changes(HelmVersion::V3, "terminal-3")
}

#[test]
fn in_the_terminal_with_helm_4() -> Result<(), Failure> {
    terminal_shows_changes(HelmVersion::V4, "terminal-4")
}
