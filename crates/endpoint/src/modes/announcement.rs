//! Telling the person where it is.

use std::io::{self, Write as _};

use super::browser;
use crate::http::Loopback;
use crate::http::guards::Token;
use crate::stderr;

/// Prints the address on stdout, in one line that programs can read, and opens it when asked to.
///
/// # Errors
/// When stdout is closed: then nobody could learn the address.
pub fn announce(loopback: &Loopback, nonce: Option<&Token>) -> io::Result<()> {
    let url = loopback.address.url();
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "Astern is at {url}{}", loopback.entry())?;
    stdout.flush()?;
    stderr::write_line(format_args!("Press Ctrl-C to end it."));
    if let Some(nonce) = nonce {
        browser::open(&format!("{url}/open/{}", nonce.reveal()));
    }
    Ok(())
}
