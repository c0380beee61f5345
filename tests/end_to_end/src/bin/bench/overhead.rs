//! What the endpoint adds to a rollback: through it, and with `helm rollback` alone with the same flags, in turn.

use std::thread;
use std::time::{Duration, Instant};

use end_to_end::{
    Act, Chart, Failure, HelmVersion, InCluster, Person, Press, Story, TestEnvironment, User,
};

use crate::figure::Figure;

/// Even, so that both ways go as often from the older content to the newer one as back.
const PAIRS: usize = 10;

/// Between two rollbacks. The API server answers a list only when it has seen everything that was written before, which
/// takes it up to a tenth of a second right after another rollback.
const CALM: Duration = Duration::from_millis(500);

/// Nothing but helm's own work: no hook, and pods that are ready as soon as kwok sees them.
const AT_ONCE: Story = Story {
    helm: HelmVersion::V4,
    namespace: "bench-overhead",
    release: "at-once",
    chart: "cache",
    acts: &[
        Act::DeployAndWait("1.0.0", &[]),
        Act::DeployAndWait("1.1.0", &[]),
    ],
};

/// A hook, and pods that take three seconds, which is little for real ones.
const WAITING: Story = Story {
    release: "waiting",
    chart: "queue",
    acts: &[
        Act::DeployAndWait("1.0.0", &["level=warn", "starts=slowly"]),
        Act::DeployAndWait("1.0.0", &["level=debug", "starts=slowly"]),
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
    let endpoint = InCluster::start(&chart, AT_ONCE.helm)?;
    weigh(environment, &endpoint)?;
    let person = Person::come(&chart, User::OnCall)?;
    let token = person.mint(AT_ONCE.namespace)?;
    let title = "A rollback of pods that are ready at once";
    compare(environment, &person, &token, title, &AT_ONCE)?;
    let title = "A rollback with a hook, of pods that take three seconds to start";
    compare(environment, &person, &token, title, &WAITING)
}

/// What is limited to 15 MB and 20 MiB.
fn weigh(environment: &TestEnvironment, endpoint: &InCluster<'_>) -> Result<(), Failure> {
    let bytes = std::fs::metadata(&environment.astern)?.len();
    println!("\nThe endpoint");
    println!("  its program                   {bytes} bytes");
    println!("  its memory while idle         {} KiB", endpoint.memory()?);
    Ok(())
}

fn compare(
    environment: &TestEnvironment,
    person: &Person<'_>,
    token: &str,
    title: &str,
    story: &Story,
) -> Result<(), Failure> {
    story.play(&environment.access, &environment.charts)?;
    let mut current = 2;
    // Each rollback goes to the revision before, so that something changes every time.
    let mut there = |way: &dyn Fn(u64) -> Result<(), Failure>| {
        thread::sleep(CALM);
        let begun = Instant::now();
        way(current)?;
        current += 1;
        Ok::<Duration, Failure>(begun.elapsed())
    };
    let alone = |current: u64| by_helm(environment, story, current);
    let through = |current: u64| by_astern(person, token, story, current);
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
fn by_helm(environment: &TestEnvironment, story: &Story, current: u64) -> Result<(), Failure> {
    let target = (current - 1).to_string();
    environment.access.helm(
        story.helm,
        [
            "rollback",
            story.release,
            &target,
            "--namespace",
            story.namespace,
            "--wait",
            "--timeout",
            "1m",
            "--cleanup-on-fail",
        ],
    )?;
    Ok(())
}

fn by_astern(person: &Person<'_>, token: &str, story: &Story, current: u64) -> Result<(), Failure> {
    let press = Press::new(story.namespace, story.release, current, current - 1);
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
