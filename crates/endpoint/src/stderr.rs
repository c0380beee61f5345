//! Telling the person in the terminal.

use std::io::{self, Write as _};

/// Writes a line to stderr. A terminal that is gone is no reason to stop: `eprintln!` would panic,
/// and leave kubectl and helm behind.
pub(crate) fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes a line to the terminal at stderr in place of the one before, without ending it.
pub(crate) fn tell_again(line: impl std::fmt::Display) {
    // `\x1b[K` clears what the line before had more.
    let _ = write!(io::stderr(), "\r{line}\x1b[K");
}
