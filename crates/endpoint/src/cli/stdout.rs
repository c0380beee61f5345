//! Writing to the terminal, or into a pipe that may be closed early.

use std::io::{self, Write as _};

use crate::error::Failure;

/// Prints the text. Who reads it may have seen enough: that is no failure (`astern history … | head`).
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Io(error)),
        _ => Ok(()),
    }
}
