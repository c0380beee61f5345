//! Reading the output of a process line by line, within limits.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest line that is kept, in bytes.
const MAX_LINE: usize = 8 * 1024;

/// How many bytes of one rollback are kept, stdout and stderr together.
const MAX_OUTPUT: usize = 1 << 20;

/// What a line costs beside its bytes: its number, its time and its place in the list.
const LINE_OVERHEAD: usize = 100;

/// A line of the output, without its line break.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct OutputLine {
    /// The text, or its first 8 KiB.
    pub(super) text: String,
    /// Whether the text is cut.
    pub(super) is_cut: bool,
}

impl OutputLine {
    /// Returns what a line that was cut ends with.
    pub(super) fn cut_note(&self) -> &'static str {
        const { assert!(MAX_LINE == 8 * 1024) };
        if self.is_cut {
            " … (cut after 8 KiB)"
        } else {
            ""
        }
    }
}

/// Counts the bytes of one process that are kept, stdout and stderr together.
#[derive(Default, Debug)]
pub(super) struct OutputBudget(AtomicUsize);

/// Whether a line is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Admission {
    /// It is.
    Kept,
    /// It is the first one that is not.
    LimitReached,
    /// It is not.
    Dropped,
}

impl OutputBudget {
    /// Counts a line.
    pub(super) fn admit(&self, line: &str) -> Admission {
        let cost = line.len() + LINE_OVERHEAD;
        let before = self.0.fetch_add(cost, Ordering::Relaxed);
        match before {
            before if before + cost <= MAX_OUTPUT => Admission::Kept,
            before if before <= MAX_OUTPUT => {
                // Later and shorter lines are not kept either.
                self.0.fetch_max(MAX_OUTPUT + 1, Ordering::Relaxed);
                Admission::LimitReached
            }
            _ => Admission::Dropped,
        }
    }
}

/// What stands in the place of the output that is not kept.
pub(super) const LIMIT_NOTE: &str = "… helm printed more than 1 MiB; the rest is not kept";

/// Reads to the end, and calls `on_line` with each line as it comes.
pub(super) async fn read_lines(
    mut reader: impl AsyncRead + Unpin,
    mut on_line: impl FnMut(OutputLine),
) {
    let mut line = Line::default();
    let mut chunk = [0; 4096];
    // An error ends the output as its end does.
    while let Ok(read @ 1..) = reader.read(&mut chunk).await {
        for byte in &chunk[..read] {
            if *byte == b'\n' {
                on_line(line.take());
            } else {
                line.push(*byte);
            }
        }
    }
    if !line.is_empty() {
        on_line(line.take());
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

    fn take(&mut self) -> OutputLine {
        let Self { bytes, is_cut } = std::mem::take(self);
        let text = String::from_utf8_lossy(&bytes);
        OutputLine {
            text: text.trim_end_matches('\r').to_owned(),
            is_cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<OutputLine> {
        let mut lines = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(read_lines(text, |line| lines.push(line)));
        lines
    }

    #[test]
    fn lines_have_no_line_breaks() {
        let texts = |text| {
            lines(text)
                .into_iter()
                .map(|line| line.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(b"a\r\n\nb"), ["a", "", "b"]);
        assert_eq!(texts(b"\xff\n"), ["\u{fffd}"]);
        assert!(texts(b"").is_empty());
    }

    #[test]
    fn long_lines_are_cut() {
        let long = lines(&[b'x'; 100_000]);
        assert_eq!(long.len(), 1);
        assert_eq!(long[0].text.len(), MAX_LINE);
        assert_eq!(long[0].cut_note(), " … (cut after 8 KiB)");
    }

    #[test]
    fn what_is_too_much_is_dropped_and_said_once() {
        for line in [String::new(), "x".repeat(MAX_LINE)] {
            let budget = OutputBudget::default();
            let admissions: Vec<Admission> = (0..20_000).map(|_| budget.admit(&line)).collect();
            let kept = admissions
                .iter()
                .filter(|admission| **admission == Admission::Kept)
                .count();
            assert_eq!(kept, MAX_OUTPUT / (line.len() + LINE_OVERHEAD));
            assert_eq!(admissions[kept], Admission::LimitReached);
            assert!(
                admissions[kept + 1..]
                    .iter()
                    .all(|rest| *rest == Admission::Dropped)
            );
            assert_eq!(budget.admit(""), Admission::Dropped);
        }
    }
}
