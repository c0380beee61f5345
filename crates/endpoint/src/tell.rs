//! Telling the person in the terminal.

use std::io::{self, Write as _};

/// Writes a line to stderr. A terminal that is gone is no reason to stop: `eprintln!` would panic,
/// and leave kubectl and helm behind.
pub(crate) fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
