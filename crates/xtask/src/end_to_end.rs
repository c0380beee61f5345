//! Builds the end-to-end tests or the benchmarks, and runs them inside a network namespace on a test cluster.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::build;
use crate::cluster::{charts, stages};
use crate::paths::Paths;
use crate::run;
use crate::setup;
use crate::step::{Step, cargo, print_line, report_error};
use crate::test_cluster::{Binaries, Options, TestCluster, TestClusterError, namespace};

/// A program that runs against a test cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TestProgram {
    /// The end-to-end tests.
    Tests,
    /// The benchmarks.
    Bench,
}

impl TestProgram {
    fn cargo_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Tests => &["test", "--test", "suite", "--no-run"],
            Self::Bench => &["build", "--bin", "bench"],
        }
    }

    /// Returns the name of the cargo target.
    fn name(self) -> &'static str {
        match self {
            Self::Tests => "suite",
            Self::Bench => "bench",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Tests => "Building the end-to-end tests (about 2 minutes the first time)",
            Self::Bench => "Building the benchmarks (about 2 minutes the first time)",
        }
    }
}

/// Builds everything and returns the command that starts a test cluster and runs the program on it. Returns `None`
/// after it has printed what is missing.
pub fn prepare(paths: &Paths, xtask: &Path, kind: TestProgram) -> Option<Command> {
    report_error(namespace::check())?;
    let browser = report_error(setup::browser(paths))?;
    let endpoint = match kind {
        TestProgram::Tests => {
            report_error(run::app(paths))?;
            report_error(run::endpoint(paths))?;
            paths.endpoint()
        }
        // Measure the release binary, which is the one that people install.
        TestProgram::Bench => report_error(build::build(paths, None))?,
    };
    let binaries = report_error(setup::control_plane(paths))?;
    let program = program(paths, kind)?;
    let mut command = namespace::command(xtask);
    command
        .env("ASTERN_TEST_CLUSTER_BIN", binaries.folder())
        .env("ASTERN_BROWSER", browser.browser)
        .env("ASTERN_CHROMEDRIVER", browser.driver)
        .env("ASTERN_DIST", paths.dist())
        .env("ASTERN_BIN", endpoint)
        .env("ASTERN_CHARTS", charts(paths))
        .env("ASTERN_CHART", paths.root.join("charts/astern"))
        .env("ASTERN_STAGES", stages(paths))
        .env("ASTERN_SCREENSHOTS", paths.logs().join("screenshots"))
        .current_dir(paths.root.join("tests/end_to_end"))
        .arg("run-on-test-cluster")
        .arg(program);
    Some(command)
}

/// Builds the program and returns its path.
fn program(paths: &Paths, kind: TestProgram) -> Option<PathBuf> {
    let mut arguments = kind.cargo_arguments().to_vec();
    arguments.extend([
        "--package",
        "end-to-end",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let step = Step {
        title: kind.title(),
        logs: &paths.logs(),
        name: "end-to-end-build",
    };
    let ended = report_error(step.watch(&mut cargo(paths, &arguments)))?;
    let output = report_error(std::fs::read_to_string(&ended.log))?;
    if !ended.status.success() {
        // Show the lines of cargo's output that are not JSON messages.
        output
            .lines()
            .filter(|line| !line.starts_with('{'))
            .for_each(|line| print_line(&format!("    {line}")));
        return None;
    }
    let program = output.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        // With the tests cargo also builds the other binaries of the package; their messages may come last.
        if message.pointer("/target/name")? != kind.name() {
            return None;
        }
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    if program.is_none() {
        print_line("cargo did not name the program that it built");
    }
    program
}

/// Runs inside the network namespace: `xtask run-on-test-cluster PROGRAM [ARGUMENT ...]`. Starts the test cluster, runs
/// the program, and stops the test cluster.
///
/// # Errors
/// When the test cluster does not start, or the program cannot be started.
pub fn run_program(
    paths: &Paths,
    program: &Path,
    arguments: &[OsString],
) -> Result<ExitCode, TestClusterError> {
    namespace::bring_up()?;
    let binaries = std::env::var_os("ASTERN_TEST_CLUSTER_BIN")
        .map(PathBuf::from)
        .ok_or(TestClusterError::Unsupported {
            missing: "ASTERN_TEST_CLUSTER_BIN",
            advice: "run `cargo xtask test` or `cargo xtask bench`, which set it",
        })?;
    let dir = paths.logs().join("test-cluster");
    let options = Options {
        dir,
        binaries: Binaries::in_folder(binaries),
        stages: stages(paths),
        port: None,
        subnet: 0,
    };
    let test_cluster = TestCluster::start(options)?;
    let status = Command::new(program)
        .args(arguments)
        .env("ASTERN_TEST_CLUSTER", test_cluster.access().dir())
        .status()
        .map_err(TestClusterError::io(format!(
            "starting {}",
            program.display()
        )))?;
    test_cluster.stop()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
