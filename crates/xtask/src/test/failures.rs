//! Extracts failures from the output of libtest.

/// Returns the `failures:` sections of all test programs in the output.
pub(super) fn libtest_failures(output: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let mut inside = false;
    for line in output.lines() {
        if line.starts_with("test result: ") {
            inside = false;
        } else if line == "failures:" {
            inside = true;
        } else if inside {
            sections.push(line);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::libtest_failures;

    #[test]
    fn failures_are_found_between_programs_that_passed() {
        let log = "test a ... ok\ntest result: ok. 1 passed\nrunning 1 test\ntest b ... FAILED\n\nfailures:\n\n---- b stdout \
                   ----\nleft: 777\n\ntest result: FAILED. 0 passed; 1 failed\nrunning 0 tests\ntest result: ok. 0 passed";
        assert_eq!(
            libtest_failures(log),
            ["", "---- b stdout ----", "left: 777", ""]
        );
        assert!(libtest_failures("error: could not compile").is_empty());
    }
}
