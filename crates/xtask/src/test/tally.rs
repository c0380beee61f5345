//! The number of passed and failed checks and tests.

use std::fmt;

/// The number of passed and failed checks and tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed.
    pub passed: u64,
    /// Those that failed, and those that could not run.
    pub failed: u64,
}

impl Tally {
    /// Returns the result of one check.
    #[must_use]
    pub fn of_check(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
        }
    }

    /// Counts the `test result:` lines of libtest. An ignored test counts as failed. A stage that exits with an error
    /// without a failed test counts as one failure, and so does one without any test.
    #[must_use]
    pub fn of_stage(output: &str, succeeded: bool) -> Self {
        let mut tally = Self::default();
        for line in output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result: "))
        {
            tally.passed += number_before(line, " passed");
            tally.failed += number_before(line, " failed") + number_before(line, " ignored");
        }
        if tally.failed == 0 && (!succeeded || tally.passed == 0) {
            tally.failed = 1;
        }
        tally
    }

    /// Adds the results of another stage.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let before = line.find(word).map(|at| &line[..at]);
    before
        .and_then(|text| text.rsplit([' ', ';', '.']).next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    const TWO: &str = "running 5 tests\ntest result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
                       test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1s";

    #[test]
    fn results_add_up_and_an_ignored_test_has_failed() {
        assert_eq!(
            Tally::of_stage(TWO, false),
            Tally {
                passed: 17,
                failed: 3
            }
        );
    }

    #[test]
    fn a_stage_that_counted_nothing_has_failed() {
        assert_eq!(
            Tally::of_stage("error: could not compile", false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            Tally::of_stage("", true),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_bad_status_counts_even_when_no_test_failed() {
        let ok = "test result: ok. 3 passed; 0 failed; 0 ignored";
        assert_eq!(
            Tally::of_stage(ok, false),
            Tally {
                passed: 3,
                failed: 1
            }
        );
        assert_eq!(Tally::of_stage(ok, true).to_string(), "3 passed, 0 failed");
    }
}
