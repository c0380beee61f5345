//! The `kubectl proxy` of a relay.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use axum::http::Request;
use http_body_util::Full;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::Command;

use crate::backend::kubectl_proxy::{ProcessGroup, ProxyClient, ProxySocket, proxy_arguments};
use crate::stderr;

/// The pause before a `kubectl proxy` that ended is started again.
const RESTART_PAUSE: Duration = Duration::from_millis(200);

/// The pause between two questions whether it listens.
const PROBE_PAUSE: Duration = Duration::from_millis(10);

/// A `kubectl proxy` for helm. It ends when this is dropped.
pub(super) struct Kubectl {
    command: Command,
    child: ProcessGroup,
    socket: ProxySocket,
}

impl Kubectl {
    /// Starts it at a socket, with the options that choose the cluster.
    pub(super) fn start(program: &OsStr, options: &[OsString], socket: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command
            .args(proxy_arguments(socket, ProxyClient::Helm))
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = spawn(&mut command)?;
        let socket = ProxySocket::new(socket.to_owned());
        Ok(Self {
            command,
            child,
            socket,
        })
    }

    /// Waits until it listens, or has ended before.
    pub(super) async fn listening(&mut self) -> Result<ProxySocket, ExitStatus> {
        loop {
            // `/` is refused by its filter, so this asks kubectl and not the cluster.
            if self
                .socket
                .send(Request::new(Full::default()))
                .await
                .is_ok()
            {
                return Ok(self.socket.clone());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(status);
            }
            tokio::time::sleep(PROBE_PAUSE).await;
        }
    }

    /// Starts it again whenever it ends, for a helm that is at work. Never returns.
    pub(super) async fn keep_running(&mut self) {
        loop {
            // An error means that it is gone already.
            let _ = self.child.wait().await;
            tokio::time::sleep(RESTART_PAUSE).await;
            if let Ok(child) = spawn(&mut self.command) {
                self.child = child;
            }
        }
    }
}

/// Starts the process, and passes on what it prints. A Go program that writes to a pipe whose reader is gone ends by SIGPIPE,
/// and astern may be gone; so its reader is this process.
fn spawn(command: &mut Command) -> io::Result<ProcessGroup> {
    let mut child = ProcessGroup::spawn(command)?;
    if let Some(stderr) = child.take_stderr() {
        tokio::spawn(pass_on(stderr));
    }
    Ok(child)
}

async fn pass_on(stderr: impl AsyncRead + Unpin) {
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        stderr::write_line(line);
    }
}
