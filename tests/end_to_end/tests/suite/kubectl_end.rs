//! Tests that the real `kubectl proxy` ends with the astern that started it, and that a running helm does not.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, PausableHelm, PausePoint, Scenario,
    TestEnvironment, User, eventually, process_runs, statuses,
};

/// A helm that runs when astern is killed reaches its end: its relay and the `kubectl proxy` of that live as long as it does.
#[tokio::test]
async fn a_killed_astern_takes_kubectl_with_it_and_leaves_helm_to_finish() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "killed");
    scenario.run(&environment.access, &environment.charts)?;
    let helm = PausableHelm::around(&environment, scenario.helm, "killed")?;
    helm.pause_at(PausePoint::Begin)?;
    let mut astern = LaptopEndpoint::start_with(&environment, User::Admin, &helm.program())?;
    let browser = Browser::open(&environment, astern.address()).await?;
    browser.wait_for_text("main td", "killed").await?;
    let go = "location.hash = '#/killed/sessions/rollback/1'; return true";
    browser.execute(go, Vec::new()).await?;
    browser.roll_back().await?;
    eventually("helm", || {
        Ok(helm.is_paused(PausePoint::Begin).then_some(()))
    })?;

    let proxies = astern.kubectl_processes();
    assert_eq!(proxies.len(), 2, "{proxies:?}");
    let running = || proxies.iter().filter(|proxy| process_runs(**proxy)).count();
    astern.kill()?;
    eventually("the end of the page's kubectl proxy", || {
        Ok((running() == 1).then_some(()))
    })?;
    helm.resume(PausePoint::Begin)?;
    eventually("the end of the rollback", || {
        let statuses = statuses(&environment, &scenario)?;
        Ok((statuses == ["superseded", "superseded", "deployed"]).then_some(()))
    })?;
    eventually("the end of helm's kubectl proxy", || {
        Ok((running() == 0).then_some(()))
    })
}
