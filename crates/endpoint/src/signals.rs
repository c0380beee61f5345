//! Being asked to end: Ctrl-C, `kill`, or a terminal that is gone.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::Failure;

/// Every signal that asks a program to end.
pub(crate) struct Signals([Signal; 3]);

impl Signals {
    /// Listens from now on; the signals no longer end the process by themselves.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// Does the work, or drops it in the middle: kubectl has a process group of its own, so Ctrl-C in
/// the terminal does not end it, and dropping what holds it does.
pub(crate) async fn interruptible<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let mut signals = Signals::new().map_err(Failure::Io)?;
    tokio::select! {
        done = work => done,
        () = signals.next() => Err(Failure::Interrupted),
    }
}
