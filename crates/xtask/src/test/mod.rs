//! `cargo xtask test`: runs all checks and tests, and counts them.

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

/// The stages to run.
#[derive(Clone, Debug)]
pub enum Scope {
    /// All stages.
    Everything,
    /// The end-to-end tests; if names are given, only those whose names contain one of them.
    EndToEnd(Vec<OsString>),
}

/// Runs the stages, continues after one that fails, and prints `N passed, N failed` as the last line.
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

/// Runs a cargo command that counts as one check, by its exit status.
fn check(paths: &Paths, name: &str, title: &str, arguments: &[&str]) -> Tally {
    let mut command = cargo(paths, arguments);
    let step = Step {
        title,
        logs: &paths.logs(),
        name,
    };
    Tally::of_check(report_error(step.run(&mut command)).is_some())
}

/// Runs clippy for WebAssembly on all packages that run in a browser.
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

/// Runs the unit, integration and documentation tests. The end-to-end tests need a cluster and are a separate stage.
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
    // A fixed seed, so that a new failure has its cause in a change of the code; plain `cargo test` uses random seeds.
    command.env("PROPTEST_RNG_SEED", "1");
    count_results("unit tests", step.watch(&mut command))
}
