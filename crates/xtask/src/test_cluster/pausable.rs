//! Pauses a server, to simulate one on an overloaded machine.

use std::process::Child;

use rustix::process::{Pid, Signal, kill_process};

use super::TestClusterError;

/// A server of a test cluster that can be paused. It ends with its test cluster.
#[derive(Clone, Copy, Debug)]
pub struct Pausable(Option<Pid>);

/// A paused server. It resumes when this is dropped.
#[derive(Debug)]
pub struct Pause(Pid);

impl Pausable {
    pub(super) fn of(child: &Child) -> Self {
        Self(i32::try_from(child.id()).ok().and_then(Pid::from_raw))
    }

    /// Stops the process with SIGSTOP: its connections stay open, and requests are not answered.
    ///
    /// # Errors
    /// When it has exited.
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
        // It may have ended with its test cluster.
        let _ = kill_process(self.0, Signal::CONT);
    }
}
