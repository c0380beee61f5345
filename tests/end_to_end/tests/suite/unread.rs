//! What could not be read stands first, nothing is said to be the same then, and hidden characters are numbers.

use astern_ledger::{Driver, Release, encode};
use end_to_end::{Browser, Failure, Proxy, TestEnvironment, User};
use serde_json::json;

use crate::compare::run_astern;

const NAMESPACE: &str = "unread";

/// A manifest that Astern cannot read whole, with this value in a ConfigMap.
fn manifest(value: &str, rest: &str) -> String {
    let config = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": value}});
    format!("---\n# Source: web/templates/a.yaml\n{config}\n{rest}")
}

fn record(revision: u32, status: &str, manifest: &str) -> Result<String, Failure> {
    let release: Release = serde_json::from_value(json!({
        "name": "web", "namespace": NAMESPACE, "version": revision,
        "info": {"status": status, "description": "Upgrade complete", "last_deployed": "2026-11-22T19:30:01Z"},
        "chart": {"metadata": {"name": "web", "version": "1.0.0"}}, "manifest": manifest, "hooks": [],
    }))?;
    let data = encode(Driver::Secret, &release)?;
    Ok(format!(
        "---\napiVersion: v1\nkind: Secret\ntype: helm.sh/release.v1\nmetadata:\n  \
         name: sh.helm.release.v1.web.v{revision}\n  namespace: {NAMESPACE}\n  labels: \
         {{owner: helm, name: web, version: \"{revision}\", status: {status}}}\ndata: {{release: {data}}}\n"
    ))
}

#[tokio::test]
async fn what_could_not_be_read_stands_first_and_nothing_is_the_same() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    environment
        .access
        .kubectl(["create", "namespace", NAMESPACE])?;
    let broken = "---\nkind: [\n";
    let hidden = manifest("b\u{202e}c", broken);
    let records = [
        record(1, "superseded", &manifest("a", ""))?,
        record(2, "superseded", &hidden)?,
        record(3, "deployed", &hidden)?,
    ];
    environment.access.apply(&records.concat())?;

    let release = format!("{NAMESPACE}/web");
    let (status, text, _) =
        run_astern(&environment, &["compare", &release, "2..3", "--exit-code"])?;
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.starts_with("Revision 2: 1 document could not be read"),
        "{text}"
    );
    let (status, text, _) =
        run_astern(&environment, &["compare", &release, "1..2", "--exit-code"])?;
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("b<U+202E>c"), "{text}");
    let (_, diff, error) = run_astern(&environment, &["compare", &release, "1..2", "-o", "diff"])?;
    assert!(diff.starts_with("# Revision 2: 1 document"), "{diff}");
    assert!(error.contains("cannot be applied"), "{error}");

    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = |path: &str| proxy.app(&format!("#/{NAMESPACE}/web{path}"));
    let browser = Browser::open(&environment, &page("/2..3")).await?;
    browser
        .wait_for_text("#answer", "Whether revisions 2 and 3 differ is not known")
        .await?;
    let text = browser.text("main").await?;
    let unread = text.find("Revision 3: 1 document could not be read");
    let answer = text.find("Whether revisions 2 and 3 differ");
    assert!(unread.is_some() && unread < answer, "{text}");
    assert!(!text.contains("are the same"), "{text}");
    browser.goto(&page("/1..2")).await?;
    browser.wait_for_text("main", "bU+202Ec").await?;
    assert!(!browser.text("main").await?.contains('\u{202e}'));
    browser.goto(&page("")).await?;
    browser
        .wait_for_text("[data-revision='3']", "What it changed is not known")
        .await?;
    Ok(())
}
