//! The reason among the lines that helm prints on stderr.

/// How much is kept of each, in bytes.
const LIMIT: usize = 16 * 1024;

/// What Helm 4 puts before the reason when it cleans up after a failure.
const FAILED: &str = " failed: ";

/// The lines that may tell why a rollback failed.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Said {
    error: Option<String>,
    warning: Option<String>,
}

impl Said {
    /// Hears the next line.
    pub(super) fn hear(&mut self, line: &str) {
        if line.starts_with("Error:") {
            self.error = Some(line.to_owned());
        } else if let Some(warning) = failure(line) {
            self.warning = Some(warning);
        } else if let Some(error) = &mut self.error
            && error.len() < LIMIT
            && !line.trim().is_empty()
        {
            // Errors may have several lines.
            error.push(' ');
            error.push_str(line.trim());
        }
    }

    /// The reason. Helm 4 with `--cleanup-on-fail` tells the true one in a warning only, when there
    /// was nothing to clean up: its error is about the cleaning up then.
    pub(super) fn reason(self) -> Option<String> {
        let about_cleanup = |error: &String| error.contains("while cleaning up resources");
        match (self.error, self.warning) {
            (Some(error), Some(warning)) if about_cleanup(&error) => Some(warning),
            (Some(error), _) => Some(error),
            (None, warning) => warning,
        }
    }
}

/// `level=WARN msg="Rollback \"shop\" failed: …"`, as Go's slog writes it.
fn failure(line: &str) -> Option<String> {
    let quoted = line.strip_prefix("level=WARN msg=")?;
    // Go quotes as JSON does, but for rare control characters; a line that was cut has no end.
    let text: String = serde_json::from_str(quoted)
        .unwrap_or_else(|_| quoted.trim_matches('"').replace(r#"\""#, r#"""#));
    let (what, reason) = text.split_once(FAILED)?;
    what.starts_with("Rollback ").then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(lines: &[&str]) -> Option<String> {
        let mut said = Said::default();
        for line in lines {
            said.hear(line);
        }
        said.reason()
    }

    #[test]
    fn an_error_is_kept_with_its_further_lines() {
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
    }

    #[test]
    fn the_true_reason_is_in_helm_4s_warning_when_its_error_is_about_cleaning_up() {
        let warning = r#"level=WARN msg="Rollback \"s4\" failed: server-side apply failed for object t/s4-sts""#;
        let cleanup = "Error: an error occurred while cleaning up resources. original rollback error: unable to \
            cleanup resources: object not found, skipping delete: no objects visited";
        let expected = Some("server-side apply failed for object t/s4-sts".to_owned());
        assert_eq!(reason(&[warning, cleanup]), expected);
        // The 8 KiB at which a line is cut may take its closing quotation mark along.
        assert_eq!(reason(&[&warning[..warning.len() - 1], cleanup]), expected);
        assert_eq!(
            reason(&[warning, "Error: another"]).as_deref(),
            Some("Error: another")
        );
    }
}
