//! What the endpoint adds to a rollback: through it, and with `helm rollback` alone with the same flags, in turn.

use std::time::{Duration, Instant};

use end_to_end::{
    Act, Chart, Failure, HelmVersion, InCluster, Person, Press, Story, Surroundings, User,
};

use crate::figure::Figure;

/// Even, so that both ways go as often from the older content to the newer one as back.
const PAIRS: usize = 10;

const STORY: Story = Story {
    helm: HelmVersion::V4,
    namespace: "bench-overhead",
    release: "sessions",
    chart: "cache",
    acts: &[
        Act::DeployAndWait("1.0.0", &[]),
        Act::DeployAndWait("1.1.0", &[]),
    ],
};

/// The endpoint is the one in the cluster, which does the most: it reviews a token, acts as another account, asks the
/// ledger before and after, and keeps the journal.
pub fn measure(road: &Surroundings) -> Result<(), Failure> {
    STORY.play(&road.access, &road.charts)?;
    let chart = Chart::install(road, STORY.helm, "bench-astern", &[STORY.namespace])?;
    chart.let_in(User::OnCall)?;
    chart.let_roll_back(User::OnCall, STORY.namespace)?;
    let _endpoint = InCluster::start(&chart, STORY.helm)?;
    let person = Person::come(&chart, User::OnCall)?;
    let token = person.mint(STORY.namespace)?;

    let mut current = 2;
    // Each rollback goes to the revision before, so that something changes every time.
    let mut there = |way: &dyn Fn(u64) -> Result<(), Failure>| {
        let begun = Instant::now();
        way(current)?;
        current += 1;
        Ok::<Duration, Failure>(begun.elapsed())
    };
    let alone = |current: u64| by_helm(road, current);
    let through = |current: u64| by_astern(&person, &token, current);
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
    println!("\nA rollback that waits until it is ready, {PAIRS} pairs");
    println!(
        "  helm alone                    {}",
        Figure::of_durations(&bare)
    );
    println!(
        "  through the endpoint          {}",
        Figure::of_durations(&pressed)
    );
    println!("  over helm alone, by pairs     {over:.1} %");
    Ok(())
}

/// The same flags as a press of the button asks for.
fn by_helm(road: &Surroundings, current: u64) -> Result<(), Failure> {
    let target = (current - 1).to_string();
    road.access.helm(
        STORY.helm,
        [
            "rollback",
            STORY.release,
            &target,
            "--namespace",
            STORY.namespace,
            "--wait",
            "--timeout",
            "1m",
            "--cleanup-on-fail",
        ],
    )?;
    Ok(())
}

fn by_astern(person: &Person<'_>, token: &str, current: u64) -> Result<(), Failure> {
    let press = Press::new(STORY.namespace, STORY.release, current, current - 1);
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
