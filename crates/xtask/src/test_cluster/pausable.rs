//! A server that is made to pause, as one does whose disk or processor is too busy.

use std::process::Child;

use rustix::process::{Pid, Signal, kill_process};

use super::TestClusterError;

/// One of a test cluster's servers; it ends with its test cluster.
#[derive(Clone, Copy, Debug)]
pub struct Pausable(Option<Pid>);

/// A pause. It is over when this is dropped.
#[derive(Debug)]
pub struct Pause(Pid);

impl Pausable {
    pub(super) fn of(child: &Child) -> Self {
        Self(i32::try_from(child.id()).ok().and_then(Pid::from_raw))
    }

    /// Stops it where it is: its connections stay, and nothing is answered on them.
    ///
    /// # Errors
    /// When it has ended.
    pub fn pause(self) -> Result<Pause, TestClusterError> {
        let Some(pid) = self.0 else {
            return Err(TestClusterError::Unsupported {
                missing: "a process id",
                advice: "start the server first",
            });
        };
        match kill_process(pid, Signal::STOP) {
            Ok(()) => Ok(Pause(pid)),
            Err(error) => Err(TestClusterError::io("pausing a server")(error.into())),
        }
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        // It may have ended with its test cluster meanwhile.
        let _ = kill_process(self.0, Signal::CONT);
    }
}
