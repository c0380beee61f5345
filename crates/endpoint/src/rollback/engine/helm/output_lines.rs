//! Reading the output of a process line by line, within limits.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest line that is kept, in bytes.
const MAX_LINE: usize = 8 * 1024;

/// How many lines of one rollback are kept, stdout and stderr together.
const MAX_LINES: usize = 10_000;

/// Counts the lines of one process, stdout and stderr together.
#[derive(Default, Debug)]
pub(super) struct LineBudget(AtomicUsize);

/// Reads to the end, and calls `on_line` with each line as it comes, without its line break.
pub(super) async fn read_lines(
    mut reader: impl AsyncRead + Unpin,
    budget: &LineBudget,
    mut on_line: impl FnMut(String),
) {
    let mut line = Line::default();
    let mut chunk = [0; 4096];
    let mut emit = |text: String| match budget.0.fetch_add(1, Ordering::Relaxed) {
        n if n < MAX_LINES => on_line(text),
        MAX_LINES => on_line(format!(
            "… more than {MAX_LINES} lines; the rest is not kept"
        )),
        _ => {}
    };
    // An error ends the output as its end does.
    while let Ok(read @ 1..) = reader.read(&mut chunk).await {
        for byte in &chunk[..read] {
            if *byte == b'\n' {
                emit(line.take());
            } else {
                line.push(*byte);
            }
        }
    }
    if !line.is_empty() {
        emit(line.take());
    }
}

#[derive(Default)]
struct Line {
    bytes: Vec<u8>,
    is_cut: bool,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn push(&mut self, byte: u8) {
        if self.bytes.len() < MAX_LINE {
            self.bytes.push(byte);
        } else {
            self.is_cut = true;
        }
    }

    fn take(&mut self) -> String {
        let Self { bytes, is_cut } = std::mem::take(self);
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches('\r');
        if is_cut {
            format!("{text} … (cut after {MAX_LINE} bytes)")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        let budget = LineBudget::default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(read_lines(text, &budget, |line| lines.push(line)));
        lines
    }

    #[test]
    fn lines_have_no_line_breaks() {
        assert_eq!(lines(b"a\r\n\nb"), ["a", "", "b"]);
        assert_eq!(lines(b"\xff\n"), ["\u{fffd}"]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn long_lines_are_cut_and_too_many_are_dropped() {
        let long = lines(&[b'x'; 100_000]);
        assert_eq!(long.len(), 1);
        assert!(long[0].len() < MAX_LINE + 100 && long[0].ends_with("(cut after 8192 bytes)"));
        let many = lines("x\n".repeat(20_000).as_bytes());
        assert_eq!(many.len(), MAX_LINES + 1);
        assert!(many[MAX_LINES].contains("10000"));
    }
}
