//! Writing to stdout, which may be a pipe that is closed early.

use std::io::{self, Write as _};

use crate::error::CommandError;

/// Prints the text. A reader that closes the pipe early is no error (`astern history … | head`).
pub(super) fn print(text: &str) -> Result<(), CommandError> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CommandError::Io(error)),
        _ => Ok(()),
    }
}
