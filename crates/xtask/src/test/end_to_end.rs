//! Runs the end-to-end tests.

use std::ffi::OsString;
use std::path::Path;

use super::stage::count_results;
use crate::end_to_end::{self, TestProgram};
use crate::paths::Paths;
use crate::step::Step;
use crate::test::tally::Tally;

/// Builds everything and runs the tests. A failure to build counts as one failed check.
pub(super) fn test(paths: &Paths, xtask: &Path, names: &[OsString]) -> Tally {
    let Some(mut tests) = end_to_end::prepare(paths, xtask, TestProgram::Tests) else {
        return Tally::of_check(false);
    };
    let title = "Running the end-to-end tests (about 20 minutes)";
    let step = Step {
        title,
        logs: &paths.logs(),
        name: "end-to-end",
    };
    count_results("end-to-end tests", step.watch(tests.args(names)))
}
