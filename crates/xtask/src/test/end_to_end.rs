//! The end-to-end tests: their program, a bed, and the variables by which they find everything.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::{cargo, counted, told};
use crate::bed::{Bed, BedError, Binaries, Options, namespace};
use crate::cluster::{charts, stages};
use crate::places::Places;
use crate::run;
use crate::setup;
use crate::step::{Step, say};
use crate::test::tally::Tally;

/// Builds everything and runs the tests; whatever is missing is one failure, for then they could not run.
pub(super) fn test(places: &Places, xtask: &Path, names: &[OsString]) -> Tally {
    let Some((program, mut inside)) = prepare(places, xtask) else {
        return Tally::of_check(false);
    };
    let title = "Running the end-to-end tests (about 3 minutes)";
    inside
        .arg("test-inside")
        .arg(program)
        .args(names)
        .current_dir(places.root.join("tests/end_to_end"));
    counted(
        "end-to-end tests",
        Step {
            title,
            logs: &places.logs(),
            name: "end-to-end",
        }
        .watch(&mut inside),
    )
}

fn prepare(places: &Places, xtask: &Path) -> Option<(PathBuf, Command)> {
    told(namespace::check())?;
    let browser = told(setup::browser(places))?;
    told(run::app(places))?;
    told(run::endpoint(places))?;
    let binaries = told(setup::control_plane(places))?;
    let program = test_program(places)?;
    let mut inside = namespace::inside(xtask);
    inside
        .env("ASTERN_BED_BIN", binaries.folder())
        .env("ASTERN_BROWSER", browser.browser)
        .env("ASTERN_CHROMEDRIVER", browser.driver)
        .env("ASTERN_DIST", places.dist())
        .env("ASTERN_BIN", places.endpoint())
        .env("ASTERN_CHARTS", charts(places))
        .env("ASTERN_SCREENSHOTS", places.logs().join("screenshots"));
    Some((program, inside))
}

/// Builds the tests' program and says where it is.
fn test_program(places: &Places) -> Option<PathBuf> {
    let arguments = [
        "test",
        "--package",
        "end-to-end",
        "--test",
        "road",
        "--no-run",
        "--message-format",
        "json-render-diagnostics",
    ];
    let title = "Building the end-to-end tests (about 2 minutes the first time)";
    let step = Step {
        title,
        logs: &places.logs(),
        name: "end-to-end-build",
    };
    let ended = told(step.watch(&mut cargo(places, &arguments)))?;
    let output = told(std::fs::read_to_string(&ended.log))?;
    if !ended.status.success() {
        // What cargo says for people stands between its lines of JSON.
        output
            .lines()
            .filter(|line| !line.starts_with('{'))
            .for_each(|line| say(&format!("    {line}")));
        return None;
    }
    let program = output.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    if program.is_none() {
        say("cargo did not name the program of the end-to-end tests");
    }
    program
}

/// What runs inside the namespace: `xtask test-inside PROGRAM [NAME ...]`. Starts the bed, runs the tests, ends the bed.
///
/// # Errors
/// When the bed does not start, or the program cannot be started.
pub fn inside(places: &Places, program: &Path, names: &[OsString]) -> Result<ExitCode, BedError> {
    namespace::bring_up()?;
    let binaries = std::env::var_os("ASTERN_BED_BIN")
        .map(PathBuf::from)
        .ok_or(BedError::Unsupported {
            missing: "ASTERN_BED_BIN",
            advice: "run `cargo xtask test`, which sets it",
        })?;
    let dir = places.logs().join("bed");
    let options = Options {
        dir,
        binaries: Binaries::in_folder(binaries),
        stages: stages(places),
        port: None,
    };
    let bed = Bed::start(options)?;
    let status = Command::new(program)
        .args(names)
        .env("ASTERN_BED", bed.access().dir())
        .status()
        .map_err(BedError::io(format!("starting {}", program.display())))?;
    bed.stop()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
