//! Tests of several clusters at once: each context has a tab, a confirmation and a rollback of its own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, admins_kubeconfig,
    own_cluster, statuses,
};
use fantoccini::key::Key;
use serde_json::{Value, json};
use xtask::test_cluster::TestCluster;

/// Two clusters with a release of the same name in the same namespace, and a kubeconfig with a context for each, and for one
/// that does not answer.
struct Clusters {
    first: TestEnvironment,
    second: TestEnvironment,
    kubeconfig: PathBuf,
    scenario: Scenario,
    _second: TestCluster,
}

impl Clusters {
    fn start(namespace: &'static str) -> Result<Self, Failure> {
        let (cluster, second) = own_cluster()?;
        let first = TestEnvironment::find()?;
        let scenario = Scenario::sessions(HelmVersion::V4, namespace);
        let mut config = json!({ "apiVersion": "v1", "kind": "Config", "current-context": "first",
            "contexts": [], "clusters": [], "users": [] });
        for (name, environment) in [("first", &first), ("second", &second)] {
            scenario.run(&environment.access, &environment.charts)?;
            let view = admins_kubeconfig(environment)?;
            add(
                &mut config,
                name,
                &view["clusters"][0]["cluster"],
                &view["users"][0]["user"],
            );
        }
        let away = json!({ "server": "http://127.0.0.1:9" });
        add(&mut config, "away", &away, &json!({ "token": "none" }));
        let kubeconfig = first.access.dir().join(namespace);
        std::fs::write(&kubeconfig, config.to_string())?;
        Ok(Self {
            first,
            second,
            kubeconfig,
            scenario,
            _second: cluster,
        })
    }

    fn astern(&self) -> Result<LaptopEndpoint, Failure> {
        LaptopEndpoint::start_as(&self.first, &self.kubeconfig, self.scenario.helm, &[])
    }

    /// The statuses of the release on both clusters.
    fn statuses(&self) -> Result<[Vec<String>; 2], Failure> {
        Ok([
            statuses(&self.first, &self.scenario)?,
            statuses(&self.second, &self.scenario)?,
        ])
    }
}

fn add(config: &mut Value, name: &str, cluster: &Value, user: &Value) {
    let entries = [
        ("clusters", json!({ "name": name, "cluster": cluster })),
        ("users", json!({ "name": name, "user": user })),
        (
            "contexts",
            json!({ "name": name, "context": { "cluster": name, "user": name } }),
        ),
    ];
    for (list, entry) in entries {
        if let Some(list) = config[list].as_array_mut() {
            list.push(entry);
        }
    }
}

fn uid(environment: &TestEnvironment) -> Result<String, Failure> {
    let path = "--output=jsonpath={.metadata.uid}";
    let uid = environment
        .access
        .kubectl(["get", "namespace", "kube-system", path])?;
    Ok(uid.trim().to_owned())
}

