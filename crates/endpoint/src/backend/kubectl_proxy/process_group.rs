//! kubectl with all processes that it has started: it can be a script around another program, as that of MicroK8s is.

use std::io;
use std::process::ExitStatus;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, ChildStderr, Command};

/// A process in a group of its own. The whole group is killed when this is dropped.
#[derive(Debug)]
pub(in crate::backend) struct ProcessGroup(Child);

impl ProcessGroup {
    /// Starts it.
    ///
    /// # Errors
    /// When the program cannot be run.
    pub(in crate::backend) fn spawn(command: &mut Command) -> io::Result<Self> {
        command
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map(Self)
    }

    /// Takes the reading end of its standard error.
    pub(in crate::backend) fn take_stderr(&mut self) -> Option<ChildStderr> {
        self.0.stderr.take()
    }

    /// Returns how it ended, if it has.
    pub(in crate::backend) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.0.try_wait()
    }

    /// Waits for its end.
    pub(in crate::backend) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.0.wait().await
    }

    /// Kills the group, and waits for the end of the process.
    pub(super) async fn kill(&mut self) {
        self.kill_group();
        // It fails only when the process is gone already.
        let _ = self.0.wait().await;
    }

    /// Kills the group, unless the process was waited for: its number could be another one's then.
    fn kill_group(&self) {
        let pid = self.0.id().and_then(|pid| i32::try_from(pid).ok());
        if let Some(pid) = pid.and_then(Pid::from_raw) {
            // It fails only when all of them are gone already.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        self.kill_group();
    }
}
