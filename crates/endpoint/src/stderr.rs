//! Writing messages to the terminal, without characters that control it.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

use astern_wording::visible_line;

/// Writes a line to stderr, and ignores a terminal that is gone: `eprintln!` would panic, and leave kubectl and helm
/// running. Line breaks in it become spaces, so that no message looks like two.
pub(crate) fn write_line(line: impl Display) {
    let line = line.to_string();
    let _ = writeln!(io::stderr(), "{}", visible_line(&line));
}

/// Writes each line of a text.
pub(crate) fn write_lines(text: &str) {
    text.lines().for_each(write_line);
}

/// Whether stderr is a terminal, which shows progress.
pub(crate) fn is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Replaces the last, unfinished line at stderr, without ending it. For progress on a terminal.
pub(crate) fn rewrite_line(line: impl Display) {
    let line = line.to_string();
    // `\x1b[K` clears the rest of the line that was there before.
    let _ = write!(io::stderr(), "\r{}\x1b[K", visible_line(&line));
}
