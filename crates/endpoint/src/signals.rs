//! The signals that ask the process to end: Ctrl-C, `kill`, or a terminal that is gone.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::CommandError;

/// SIGINT, SIGTERM and SIGHUP.
pub(crate) struct Signals([Signal; 3]);

impl Signals {
    /// Listens from now on. The signals no longer end the process by themselves.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// Completes the work, or drops it when a signal comes. Dropping it ends kubectl, which has a process group of its own,
/// so that Ctrl-C in the terminal does not reach it.
pub(crate) async fn interruptible<T>(
    work: impl Future<Output = Result<T, CommandError>>,
) -> Result<T, CommandError> {
    let mut signals = Signals::new().map_err(CommandError::Io)?;
    tokio::select! {
        result = work => result,
        () = signals.next() => Err(CommandError::Interrupted),
    }
}
