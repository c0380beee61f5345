//! The process that ends `kubectl proxy` when astern has ended, in whatever way.
//!
//! A process that is killed or aborted ends no children, and a `kubectl proxy` that is left behind keeps the user's cluster
//! open. So astern starts itself a second time, as the supervisor, and the supervisor starts kubectl. Astern holds the only
//! writing end of a pipe, which is the supervisor's standard input. The kernel closes it when astern ends; then the
//! supervisor ends kubectl and removes its socket.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::AsFd as _;
use std::path::Path;
use std::process::Stdio;

use tokio::io::AsyncReadExt as _;
use tokio::net::unix::pipe;
use tokio::process::Command;

use super::KubectlOptions;
use super::process_group::ProcessGroup;
use crate::signals::Signals;

/// The command of `astern` that runs the supervisor. It is hidden from the help.
pub const COMMAND: &str = "supervise-kubectl";

/// Returns the command that starts the supervisor of a `kubectl proxy` with these arguments.
pub(super) fn command(
    options: &KubectlOptions,
    socket: &Path,
    arguments: impl IntoIterator<Item = OsString>,
) -> Command {
    let mut command = Command::new(&options.supervisor);
    command
        .arg(COMMAND)
        .arg(socket)
        .arg("--")
        .arg(&options.kubectl)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // Ctrl-C in the terminal goes to astern alone: a running rollback still needs the proxy.
        .process_group(0);
    command
}

/// Runs kubectl until it or the astern that started this process ends. Its standard error is that of this process.
///
/// # Errors
/// When kubectl cannot be started, or standard input is no pipe.
pub async fn supervise(socket: &Path, kubectl: &OsStr, arguments: &[OsString]) -> io::Result<()> {
    name_process();
    // Signals are for astern, which closes the pipe when it no longer needs kubectl.
    let _signals = Signals::new();
    let stdin = io::stdin().as_fd().try_clone_to_owned()?;
    let mut astern = pipe::Receiver::from_owned_fd(stdin)?;
    let mut command = Command::new(kubectl);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let mut child = ProcessGroup::spawn(&mut command)?;
    tokio::select! {
        _ = child.wait() => {}
        () = closed(&mut astern) => {
            child.kill().await;
            // Only the socket and its folder, and the folder only when nothing else is in it.
            let _ = std::fs::remove_file(socket);
            if let Some(folder) = socket.parent() {
                let _ = std::fs::remove_dir(folder);
            }
        }
    }
    Ok(())
}

/// Waits until the writing end of the pipe is closed. Nothing is ever written to it.
async fn closed(pipe: &mut pipe::Receiver) {
    let mut buffer = [0; 64];
    while pipe.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}

/// Gives the process a name of its own, because `killall -9 astern` and the like would end it together with astern.
#[cfg(target_os = "linux")]
pub(in crate::backend) fn name_process() {
    // Without the name everything else works.
    let _ = rustix::thread::set_name(c"kubectl-guard");
}

/// Other systems name a process by its program only.
#[cfg(not(target_os = "linux"))]
pub(in crate::backend) fn name_process() {}
