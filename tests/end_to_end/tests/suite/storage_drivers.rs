//! Tests of releases in both of helm's storage drivers: the person's decides, the other one is named, and nothing is mixed.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, ServerInBetween, TestEnvironment, User,
};

#[tokio::test]
async fn a_name_that_both_drivers_have_is_two_histories() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "drivers-both");
    scenario.run(&environment.access, &environment.charts)?;
    let installed = environment
        .access
        .command(User::Admin, scenario.helm.program())
        .env("HELM_DRIVER", "configmap")
        .args(["install", scenario.release])
        .arg(environment.charts.join("cache/1.0.0"))
        .args(["--namespace", scenario.namespace, "--wait"])
        .output()?;
    assert!(installed.status.success(), "{installed:?}");

    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text(
            "#other-driver",
            "ConfigMaps hold records of a release with this name too",
        )
        .await?;
    browser
        .wait_for_text("#answer", "Revision 2 went live")
        .await?;
    drop(astern);

    let variables = [("HELM_DRIVER", "configmap")];
    let astern =
        LaptopEndpoint::start_with_variables(&environment, User::Admin, scenario.helm, &variables)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser
        .wait_for_text(
            "#other-driver",
            "Secrets hold records of a release with this name too",
        )
        .await?;
    browser
        .wait_for_text("#answer", "Revision 1 went live")
        .await?;
    let page = browser.text("main").await?;
    assert!(
        !page.contains("Apply 1 again…"),
        "nothing is wrong with it: {page}"
    );
    let (namespace, release) = (scenario.namespace, scenario.release);
    let open = format!("location.hash = '#/{namespace}/{release}/rollback/1'; return true");
    browser.execute(&open, Vec::new()).await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 2 is deployed")
        .await
}

/// Lets the on-call user read one kind of object in a namespace, and shows them the list of releases there.
async fn list_of_whoever_may_read(
    environment: &TestEnvironment,
    namespace: &str,
    resource: &str,
) -> Result<(), Failure> {
    let kubectl = |arguments: &[&str]| {
        let arguments = arguments.iter().copied();
        environment
            .access
            .kubectl(arguments.chain(["--namespace", namespace]))
    };
    let resource = format!("--resource={resource}");
    kubectl(&[
        "create",
        "role",
        "reads",
        "--verb=get,list,watch",
        &resource,
    ])?;
    let user = format!("--user={}", User::OnCall.name());
    kubectl(&["create", "rolebinding", "reads", "--role=reads", &user])?;
    let between = ServerInBetween::start(environment, User::OnCall)?;
    between.set_context_namespace(namespace)?;
    let astern = LaptopEndpoint::start_through(environment, &between, HelmVersion::V4)?;
    let browser = Browser::open(environment, astern.address()).await?;
    browser.wait_for_text("main table", "sessions").await?;
    browser.wait_for_text("main table", "cache-1.").await?;
    browser.wait_for_text("#one-namespace", namespace).await?;
    browser.wait_for_none(".notice--bad").await
}

/// Without rights on Secrets the releases in ConfigMaps are listed.
#[tokio::test]
async fn whoever_may_not_read_secrets_sees_the_releases_in_config_maps() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "drivers-maps";
    let installed = environment
        .access
        .command(User::Admin, HelmVersion::V4.program())
        .env("HELM_DRIVER", "configmap")
        .args(["install", "sessions"])
        .arg(environment.charts.join("cache/1.0.0"))
        .args(["--namespace", namespace, "--create-namespace", "--wait"])
        .output()?;
    assert!(installed.status.success(), "{installed:?}");
    list_of_whoever_may_read(&environment, namespace, "configmaps").await
}

/// Without rights on ConfigMaps those in Secrets are, as ever.
#[tokio::test]
async fn whoever_may_not_read_config_maps_sees_the_releases_in_secrets() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let namespace = "drivers-secrets";
    Scenario::sessions(HelmVersion::V4, namespace).run(&environment.access, &environment.charts)?;
    list_of_whoever_may_read(&environment, namespace, "secrets").await
}
