//! Measures the time from navigation to the visible answer, and the time of the commands that give the same
//! information.

use std::time::{Duration, Instant};

use end_to_end::{Failure, HelmVersion, Proxy, TestEnvironment, User};

use crate::native::{self, BrowserTimings};
use crate::navigation::{EMPTY_PAGE, NavigationTimings, open_idle_app};
use crate::release::BenchRelease;
use crate::statistics::{ROUNDS, Statistics};

/// Measures Astern and the command line alternately.
pub async fn measure(environment: &TestEnvironment, release: &BenchRelease) -> Result<(), Failure> {
    let proxy = Proxy::start(environment, User::Admin)?;
    let (mut commands, mut first, mut later) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        commands.push(run_commands(environment, release)?);
        let browser = open_idle_app(environment, &proxy.app(EMPTY_PAGE)).await?;
        first.push(NavigationTimings::measure(&browser, &release.comparison()).await?);
        if !release.earlier.is_empty() {
            let browser = open_idle_app(environment, &proxy.app(EMPTY_PAGE)).await?;
            let run =
                NavigationTimings::measure_after(&browser, &release.earlier, &release.comparison())
                    .await?;
            later.push(run);
        }
    }
    let (app, commands) = (
        Statistics::from_runs(&first, |run| run.answered),
        Statistics::from_durations(&commands),
    );
    println!("From navigation to the answer, {ROUNDS} rounds: median (least … most)");
    println!("  Astern, warm app, cold data   {app}");
    println!("  helm and diff                 {commands}");
    println!(
        "  times faster                  {:.1}",
        commands.median() / app.median()
    );
    println!(
        "  Astern, everything compared   {}",
        Statistics::from_runs(&first, |run| run.complete)
    );
    println!(
        "  longest task on the page      {}",
        Statistics::from_runs(&first, |run| run.longest_task)
    );
    if release.recorded {
        let page = BrowserTimings {
            first: &first,
            later: &later,
        };
        native::compare("recorded", page)?;
    }
    Ok(())
}

/// Runs the first commands of a typical runbook: status, history, a diff of both revisions' values, a diff of both
/// manifests.
fn run_commands(
    environment: &TestEnvironment,
    release: &BenchRelease,
) -> Result<Duration, Failure> {
    let folder = environment.access.dir().join("bench");
    std::fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let helm = |arguments: &[&str]| {
        let arguments = arguments.iter().copied().chain([
            release.name.as_str(),
            "--namespace",
            &release.namespace,
        ]);
        environment.access.helm(HelmVersion::V3, arguments)
    };
    helm(&["status"])?;
    helm(&["history"])?;
    for what in ["values", "manifest"] {
        let mut files = Vec::new();
        for revision in [release.from, release.to] {
            let number = revision.to_string();
            let text = helm(&["get", what, "--revision", &number])?;
            let file = folder.join(format!("{what}-{revision}"));
            std::fs::write(&file, text)?;
            files.push(file);
        }
        let output = std::process::Command::new("diff").args(&files).output()?;
        // Exit status 1: the files differ.
        if !matches!(output.status.code(), Some(0 | 1)) {
            return Err(Failure::new("diff failed"));
        }
    }
    Ok(started.elapsed())
}
