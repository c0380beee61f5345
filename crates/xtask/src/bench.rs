//! `cargo xtask bench`: Astern beside the command line, in one run on one bed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use crate::places::Places;
use crate::road::{self, Driver};
use crate::step::{say, told};

/// Builds everything, measures, and prints what was measured.
///
/// `ledger` is a Kubernetes `List` of release Secrets, as `kubectl get secrets --selector owner=helm --output json`
/// writes it: its two newest revisions are compared. Without one, the sample incident's are.
#[must_use]
pub fn bench(places: &Places, xtask: &Path, ledger: Option<&OsStr>) -> ExitCode {
    let Some(mut bench) = road::prepare(places, xtask, Driver::Bench) else {
        return ExitCode::FAILURE;
    };
    if let Some(ledger) = ledger {
        let Some(ledger) = told(std::path::absolute(ledger)) else {
            return ExitCode::FAILURE;
        };
        bench.arg(ledger);
    }
    say("Measuring (about 2 minutes; an idle machine gives truer figures) …");
    match told(bench.status()) {
        Some(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
