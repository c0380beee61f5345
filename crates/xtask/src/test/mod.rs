//! `cargo xtask test`: every check and test there is, counted.

mod end_to_end;
mod failures;
mod tally;
mod weight;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use crate::places::Places;
use crate::setup;
use crate::step::{Ended, Step, StepError, cargo, say, show_tail, told};
use tally::Tally;

/// Which of the stages run.
#[derive(Clone, Debug)]
pub enum Scope {
    /// All of them.
    Everything,
    /// The end-to-end tests; only those whose names hold one of these, when there are any.
    EndToEnd(Vec<OsString>),
}

/// Runs the stages, goes on after a failing one, and prints `N passed, N failed` as the last line.
#[must_use]
pub fn test(places: &Places, xtask: &Path, scope: &Scope) -> ExitCode {
    let mut all = Tally::default();
    match scope {
        Scope::Everything => {
            all.add(formatting(places));
            all.add(clippy(places));
            all.add(clippy_for_the_browser(places));
            all.add(unit_tests(places));
            all.add(end_to_end::test(places, xtask, &[]));
            all.add(weight::test(places));
        }
        Scope::EndToEnd(names) => all.add(end_to_end::test(places, xtask, names)),
    }
    println!("{all}");
    if all.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn formatting(places: &Places) -> Tally {
    let arguments = ["fmt", "--all", "--check", "--", "--color", "never"];
    check(places, "fmt", "Checking the formatting", &arguments)
}

fn clippy(places: &Places) -> Tally {
    let title = "Linting for this machine (about 3 minutes the first time)";
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    check(places, "clippy", title, &arguments)
}

/// One cargo command that is a check by its exit status.
fn check(places: &Places, name: &str, title: &str, arguments: &[&str]) -> Tally {
    let mut command = cargo(places, arguments);
    let step = Step {
        title,
        logs: &places.logs(),
        name,
    };
    Tally::of_check(told(step.run(&mut command)).is_some())
}

/// Everything but the programs that never run in a browser.
fn clippy_for_the_browser(places: &Places) -> Tally {
    if told(setup::wasm_target(places)).is_none() {
        return Tally::of_check(false);
    }
    let target = [
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "--deny",
        "warnings",
    ];
    let arguments: Vec<&str> = ["clippy", "--workspace"]
        .into_iter()
        .chain(
            ["astern", "xtask", "end-to-end"]
                .into_iter()
                .flat_map(|package| ["--exclude", package]),
        )
        .chain(target)
        .collect();
    check(
        places,
        "clippy-wasm",
        "Linting for the browser (about 2 minutes the first time)",
        &arguments,
    )
}

/// Unit, integration and documentation tests. The end-to-end tests need a cluster and are a stage of their own.
fn unit_tests(places: &Places) -> Tally {
    let arguments = [
        "test",
        "--workspace",
        "--exclude",
        "end-to-end",
        "--no-fail-fast",
    ];
    let step = Step {
        title: "Running the unit, integration and documentation tests (about 5 minutes the first time)",
        logs: &places.logs(),
        name: "unit-tests",
    };
    let mut command = cargo(places, &arguments);
    // The same cases each time, so that what fails is what was changed; plain `cargo test` tries others.
    command.env("PROPTEST_RNG_SEED", "1");
    counted("unit tests", step.watch(&mut command))
}

/// Counts a stage by libtest's own lines, and shows why it failed.
fn counted(stage: &str, ended: Result<Ended, StepError>) -> Tally {
    let Some(ended) = told(ended) else {
        return Tally::of_check(false);
    };
    let output = std::fs::read(&ended.log).unwrap_or_default();
    let output = String::from_utf8_lossy(&output);
    let tally = Tally::of_stage(&output, ended.status.success());
    say(&format!("{stage}: {tally}"));
    if tally.failed > 0 {
        let failures = failures::told_by_libtest(&output);
        failures.iter().for_each(|line| say(&format!("    {line}")));
        if failures.is_empty() {
            show_tail(&ended.log);
        }
        say(&format!("All of the output is in {}", ended.log.display()));
    }
    tally
}
