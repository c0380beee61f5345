//! From navigation to the answer on screen, beside the commands that a person types for the same.

use std::time::{Duration, Instant};

use end_to_end::{Browser, Failure, HelmVersion, Proxy, Surroundings, User};
use serde_json::json;

use crate::figure::{Figure, ROUNDS};
use crate::native;
use crate::release::Measured;

/// Goes to a comparison and answers with milliseconds: until its answer has been drawn, until everything has been compared
/// and drawn, the longest task until then, and what decoding and comparing took by the app's own timings.
pub const NAVIGATE: &str = "
    const [hash, done] = arguments;
    const tasks = [];
    const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration)));
    observer.observe({ type: 'longtask' });
    const sum = name => performance.getEntriesByName(name, 'measure').reduce((all, e) => all + e.duration, 0);
    const start = performance.now();
    location.hash = hash;
    const drawn = (selector, then) => {
        if (document.querySelector(selector) === null) { requestAnimationFrame(() => drawn(selector, then)); return; }
        // Drawn when the frame after the next one begins.
        requestAnimationFrame(() => setTimeout(() => then(performance.now() - start)));
    };
    drawn('#answer', answer => drawn('.virtual #answer', all => setTimeout(() =>
        done([answer, all, Math.max(0, ...tasks), sum('astern:decode'), sum('astern:compare')]), 500)));";

/// What [`NAVIGATE`] answers.
#[derive(Clone, Copy, Debug)]
pub struct Navigated {
    /// Until the answer was drawn.
    pub answered: f64,
    /// Until everything was compared and drawn.
    pub complete: f64,
    /// The longest task until then.
    pub longest_task: f64,
    /// Of it, decoding both revisions.
    pub decoding: f64,
    /// Of it, comparing them.
    pub comparing: f64,
}

impl Navigated {
    /// Reads the script's answer.
    pub fn read(told: &serde_json::Value) -> Self {
        let number = |index: usize| told[index].as_f64().unwrap_or(f64::NAN);
        Self {
            answered: number(0),
            complete: number(1),
            longest_task: number(2),
            decoding: number(3),
            comparing: number(4),
        }
    }
}

/// Astern and the command line in turn.
pub async fn measure(road: &Surroundings, release: &Measured) -> Result<(), Failure> {
    let proxy = Proxy::start(road, User::Admin)?;
    let (mut typed, mut seen) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        typed.push(by_hand(road, release)?);
        // The app is loaded and idle; nothing of the release has been fetched.
        let browser = Browser::open(road, &proxy.app("#/nothing/of-that-name")).await?;
        browser.wait_for_text("main", "No release").await?;
        browser.wait_for_all_pages(road).await?;
        let told = browser
            .client()
            .execute_async(NAVIGATE, vec![json!(release.comparison())])
            .await?;
        seen.push(Navigated::read(&told));
    }
    let figure = |of: fn(&Navigated) -> f64| Figure::of(seen.iter().map(of).collect());
    let (app, typed) = (figure(|told| told.answered), Figure::of_durations(&typed));
    println!("From navigation to the answer, {ROUNDS} rounds: median (least … most)");
    println!("  Astern, warm app, cold data   {app}");
    println!("  helm and diff                 {typed}");
    println!(
        "  times faster                  {:.1}",
        typed.median() / app.median()
    );
    println!(
        "  Astern, everything compared   {}",
        figure(|told| told.complete)
    );
    println!(
        "  longest task on the page      {}",
        figure(|told| told.longest_task)
    );
    if release.recorded {
        native::compare("recorded", &seen)?;
    }
    Ok(())
}

/// The first two steps of a person with a terminal: status, history, both values against each other, both manifests
/// against each other.
fn by_hand(road: &Surroundings, release: &Measured) -> Result<Duration, Failure> {
    let folder = road.access.dir().join("bench");
    std::fs::create_dir_all(&folder)?;
    let begun = Instant::now();
    let helm = |words: &[&str]| {
        let words =
            words
                .iter()
                .copied()
                .chain([release.name.as_str(), "--namespace", &release.namespace]);
        road.access.helm(HelmVersion::V3, words)
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