/// Does something that opens a tab, and goes to that tab.
async fn in_new_tab(
    browser: &Browser,
    open: impl AsyncFnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let client = browser.client();
    let before: BTreeSet<String> = client
        .windows()
        .await?
        .into_iter()
        .map(String::from)
        .collect();
    open().await?;
    loop {
        let windows = client.windows().await?;
        let new = windows
            .into_iter()
            .find(|window| !before.contains(&String::from(window.clone())));
        if let Some(new) = new {
            return Ok(client.switch_to_window(new).await?);
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Opens the rollback page for the current revision, whose confirmation is the name of the cluster, and presses.
async fn roll_back(browser: &Browser, clusters: &Clusters, name: &str) -> Result<(), Failure> {
    let Scenario {
        namespace, release, ..
    } = clusters.scenario;
    let go = format!("location.hash = '#/{namespace}/{release}/rollback/2'; return true");
    browser.execute(&go, Vec::new()).await?;
    browser
        .wait_for_text("label[for=confirm] .mono", name)
        .await?;
    browser.wait_for_text("#acting", name).await?;
    browser.wait_for_text(".plate", name).await?;
    let title = browser.execute("return document.title", Vec::new()).await?;
    assert!(
        title
            .as_str()
            .is_some_and(|title| title.contains(&format!(" on {name} "))),
        "{title}"
    );
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 3 is deployed")
        .await
}

#[tokio::test]
async fn each_rollback_reaches_the_cluster_of_its_tab() -> Result<(), Failure> {
    let clusters = Clusters::start("contexts-press")?;
    let astern = clusters.astern()?;
    let browser = Browser::open(&clusters.first, astern.address()).await?;
    browser.wait_for_text("button.plate", "first").await?;
    let first = browser.client().window().await?;
    let (_, first_token) = astern.port_and_token()?;

    // The menu by keyboard: the focus comes back when it is closed.
    let has_focus = "return document.activeElement?.innerText.includes(arguments[0]) ?? false";
    browser.click("#cluster-plate").await?;
    browser
        .wait_until("the focus", has_focus, vec!["away".into()])
        .await?;
    let down = String::from(char::from(Key::Down));
    browser.press(&down).await?;
    browser
        .wait_until("the next item", has_focus, vec!["second".into()])
        .await?;
    browser.screenshot("contexts").await?;
    browser
        .press(&String::from(char::from(Key::Escape)))
        .await?;
    browser.wait_for_none("#contexts").await?;
    browser
        .wait_until("the focus on the plate", has_focus, vec!["first".into()])
        .await?;

    browser.click("#cluster-plate").await?;
    browser.wait_for_text("#contexts", "this tab").await?;
    in_new_tab(&browser, async || {
        browser.click("#contexts li:nth-child(3) button").await
    })
    .await?;
    browser.wait_for_text("button.plate", "second").await?;
    let address = browser.address().await?;
    assert!(!address.contains("token"), "{address}");
    let named = "return location.hash.includes(arguments[0])";
    let second_uid = uid(&clusters.second)?;
    browser
        .wait_until("the UID", named, vec![second_uid.into()])
        .await?;
    let opener = browser
        .execute("return [opener, Object.values(sessionStorage)]", Vec::new())
        .await?;
    assert_eq!(opener[0], Value::Null);
    assert!(
        !opener[1].to_string().contains(first_token),
        "the other tab's token is not here"
    );

    roll_back(&browser, &clusters, "second").await?;
    let [old, new] = [
        ["superseded", "deployed"].as_slice(),
        &["superseded", "superseded", "deployed"],
    ];
    assert_eq!(clusters.statuses()?, [old, new]);

    browser.client().switch_to_window(first.clone()).await?;
    browser.wait_for_none("#contexts").await?;
    roll_back(&browser, &clusters, "first").await?;
    assert_eq!(clusters.statuses()?, [new, new]);

    // The same context again is the same page.
    browser.click("#cluster-plate").await?;
    in_new_tab(&browser, async || browser.click_text("open in a tab").await).await?;
    browser.wait_for_text("button.plate", "second").await?;
    let again = browser.address().await?;
    assert_eq!(origin(&again), origin(&address));
    let console = browser.console().await?;
    assert!(
        !console
            .iter()
            .any(|line| line.contains("Content Security Policy")),
        "{console:?}"
    );
    Ok(())
}

fn origin(address: &str) -> &str {
    address.split("/#").next().unwrap_or_default()
}

#[tokio::test]
async fn a_link_of_another_cluster_is_offered_on_the_context_that_has_it() -> Result<(), Failure> {
    let clusters = Clusters::start("contexts-link")?;
    let astern = clusters.astern()?;
    let browser = Browser::open(&clusters.first, astern.address()).await?;
    browser.wait_for_text("button.plate", "first").await?;
    let Scenario {
        namespace, release, ..
    } = clusters.scenario;
    let link = format!(
        "#/{namespace}/{release}?cluster={}&name=staging",
        uid(&clusters.second)?
    );
    browser
        .execute(
            "location.hash = arguments[0]; return true",
            vec![link.into()],
        )
        .await?;
    browser
        .wait_for_text("main", "This link is about another cluster")
        .await?;
    browser
        .wait_for_text("#link-finder", "None is asked before you say so.")
        .await?;
    browser.click_text("Ask the 2 contexts").await?;
    browser
        .wait_for_text("#link-finder", "second is the link's cluster.")
        .await?;
    browser
        .wait_for_text("#link-finder", "away did not say it")
        .await?;
    browser
        .wait_for_text("#link-finder", "kubectl --context=away version")
        .await?;
    browser.screenshot("contexts-link").await?;
    in_new_tab(&browser, async || {
        browser.click_text("Open it on second").await
    })
    .await?;
    browser.wait_for_text("button.plate", "second").await?;
    browser
        .wait_for_text("#answer", "Revision 2 went live")
        .await
}

/// The tab that was opened for it is closed, and the menu says why.
#[tokio::test]
async fn a_context_whose_login_fails_says_so_in_the_menu() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let view = admins_kubeconfig(&environment)?;
    let cluster = &view["clusters"][0]["cluster"];
    let mut config = json!({ "apiVersion": "v1", "kind": "Config", "current-context": "in",
        "contexts": [], "clusters": [], "users": [] });
    add(&mut config, "in", cluster, &view["users"][0]["user"]);
    add(&mut config, "out", cluster, &json!({ "token": "expired" }));
    let path = environment.access.dir().join("contexts-login");
    std::fs::write(&path, config.to_string())?;
    let astern = LaptopEndpoint::start_as(&environment, &path, HelmVersion::V4, &[])?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.click("#cluster-plate").await?;
    let client = browser.client();
    let own = client.window().await?;
    browser.click_text("same server").await?;
    client.switch_to_window(own).await?;
    browser
        .wait_for_text(
            "#contexts [role=alert]",
            "out was not opened: kubectl is not logged in",
        )
        .await?;
    browser
        .wait_for_text("#contexts [role=alert]", "--context=out auth whoami")
        .await?;
    assert_eq!(client.windows().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_open_page_says_that_the_kubeconfig_was_changed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let mut config = admins_kubeconfig(&environment)?;
    let path = environment.access.dir().join("contexts-changed");
    std::fs::write(&path, config.to_string())?;
    let astern = LaptopEndpoint::start_as(&environment, &path, HelmVersion::V4, &[])?;
    let browser = Browser::open(&environment, astern.address()).await?;
    // There is nothing to choose.
    browser.wait_for("p.plate").await?;
    config["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:9".into();
    std::fs::write(&path, config.to_string())?;
    let change = "The kubeconfig was changed: it leads to https://127.0.0.1:9 as user";
    browser.wait_for_text(".banner", change).await
}
