//! Measures what the endpoint adds to a rollback: with the endpoint and with `helm rollback` alone with the same flags,
//! alternately.

use std::thread;
use std::time::{Duration, Instant};

use end_to_end::{
    Action, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest,
    Scenario, TestEnvironment, User,
};

use crate::statistics::Statistics;

/// The number of measured pairs. It is even, so that both kinds go equally often to the older and to the newer content.
const PAIRS: usize = 10;

/// The pause between two rollbacks. The API server answers a list only when it has seen all earlier writes, which takes
/// up to a tenth of a second right after another rollback.
const PAUSE: Duration = Duration::from_millis(500);

/// Helm's own work only: no hook, and pods that are ready as soon as kwok sees them.
const READY_AT_ONCE: Scenario = Scenario {
    helm: HelmVersion::V4,
    namespace: "bench-overhead",
    release: "at-once",
    chart: "cache",
    actions: &[
        Action::DeployAndWait("1.0.0", &[]),
        Action::DeployAndWait("1.1.0", &[]),
    ],
};

/// A hook, and pods that take three seconds to start, which is little compared with real ones.
const SLOW_START: Scenario = Scenario {
    release: "waiting",
    chart: "queue",
    actions: &[
        Action::DeployAndWait("1.0.0", &["level=warn", "starts=slowly"]),
        Action::DeployAndWait("1.0.0", &["level=debug", "starts=slowly"]),
    ],
    ..READY_AT_ONCE
};

/// Measures the endpoint in the cluster, which does the most: it reviews a token, impersonates an account, reads the
/// release records before and after, and writes the journal.
pub fn measure(environment: &TestEnvironment) -> Result<(), Failure> {
    let chart = Chart::install(
        environment,
        READY_AT_ONCE.helm,
        "bench-astern",
        &[READY_AT_ONCE.namespace],
    )?;
    chart.grant_page_access(User::OnCall)?;
    chart.grant_rollback(User::OnCall, READY_AT_ONCE.namespace)?;
    let endpoint = InClusterEndpoint::start(&chart, READY_AT_ONCE.helm)?;
    print_footprint(environment, &endpoint)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    let token = client.mint(READY_AT_ONCE.namespace)?;
    let title = "A rollback of pods that are ready at once";
    compare(environment, &client, &token, title, &READY_AT_ONCE)?;
    let title = "A rollback with a hook, of pods that take three seconds to start";
    compare(environment, &client, &token, title, &SLOW_START)
}

/// Prints the values that are limited to 15 MB and 20 MiB.
fn print_footprint(
    environment: &TestEnvironment,
    endpoint: &InClusterEndpoint<'_>,
) -> Result<(), Failure> {
    let bytes = std::fs::metadata(&environment.astern)?.len();
    println!("\nThe endpoint");
    println!("  its program                   {bytes} bytes");
    println!("  its memory while idle         {} KiB", endpoint.memory()?);
    Ok(())
}

fn compare(
    environment: &TestEnvironment,
    client: &EndpointClient<'_>,
    token: &str,
    title: &str,
    scenario: &Scenario,
) -> Result<(), Failure> {
    scenario.run(&environment.access, &environment.charts)?;
    let mut current = 2;
    // Each rollback goes to the previous revision, so that every rollback changes something.
    let mut timed = |roll_back: &dyn Fn(u64) -> Result<(), Failure>| {
        thread::sleep(PAUSE);
        let started = Instant::now();
        roll_back(current)?;
        current += 1;
        Ok::<Duration, Failure>(started.elapsed())
    };
    let alone = |current: u64| roll_back_with_helm(environment, scenario, current);
    let through = |current: u64| roll_back_with_endpoint(client, token, scenario, current);
    let (mut helm_only, mut with_endpoint) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        if pair % 2 == 0 {
            helm_only.push(timed(&alone)?);
            with_endpoint.push(timed(&through)?);
        } else {
            with_endpoint.push(timed(&through)?);
            helm_only.push(timed(&alone)?);
        }
    }
    let ratios = with_endpoint.iter().zip(&helm_only);
    let ratios = ratios
        .map(|(with_endpoint, helm_only)| with_endpoint.as_secs_f64() / helm_only.as_secs_f64());
    let over = (Statistics::new(ratios.collect()).median() - 1.0) * 100.0;
    let added = with_endpoint.iter().zip(&helm_only);
    let added = added.map(|(with_endpoint, helm_only)| {
        (with_endpoint.as_secs_f64() - helm_only.as_secs_f64()) * 1000.0
    });
    let added = Statistics::new(added.collect()).median();
    println!("\n{title}, {PAIRS} pairs");
    println!(
        "  helm alone                    {}",
        Statistics::from_durations(&helm_only)
    );
    println!(
        "  through the endpoint          {}",
        Statistics::from_durations(&with_endpoint)
    );
    println!("  over helm alone, by pairs     {over:.1} % ({added:.0} ms)");
    Ok(())
}

/// Runs helm with the flags that the endpoint uses.
fn roll_back_with_helm(
    environment: &TestEnvironment,
    scenario: &Scenario,
    current: u64,
) -> Result<(), Failure> {
    let target = (current - 1).to_string();
    environment.access.helm(
        scenario.helm,
        [
            "rollback",
            scenario.release,
            &target,
            "--namespace",
            scenario.namespace,
            "--wait",
            "--timeout",
            "1m",
            "--cleanup-on-fail",
        ],
    )?;
    Ok(())
}

fn roll_back_with_endpoint(
    client: &EndpointClient<'_>,
    token: &str,
    scenario: &Scenario,
    current: u64,
) -> Result<(), Failure> {
    let request = RollbackRequest::new(scenario.namespace, scenario.release, current, current - 1);
    let started = client.start_rollback(&request, Some(token))?;
    if started.status != 202 {
        return Err(Failure::new(started.text));
    }
    let outcome = client.outcome(&request, token)?;
    match outcome["result"] == "done" {
        true => Ok(()),
        false => Err(Failure::new(outcome.to_string())),
    }
}
