//! What `kubectl proxy` prints to stderr.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

use crate::stderr;

/// How many lines are kept.
const KEPT_LINES: usize = 20;

/// The last lines that kubectl printed to stderr, to say why it ended.
#[derive(Clone, Default)]
pub(in crate::backend) struct StderrLog(Arc<Mutex<VecDeque<String>>>);

impl StderrLog {
    /// Reads `stderr` to its end, keeps the last lines, and prints those that are meant for the user: a login plugin
    /// asks there to open a page and enter a code.
    pub(in crate::backend) async fn collect(self, stderr: impl AsyncRead + Unpin) {
        let mut lines = BufReader::new(stderr).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if !line.trim().is_empty() && !is_klog(&line) && !is_error(&line) {
                stderr::write_line(format_args!("kubectl: {line}"));
            }
            if kept.len() == KEPT_LINES {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    }

    /// Returns the last error, or the last line where none is one.
    pub(in crate::backend) fn last_error(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = kept.iter().rev().find(|line| is_error(line));
        match line.or_else(|| kept.back()) {
            Some(line) => line.trim_start_matches("error:").trim().to_owned(),
            None => "it said nothing".to_owned(),
        }
    }
}

fn is_error(line: &str) -> bool {
    line.starts_with("error:")
}

/// Whether it is a line of klog (`E1122 16:43:05.123456 …`). kubectl writes one for each request that fails, and whoever
/// sent the request gets the failure as the response.
fn is_klog(line: &str) -> bool {
    let bytes = line.as_bytes();
    matches!(bytes.first(), Some(b'I' | b'W' | b'E' | b'F'))
        && bytes.len() > 5
        && bytes[1..5].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_prompt_is_printed_and_a_log_line_is_not() {
        assert!(is_klog(
            "E1122 16:43:05.1 1 proxy_server.go:144] Error while proxying request"
        ));
        assert!(!is_klog(
            "To sign in, open https://example.com and enter the code ABCD"
        ));
        assert!(!is_klog("Enter"));
    }
}
