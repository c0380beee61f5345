//! Finding the reason of a failed rollback among the lines that helm prints on stderr.

/// The longest error that is kept, in bytes.
const MAX_ERROR: usize = 16 * 1024;

/// What stands before the reason in the warning that Helm 4 logs before it cleans up after a failure.
const REASON_PREFIX: &str = " failed: ";

/// The lines on stderr that may hold the reason.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ErrorCollector {
    error: Option<String>,
    fatal: Option<String>,
    warning: Option<String>,
}

impl ErrorCollector {
    /// Adds the next line.
    pub(super) fn add_line(&mut self, line: &str) {
        if line.starts_with("Error:") {
            self.error = Some(line.to_owned());
        } else if line.starts_with("fatal error:") {
            // Go's runtime; what follows are the stacks of its threads.
            self.fatal = Some(line.to_owned());
        } else if let Some(warning) = rollback_warning(line) {
            self.warning = Some(warning);
        } else if let Some(error) = &mut self.error
            && error.len() < MAX_ERROR
            && !line.trim().is_empty()
        {
            // An error may have several lines.
            error.push(' ');
            error.push_str(line.trim());
        }
    }

    /// Returns the reason. With `--cleanup-on-fail` and nothing to clean up, the error of Helm 4 is about the cleanup, and
    /// only a warning before it holds the reason of the rollback's failure.
    pub(super) fn reason(self) -> Option<String> {
        let is_about_cleanup = |error: &String| error.contains("while cleaning up resources");
        match (self.error, self.warning) {
            (Some(error), Some(warning)) if is_about_cleanup(&error) => Some(warning),
            (Some(error), _) => Some(error),
            (None, warning) => self.fatal.or(warning),
        }
    }
}

/// Returns the reason in a line `level=WARN msg="Rollback \"shop\" failed: …"`, as Go's slog writes it.
fn rollback_warning(line: &str) -> Option<String> {
    let quoted = line.strip_prefix("level=WARN msg=")?;
    // Go quotes as JSON does, except for some control characters. A line that was cut has no closing quote.
    let text: String = serde_json::from_str(quoted)
        .unwrap_or_else(|_| quoted.trim_matches('"').replace(r#"\""#, r#"""#));
    let (operation, reason) = text.split_once(REASON_PREFIX)?;
    operation
        .starts_with("Rollback ")
        .then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(lines: &[&str]) -> Option<String> {
        let mut errors = ErrorCollector::default();
        for line in lines {
            errors.add_line(line);
        }
        errors.reason()
    }

    #[test]
    fn an_error_has_its_further_lines() {
        let lines = [
            "W1122 a warning",
            "Error: 1 error occurred:",
            "\t* job shop-migrate failed: DeadlineExceeded",
            "",
        ];
        let expected = "Error: 1 error occurred: * job shop-migrate failed: DeadlineExceeded";
        assert_eq!(reason(&lines).as_deref(), Some(expected));
        assert_eq!(reason(&["level=WARN msg=\"something else\""]), None);
        assert_eq!(reason(&[]), None);
        let lines = [
            "runtime: out of memory",
            "fatal error: out of memory",
            "",
            "goroutine 1:",
        ];
        assert_eq!(
            reason(&lines).as_deref(),
            Some("fatal error: out of memory")
        );
    }

    #[test]
    fn the_reason_is_in_the_warning_of_helm_4_when_its_error_is_about_the_cleanup() {
        let warning = r#"level=WARN msg="Rollback \"s4\" failed: server-side apply failed for object t/s4-sts""#;
        let cleanup = "Error: an error occurred while cleaning up resources. original rollback error: unable to \
            cleanup resources: object not found, skipping delete: no objects visited";
        let expected = Some("server-side apply failed for object t/s4-sts".to_owned());
        assert_eq!(reason(&[warning, cleanup]), expected);
        // A line that is cut at 8 KiB has no closing quote.
        assert_eq!(reason(&[&warning[..warning.len() - 1], cleanup]), expected);
        assert_eq!(
            reason(&[warning, "Error: another"]).as_deref(),
            Some("Error: another")
        );
    }
}
