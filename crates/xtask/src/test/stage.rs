//! A stage that runs test programs of libtest.

use super::failures;
use super::tally::Tally;
use crate::step::{CompletedStep, StepError, print_line, report_error, show_tail};

/// Counts the results of a stage from the output of libtest, and prints the failures.
pub(super) fn count_results(stage: &str, completed: Result<CompletedStep, StepError>) -> Tally {
    let Some(completed) = report_error(completed) else {
        return Tally::of_check(false);
    };
    let output = std::fs::read(&completed.log).unwrap_or_default();
    let output = String::from_utf8_lossy(&output);
    let tally = Tally::of_stage(&output, completed.status.success());
    print_line(&format!("{stage}: {tally}"));
    if tally.failed > 0 {
        let failures = failures::libtest_failures(&output);
        failures
            .iter()
            .for_each(|line| print_line(&format!("    {line}")));
        if failures.is_empty() {
            show_tail(&completed.log);
        }
        print_line(&format!(
            "All of the output is in {}",
            completed.log.display()
        ));
    }
    tally
}
