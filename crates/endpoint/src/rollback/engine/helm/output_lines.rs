//! What a process prints, line by line, within bounds.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest line that is kept, in bytes.
const LINE_LIMIT: usize = 8 * 1024;

/// The most lines of one rollback, both streams together.
const LINES_LIMIT: usize = 10_000;

/// How many lines have been kept.
#[derive(Default, Debug)]
pub(crate) struct Budget(AtomicUsize);

/// Reads to the end and hands each line on as it comes, without its end.
pub(crate) async fn read(
    mut from: impl AsyncRead + Unpin,
    budget: &Budget,
    mut hear: impl FnMut(String),
) {
    let mut line = Line::default();
    let mut chunk = [0; 4096];
    let mut say = |text: String| match budget.0.fetch_add(1, Ordering::Relaxed) {
        n if n < LINES_LIMIT => hear(text),
        LINES_LIMIT => hear(format!(
            "… more than {LINES_LIMIT} lines; the rest is not kept"
        )),
        _ => {}
    };
    // A pipe that cannot be read any more is at its end.
    while let Ok(read @ 1..) = from.read(&mut chunk).await {
        for byte in &chunk[..read] {
            if *byte == b'\n' {
                say(line.take());
            } else {
                line.push(*byte);
            }
        }
    }
    if !line.is_empty() {
        say(line.take());
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
        if self.bytes.len() < LINE_LIMIT {
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
            format!("{text} … (cut after {LINE_LIMIT} bytes)")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<String> {
        let mut heard = Vec::new();
        let budget = Budget::default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(read(text, &budget, |line| heard.push(line)));
        heard
    }

    #[test]
    fn lines_come_without_their_ends() {
        assert_eq!(lines(b"a\r\n\nb"), ["a", "", "b"]);
        assert_eq!(lines(b"\xff\n"), ["\u{fffd}"]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn a_flood_is_bounded() {
        let long = lines(&[b'x'; 100_000]);
        assert_eq!(long.len(), 1);
        assert!(long[0].len() < LINE_LIMIT + 100 && long[0].ends_with("(cut after 8192 bytes)"));
        let many = lines("x\n".repeat(20_000).as_bytes());
        assert_eq!(many.len(), LINES_LIMIT + 1);
        assert!(many[LINES_LIMIT].contains("10000"));
    }
}
