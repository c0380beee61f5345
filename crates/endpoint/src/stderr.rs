//! Writing messages to the terminal.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Writes a line to stderr, and ignores a terminal that is gone: `eprintln!` would panic, and leave kubectl and helm
/// running.
pub(crate) fn write_line(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Replaces the last, unfinished line at stderr, without ending it. For progress on a terminal.
pub(crate) fn rewrite_line(line: impl Display) {
    // `\x1b[K` clears the rest of the line that was there before.
    let _ = write!(io::stderr(), "\r{line}\x1b[K");
}
