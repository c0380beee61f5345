//! Tests of connections that end or go silent while a page is open: it catches up with the cluster by itself.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Proxy, Scenario, ServerInBetween,
    TestEnvironment, User,
};
use rustix::process::{Signal, kill_process};

/// Records one more revision of the scenario's release.
fn roll_back(
    environment: &TestEnvironment,
    scenario: &Scenario,
    target: &str,
) -> Result<(), Failure> {
    let (release, namespace) = (scenario.release, scenario.namespace);
    let arguments = ["rollback", release, target, "--namespace", namespace];
    environment.access.helm(scenario.helm, arguments)?;
    Ok(())
}

#[tokio::test]
async fn a_page_continues_through_a_kubectl_proxy_that_is_started_again() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "cut-proxy");
    scenario.run(&environment.access, &environment.charts)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let page = proxy.app(&format!("#/{}/sessions", scenario.namespace));
    let browser = Browser::open(&environment, &page).await?;
    browser.wait_for("[data-revision='2']").await?;
    browser.wait_for_text(".live", "Live").await?;
    let _proxy = proxy.restart(&environment, User::Admin, || {
        roll_back(&environment, &scenario, "1")
    })?;
    browser.wait_for("[data-revision='3']").await?;
    browser.wait_for_text(".live", "Live").await
}

#[tokio::test]
async fn a_page_continues_after_asterns_kubectl_was_killed() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "cut-kubectl");
    scenario.run(&environment.access, &environment.charts)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, scenario.helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser.wait_for("[data-revision='2']").await?;
    browser.wait_for_text(".live", "Live").await?;
    for process in astern.kubectl_processes() {
        kill_process(process, Signal::KILL)?;
    }
    roll_back(&environment, &scenario, "1")?;
    browser.wait_for("[data-revision='3']").await?;
    browser.wait_for_text(".live", "Live").await
}

/// Nobody tells the page that the connection of its watch is dead. It knows that the machine slept, because its clock stood still.
#[tokio::test]
async fn a_page_catches_up_after_a_laptop_slept() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "cut-sleep");
    scenario.run(&environment.access, &environment.charts)?;
    let between = ServerInBetween::start(&environment, User::Admin)?;
    let astern = LaptopEndpoint::start_through(&environment, &between, scenario.helm)?;
    let browser = Browser::open_release_page(&environment, &astern, &scenario).await?;
    browser.wait_for("[data-revision='2']").await?;
    browser.wait_for_text("main", "1 of 1 compared").await?;
    browser.wait_for_text(".live", "Live").await?;
    between.sleep();
    roll_back(&environment, &scenario, "1")?;
    between.wake();
    let an_hour_later = "const now = Date.now; Date.now = () => now() + 3600000; return true";
    browser.execute(an_hour_later, Vec::new()).await?;
    browser.wait_for("[data-revision='3']").await?;
    browser.wait_for_text(".live", "Live").await
}
