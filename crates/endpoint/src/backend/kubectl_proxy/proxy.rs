//! The `kubectl proxy` process of this run.

use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::http::Request;
use http_body_util::Full;
use tokio::process::{Child, Command};

use super::error::START_TIMEOUT;
use super::stderr_log::StderrLog;
use super::{KubectlOptions, ProxyError, ProxySocket};
use crate::private_dir::PrivateDir;

/// A running `kubectl proxy`, with its socket and folder. All three are gone when it is dropped.
#[derive(Debug)]
pub struct KubectlProxy {
    // Dropped in this order: the process first, then its folder.
    child: Child,
    socket: ProxySocket,
    _dir: PrivateDir,
}

impl KubectlProxy {
    /// Starts it and waits until it listens.
    ///
    /// # Errors
    /// [`ProxyError`], most often that kubectl is missing or that there is no such context.
    pub async fn start(options: &KubectlOptions) -> Result<Self, ProxyError> {
        let dir = PrivateDir::new().map_err(ProxyError::NoFolder)?;
        let path = dir.path().join("s");
        let mut child = Command::new(&options.kubectl)
            .arg("proxy")
            .arg("--unix-socket")
            .arg(&path)
            .args(options.kubectl_flags())
            // A kubeconfig's server may have a path of its own, as Rancher's do.
            .arg("--append-server-path")
            // The router forwards only reads; astern itself writes its journal and events.
            .arg(r"--accept-paths=^/(version$|apis?(/|$))")
            .arg("--reject-methods=^(PATCH|DELETE|CONNECT)$")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            // Ctrl-C in the terminal goes to astern alone: a running rollback still needs the proxy.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| ProxyError::no_kubectl(&options.kubectl, source))?;
        let log = StderrLog::default();
        let collecting = child
            .stderr
            .take()
            .map(|stderr| tokio::spawn(log.clone().collect(stderr)));
        let socket = ProxySocket::new(path);
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            // `/` is refused by the filter above, so this asks kubectl and not the cluster.
            let probe = socket.send(Request::new(Full::default())).await;
            if probe.is_ok() {
                let _dir = dir;
                return Ok(Self {
                    child,
                    socket,
                    _dir,
                });
            }
            if let Ok(Some(_)) = child.try_wait() {
                if let Some(collecting) = collecting {
                    let _ = collecting.await;
                }
                return Err(start_error(options, log.last_error()).await);
            }
            if Instant::now() > deadline {
                return Err(ProxyError::Timeout);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The socket that it listens on.
    pub fn socket(&self) -> ProxySocket {
        self.socket.clone()
    }

    /// Its process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it and waits until the process is gone.
    pub async fn end(mut self) {
        // It fails only when the process is gone already.
        let _ = self.child.kill().await;
    }
}

/// The error for a `kubectl proxy` that ended before it listened.
async fn start_error(options: &KubectlOptions, message: String) -> ProxyError {
    match &options.context {
        Some(context) if message.contains("does not exist") && message.contains(context) => {
            ProxyError::NoContext {
                context: context.clone(),
                contexts: options.contexts().await,
            }
        }
        _ => ProxyError::Ended { message },
    }
}
