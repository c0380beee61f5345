//! What the endpoint adds to a rollback: through it, and with `helm rollback` alone with the same flags, in turn.

use std::thread;
use std::time::{Duration, Instant};

use end_to_end::{
    Action, Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, RollbackRequest,
    Scenario, TestEnvironment, User,
};

use crate::statistics::Figure;

/// Even, so that both ways go as often from the older content to the newer one as back.
const PAIRS: usize = 10;

/// Between two rollbacks. The API server answers a list only when it has seen everything that was written before, which
/// takes it up to a tenth of a second right after another rollback.
const CALM: Duration = Duration::from_millis(500);

/// Nothing but helm's own work: no hook, and pods that are ready as soon as kwok sees them.
const AT_ONCE: Scenario = Scenario {
    helm: HelmVersion::V4,
    namespace: "bench-overhead",
    release: "at-once",
    chart: "cache",
    actions: &[
        Action::DeployAndWait("1.0.0", &[]),
        Action::DeployAndWait("1.1.0", &[]),
    ],
};

/// A hook, and pods that take three seconds, which is little for real ones.
const WAITING: Scenario = Scenario {
    release: "waiting",
    chart: "queue",
    actions: &[
        Action::DeployAndWait("1.0.0", &["level=warn", "starts=slowly"]),
        Action::DeployAndWait("1.0.0", &["level=debug", "starts=slowly"]),
    ],
    ..AT_ONCE
};

/// The endpoint is the one in the cluster, which does the most: it reviews a token, acts as another account, asks the
/// ledger before and after, and keeps the journal.
pub fn measure(environment: &TestEnvironment) -> Result<(), Failure> {
    let chart = Chart::install(
        environment,
        AT_ONCE.helm,
        "bench-astern",
        &[AT_ONCE.namespace],
    )?;
    chart.let_in(User::OnCall)?;
    chart.let_roll_back(User::OnCall, AT_ONCE.namespace)?;
    let endpoint = InClusterEndpoint::start(&chart, AT_ONCE.helm)?;
    weigh(environment, &endpoint)?;
    let person = EndpointClient::connect(&chart, User::OnCall)?;
    let token = person.mint(AT_ONCE.namespace)?;
    let title = "A rollback of pods that are ready at once";
    compare(environment, &person, &token, title, &AT_ONCE)?;
    let title = "A rollback with a hook, of pods that take three seconds to start";
    compare(environment, &person, &token, title, &WAITING)
}

/// What is limited to 15 MB and 20 MiB.
fn weigh(environment: &TestEnvironment, endpoint: &InClusterEndpoint<'_>) -> Result<(), Failure> {
    let bytes = std::fs::metadata(&environment.astern)?.len();
    println!("\nThe endpoint");
    println!("  its program                   {bytes} bytes");
    println!("  its memory while idle         {} KiB", endpoint.memory()?);
    Ok(())
}

fn compare(
    environment: &TestEnvironment,
    person: &EndpointClient<'_>,
    token: &str,
    title: &str,
    scenario: &Scenario,
) -> Result<(), Failure> {
    scenario.play(&environment.access, &environment.charts)?;
    let mut current = 2;
    // Each rollback goes to the revision before, so that something changes every time.
    let mut there = |way: &dyn Fn(u64) -> Result<(), Failure>| {
        thread::sleep(CALM);
        let begun = Instant::now();
        way(current)?;
        current += 1;
        Ok::<Duration, Failure>(begun.elapsed())
    };
    let alone = |current: u64| by_helm(environment, scenario, current);
    let through = |current: u64| by_astern(person, token, scenario, current);
    let (mut bare, mut pressed) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        if pair % 2 == 0 {
            bare.push(there(&alone)?);
            pressed.push(there(&through)?);
        } else {
            pressed.push(there(&through)?);
            bare.push(there(&alone)?);
        }
    }
    let ratios = pressed.iter().zip(&bare);
    let ratios = ratios.map(|(pressed, bare)| pressed.as_secs_f64() / bare.as_secs_f64());
    let over = (Figure::of(ratios.collect()).median() - 1.0) * 100.0;
    let more = pressed.iter().zip(&bare);
    let more = more.map(|(pressed, bare)| (pressed.as_secs_f64() - bare.as_secs_f64()) * 1000.0);
    let more = Figure::of(more.collect()).median();
    println!("\n{title}, {PAIRS} pairs");
    println!(
        "  helm alone                    {}",
        Figure::of_durations(&bare)
    );
    println!(
        "  through the endpoint          {}",
        Figure::of_durations(&pressed)
    );
    println!("  over helm alone, by pairs     {over:.1} % ({more:.0} ms)");
    Ok(())
}

/// The same flags as a press of the button asks for.
fn by_helm(
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

fn by_astern(
    person: &EndpointClient<'_>,
    token: &str,
    scenario: &Scenario,
    current: u64,
) -> Result<(), Failure> {
    let press = RollbackRequest::new(scenario.namespace, scenario.release, current, current - 1);
    let started = person.press(&press, Some(token))?;
    if started.status != 202 {
        return Err(Failure::new(started.text));
    }
    let outcome = person.outcome(&press, token)?;
    match outcome["result"] == "done" {
        true => Ok(()),
        false => Err(Failure::new(outcome.to_string())),
    }
}
