//! Tests of the recorded history: a rollback deletes no revision that somebody has kept, and what it deletes is said before.

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User, helm_history,
};

/// Adds revisions until the release has so many.
fn lengthen(
    environment: &TestEnvironment,
    scenario: &Scenario,
    revisions: usize,
) -> Result<(), Failure> {
    let so_far = helm_history(environment, scenario)?.len();
    for number in so_far..revisions {
        let target = if number % 2 == 0 { "1" } else { "2" };
        let arguments = ["rollback", scenario.release, target, "--history-max", "0"];
        let namespace = ["--namespace", scenario.namespace];
        let arguments = arguments.into_iter().chain(namespace);
        environment.access.helm(scenario.helm, arguments)?;
    }
    Ok(())
}

fn revisions(environment: &TestEnvironment, scenario: &Scenario) -> Result<Vec<u64>, Failure> {
    let arguments = [
        "get",
        "secrets",
        "--namespace",
        scenario.namespace,
        "--selector",
        "owner=helm",
        "--output",
        "jsonpath={.items[*].metadata.labels.version}",
    ];
    let numbers = environment.access.kubectl(arguments)?;
    let mut numbers: Vec<u64> = numbers
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

async fn none_of_24_is_lost(helm: HelmVersion, namespace: &'static str) -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(helm, namespace);
    scenario.run(&environment.access, &environment.charts)?;
    lengthen(&environment, &scenario, 24)?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, helm)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 23).await?;
    browser
        .wait_for_text("#history-note", "All 24 revisions stay recorded")
        .await?;
    let by_hand = "const details = [...document.querySelectorAll('details')]
            .find((details) => details.innerText.includes('The same, by hand'));
        if (!details) return false;
        details.open = true;
        return details.innerText.includes(arguments[0]);";
    let expected = "--history-max 25";
    browser
        .wait_until("the command with the limit", by_hand, vec![expected.into()])
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 25 is deployed")
        .await?;
    assert_eq!(
        revisions(&environment, &scenario)?,
        (1..=25).collect::<Vec<_>>()
    );
    Ok(())
}

#[tokio::test]
async fn helm_3_keeps_24_revisions() -> Result<(), Failure> {
    none_of_24_is_lost(HelmVersion::V3, "kept-3").await
}

#[tokio::test]
async fn helm_4_keeps_24_revisions() -> Result<(), Failure> {
    none_of_24_is_lost(HelmVersion::V4, "kept-4").await
}

/// The person's own limit holds, and the page names what it costs.
#[tokio::test]
async fn the_revision_that_goes_is_named_before() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "kept-limit");
    scenario.run(&environment.access, &environment.charts)?;
    lengthen(&environment, &scenario, 3)?;
    let variables = [("HELM_MAX_HISTORY", "3")];
    let astern =
        LaptopEndpoint::start_with_variables(&environment, User::Admin, scenario.helm, &variables)?;
    let browser = Browser::open_rollback_page(&environment, &astern, &scenario, 2).await?;
    browser
        .wait_for_text("#history-note", "so revision 1 is deleted from the history")
        .await?;
    browser.roll_back().await?;
    browser
        .wait_for_text("#answer", "Rolled back: revision 4 is deployed")
        .await?;
    assert_eq!(revisions(&environment, &scenario)?, [2, 3, 4]);
    Ok(())
}
