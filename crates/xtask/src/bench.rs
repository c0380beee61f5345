//! `cargo xtask bench`: measures Astern and the command line on the same test cluster in the same run.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use crate::end_to_end::{self, TestProgram};
use crate::paths::Paths;
use crate::step::{Step, cargo, print_line, report_error};

/// Builds everything, runs the measurements, and prints the results.
///
/// `ledger` is a Kubernetes `List` of release Secrets, as `kubectl get secrets --selector owner=helm --output json`
/// writes it; its two newest revisions are compared. Without it the revisions of the sample incident are compared.
#[must_use]
pub fn bench(paths: &Paths, xtask: &Path, ledger: Option<&OsStr>) -> ExitCode {
    let ledger = match ledger.map(std::path::absolute) {
        None => None,
        Some(Ok(ledger)) => Some(ledger),
        Some(Err(error)) => {
            print_line(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let Some(mut bench) = end_to_end::prepare(paths, xtask, TestProgram::Bench) else {
        return ExitCode::FAILURE;
    };
    if native_benchmarks(paths, ledger.as_deref()).is_none() || hostile_records(paths).is_none() {
        return ExitCode::FAILURE;
    }
    bench
        .args(ledger)
        .env("ASTERN_CRITERION", paths.target().join("criterion"));
    print_line("Measuring (about 2 minutes; an idle machine gives truer figures) …");
    match report_error(bench.status()) {
        Some(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Runs the criterion benchmarks of decoding and comparing, without a browser.
fn native_benchmarks(paths: &Paths, ledger: Option<&Path>) -> Option<()> {
    let benchmark = [
        "bench",
        "--package",
        "astern-compare",
        "--bench",
        "comparison",
    ];
    let mut command = cargo(paths, &benchmark);
    if let Some(ledger) = ledger {
        command.env("ASTERN_LEDGER", ledger);
    }
    let step = Step {
        title: "Measuring without a browser (about 3 minutes the first time)",
        logs: &paths.logs(),
        name: "bench-native",
    };
    report_error(step.run(&mut command))
}

/// Measures how long hostile records take, and how much memory, and prints the table.
fn hostile_records(paths: &Paths) -> Option<()> {
    let benchmark = ["bench", "--package", "astern-compare", "--bench", "hostile"];
    let logs = paths.logs();
    let step = Step {
        title: "Measuring hostile records (about 2 minutes)",
        logs: &logs,
        name: "bench-hostile",
    };
    report_error(step.run(&mut cargo(paths, &benchmark)))?;
    let output = std::fs::read_to_string(logs.join("bench-hostile.log")).unwrap_or_default();
    let rows = output.lines().filter(|line| line.starts_with('|'));
    rows.for_each(print_line);
    Some(())
}
