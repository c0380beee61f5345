//! From navigation to the answer on screen, beside the commands that a person types for the same.

use std::time::{Duration, Instant};

use end_to_end::{Failure, HelmVersion, Proxy, TestEnvironment, User};

use crate::native::{self, InBrowser};
use crate::navigation::{NOWHERE, Navigated, idle_app};
use crate::release::Measured;
use crate::statistics::{Figure, ROUNDS};

/// Astern and the command line in turn.
pub async fn measure(environment: &TestEnvironment, release: &Measured) -> Result<(), Failure> {
    let proxy = Proxy::start(environment, User::Admin)?;
    let (mut typed, mut seen, mut later) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        typed.push(by_hand(environment, release)?);
        let browser = idle_app(environment, &proxy.app(NOWHERE)).await?;
        seen.push(Navigated::to(&browser, &release.comparison()).await?);
        if !release.earlier.is_empty() {
            let browser = idle_app(environment, &proxy.app(NOWHERE)).await?;
            let run = Navigated::after(&browser, &release.earlier, &release.comparison()).await?;
            later.push(run);
        }
    }
    let (app, typed) = (
        Figure::across(&seen, |run| run.answered),
        Figure::of_durations(&typed),
    );
    println!("From navigation to the answer, {ROUNDS} rounds: median (least … most)");
    println!("  Astern, warm app, cold data   {app}");
    println!("  helm and diff                 {typed}");
    println!(
        "  times faster                  {:.1}",
        typed.median() / app.median()
    );
    println!(
        "  Astern, everything compared   {}",
        Figure::across(&seen, |run| run.complete)
    );
    println!(
        "  longest task on the page      {}",
        Figure::across(&seen, |run| run.longest_task)
    );
    if release.recorded {
        let page = InBrowser {
            first: &seen,
            later: &later,
        };
        native::compare("recorded", page)?;
    }
    Ok(())
}

/// The first two steps of a person with a terminal: status, history, both values against each other, both manifests
/// against each other.
fn by_hand(environment: &TestEnvironment, release: &Measured) -> Result<Duration, Failure> {
    let folder = environment.access.dir().join("bench");
    std::fs::create_dir_all(&folder)?;
    let begun = Instant::now();
    let helm = |words: &[&str]| {
        let words =
            words
                .iter()
                .copied()
                .chain([release.name.as_str(), "--namespace", &release.namespace]);
        environment.access.helm(HelmVersion::V3, words)
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
        // 1: they differ.
        if !matches!(output.status.code(), Some(0 | 1)) {
            return Err(Failure::new("diff failed"));
        }
    }
    Ok(begun.elapsed())
}
