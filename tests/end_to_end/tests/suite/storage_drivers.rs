//! Tests of releases in both of helm's storage drivers: the person's decides, the other one is named, and nothing is mixed.

use end_to_end::{Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User};

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
    browser.click_text("Apply 1 again…").await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 2 is deployed")
        .await
}
