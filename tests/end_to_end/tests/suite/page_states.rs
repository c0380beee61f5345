//! Tests of the page's states: access denied, corrupt records, another namespace, no response, unfinished operations.

use end_to_end::{
    Action, Browser, Failure, HelmVersion, Proxy, Scenario, TestEnvironment, User, killed_after,
};

#[tokio::test]
async fn without_rights_the_missing_right_is_named() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    Scenario::sessions(HelmVersion::V4, "faces-refused")
        .run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Nobody)?;
    let browser = Browser::open(&environment, &proxy.app("#/")).await?;
    browser
        .wait_for_text(
            "main",
            "The right to list secrets in all namespaces is missing",
        )
        .await?;
    browser
        .wait_for_text("main", "refused it to nobody")
        .await?;
    browser.type_into("#fleet-look-in", "faces-refused").await?;
    browser.click_text("Look").await?;
    browser
        .wait_for_text(
            "main",
            "nobody may not list secrets in namespace faces-refused",
        )
        .await?;
    browser
        .goto(&proxy.app("#/faces-refused/sessions/1..2"))
        .await?;
    browser
        .wait_for_text(
            "main",
            "The right to list secrets in namespace faces-refused is missing",
        )
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_user_of_one_namespace_sees_that_namespace() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "faces-one";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    environment.access.kubectl([
        "create",
        "role",
        "astern-read",
        "--namespace",
        namespace,
        "--verb=get,list,watch",
        "--resource=secrets",
    ])?;
    environment.access.kubectl([
        "create",
        "rolebinding",
        "astern-read",
        "--namespace",
        namespace,
        "--role=astern-read",
        "--user=oncall",
    ])?;
    let proxy = Proxy::start(&environment, User::OnCall)?;
    let browser = Browser::open(&environment, &proxy.app("#/")).await?;
    browser.type_into("#fleet-look-in", namespace).await?;
    browser.click_text("Look").await?;
    browser.wait_for_text("main table", "sessions").await?;
    browser.wait_for_text("main table", "cache-1.1.0").await?;
    Ok(())
}

#[tokio::test]
async fn a_corrupt_record_is_a_row_that_says_so() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "faces-corrupt";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    let patch = r#"{"data":{"release":"bm90aGluZw=="}}"#;
    environment.access.kubectl([
        "patch",
        "secret",
        "sh.helm.release.v1.sessions.v1",
        "--namespace",
        namespace,
        "--patch",
        patch,
    ])?;
    environment.access.apply(&format!(
        "apiVersion: v1\nkind: Secret\ntype: helm.sh/release.v1\nmetadata:\n  \
         name: sh.helm.release.v1.odd.v1\n  namespace: {namespace}\n  labels: \
         {{owner: helm, name: odd, version: first, status: deployed}}\n"
    ))?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser =
        Browser::open(&environment, &proxy.app(&format!("#/{namespace}/sessions"))).await?;
    // The readable revision is listed beside the corrupt one.
    browser.wait_for_text("main table", "cache-1.1.0").await?;
    browser
        .wait_for_text("main table", "cannot be read")
        .await?;
    browser
        .wait_for_text("[data-revision='2']", "revision 1 cannot be read")
        .await?;
    browser
        .wait_for_text("#answer", "not known to have been good")
        .await?;
    browser
        .goto(&proxy.app(&format!("#/{namespace}/sessions/1..2")))
        .await?;
    browser
        .wait_for_text("main", "Revision 1 cannot be read")
        .await?;
    let text = browser.text("main").await?;
    assert!(
        !text.contains("the same"),
        "a failure reads like no change: {text}"
    );
    browser.goto(&proxy.app("#/")).await?;
    browser
        .wait_for_text("main", "its label \"version\" names no revision")
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_release_of_another_namespace_is_offered() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "faces-elsewhere";
    Scenario {
        release: "only-here",
        ..Scenario::sessions(HelmVersion::V4, namespace)
    }
    .run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/default/only-here")).await?;
    browser
        .wait_for_text("main", "No release only-here in namespace default")
        .await?;
    browser
        .click_text(&format!("Open only-here in {namespace}"))
        .await?;
    browser.wait_for_text("main table", "cache-1.1.0").await?;
    browser
        .goto(&proxy.app(&format!("#/{namespace}/only-here/1..7")))
        .await?;
    browser
        .wait_for_text("main", "only-here has no revision 7")
        .await?;
    browser.goto(&proxy.app("#/nonsense")).await?;
    browser.wait_for_text("main", "No such page").await?;
    Ok(())
}

/// The list is live: it shows what helm does elsewhere, and that the cluster stops responding.
#[tokio::test]
async fn the_list_is_live_and_says_when_it_is_not() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "faces-live";
    let scenario = Scenario::sessions(HelmVersion::V4, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let browser = Browser::open(&environment, &proxy.app("#/")).await?;
    browser.wait_for_text("main table", namespace).await?;
    // Details are read for rows in view, and failed releases of other tests come first.
    browser
        .type_into(".fleet__filters input[type=search]", namespace)
        .await?;
    let row = format!(
        "return [...document.querySelectorAll('main tr')].some(row => \
         row.innerText.includes('{namespace}') && row.innerText.includes('Rollback to 1'))"
    );
    environment.access.helm(
        HelmVersion::V4,
        ["rollback", "sessions", "1", "--namespace", namespace],
    )?;
    browser
        .wait_until("the rollback in its row", &row, Vec::new())
        .await?;
    browser.wait_for_text(".live", "Live").await?;
    drop(proxy);
    browser.wait_for_text(".live", "Not answering for").await?;
    // The last known list is still shown.
    browser.wait_for_text("main table", namespace).await?;
    Ok(())
}

/// Helm does not clean up after a killed process, which leaves a release like this.
#[tokio::test]
async fn a_pending_release_is_shown_with_a_warning() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "faces-pending";
    let scenario = Scenario {
        actions: &[Action::DeployAndWait("1.0.0", &[])],
        ..Scenario::sessions(HelmVersion::V4, namespace)
    };
    scenario.run(&environment.access, &environment.charts)?;
    killed_after(&environment, &scenario, 2, &["upgrade"])?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let list = format!("#/{namespace}/sessions");
    let browser = Browser::open(&environment, &proxy.app(&list)).await?;
    browser
        .wait_for_text("main", "Upgrading, not finished")
        .await?;
    browser
        .goto(&proxy.app(&format!("{list}/rollback/1")))
        .await?;
    browser
        .wait_for_text("#pending", "Upgrade to revision 2 started")
        .await?;
    // Read-only mode: the command instead of a button, and how to check that it goes to this cluster.
    browser
        .wait_for_text("main", "helm rollback sessions 1")
        .await?;
    browser.wait_for_text("main", "kube-system").await?;
    browser.wait_for_none("#press").await?;
    Ok(())
}
