//! `cargo xtask test`: every check and test there is, counted.

mod bundle_size;
mod end_to_end;
mod failures;
mod stage;
mod tally;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use crate::paths::Paths;
use crate::setup;
use crate::step::{Step, cargo, report_error};
use stage::count_results;
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
pub fn test(paths: &Paths, xtask: &Path, scope: &Scope) -> ExitCode {
    let mut all = Tally::default();
    match scope {
        Scope::Everything => {
            all.add(formatting(paths));
            all.add(clippy(paths));
            all.add(clippy_for_the_browser(paths));
            all.add(unit_tests(paths));
            all.add(end_to_end::test(paths, xtask, &[]));
            all.add(bundle_size::test(paths));
        }
        Scope::EndToEnd(names) => all.add(end_to_end::test(paths, xtask, names)),
    }
    println!("{all}");
    if all.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn formatting(paths: &Paths) -> Tally {
    let arguments = ["fmt", "--all", "--check", "--", "--color", "never"];
    check(paths, "fmt", "Checking the formatting", &arguments)
}

fn clippy(paths: &Paths) -> Tally {
    let title = "Linting for this machine (about 3 minutes the first time)";
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    check(paths, "clippy", title, &arguments)
}

/// One cargo command that is a check by its exit status.
fn check(paths: &Paths, name: &str, title: &str, arguments: &[&str]) -> Tally {
    let mut command = cargo(paths, arguments);
    let step = Step {
        title,
        logs: &paths.logs(),
        name,
    };
    Tally::of_check(report_error(step.run(&mut command)).is_some())
}

/// Everything but the programs that never run in a browser.
fn clippy_for_the_browser(paths: &Paths) -> Tally {
    if report_error(setup::wasm_target(paths)).is_none() {
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
        paths,
        "clippy-wasm",
        "Linting for the browser (about 2 minutes the first time)",
        &arguments,
    )
}

/// Unit, integration and documentation tests. The end-to-end tests need a cluster and are a stage of their own.
fn unit_tests(paths: &Paths) -> Tally {
    let arguments = [
        "test",
        "--workspace",
        "--exclude",
        "end-to-end",
        "--no-fail-fast",
    ];
    let step = Step {
        title: "Running the unit, integration and documentation tests (about 5 minutes the first time)",
        logs: &paths.logs(),
        name: "unit-tests",
    };
    let mut command = cargo(paths, &arguments);
    // The same cases each time, so that what fails is what was changed; plain `cargo test` tries others.
    command.env("PROPTEST_RNG_SEED", "1");
    count_results("unit tests", step.watch(&mut command))
}
