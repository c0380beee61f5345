//! The `kubectl proxy` process of this run.

use std::io;
use std::time::{Duration, Instant};

use astern_cluster::{ClusterId, cluster_id};
use axum::http::Request;
use http_body_util::Full;
use tokio::process::Child;

use super::error::START_TIMEOUT;
use super::filter::ProxyClient;
use super::options::proxy_arguments;
use super::stderr_log::StderrLog;
use super::{KubectlOptions, ProxyError, ProxySocket, supervisor};
use crate::private_dir::PrivateDir;

/// How long the cluster may take to say which one it is.
const ID_TIMEOUT: Duration = Duration::from_secs(10);

/// A running `kubectl proxy`, with its socket and folder. All three are gone soon after it is dropped, or after the process
/// has ended without dropping it.
#[derive(Debug)]
pub struct KubectlProxy {
    /// The supervisor, which ends kubectl when its standard input is closed.
    supervisor: Child,
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
        let mut arguments = proxy_arguments(&path, ProxyClient::Astern);
        arguments.extend(options.kubectl_flags());
        let mut supervisor = supervisor::command(options, &path, arguments)
            .spawn()
            .map_err(|source| ProxyError::NoSupervisor {
                supervisor: options.supervisor.display().to_string(),
                source,
            })?;
        let log = StderrLog::default();
        let collecting = supervisor
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
                    supervisor,
                    socket,
                    _dir,
                });
            }
            if let Ok(Some(status)) = supervisor.try_wait() {
                if let Some(collecting) = collecting {
                    let _ = collecting.await;
                }
                return Err(match status.code() {
                    // The supervisor ends so when kubectl could be run and has ended.
                    None | Some(0) => ProxyError::Ended {
                        message: log.last_error(),
                    },
                    Some(number) => {
                        let source = io::Error::from_raw_os_error(number);
                        ProxyError::no_kubectl(&options.kubectl, source)
                    }
                });
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

    /// Asks the cluster which one it is; `None` when it does not say so in time.
    pub(super) async fn cluster_id(&self) -> Option<ClusterId> {
        let id = tokio::time::timeout(ID_TIMEOUT, cluster_id(&self.socket)).await;
        id.ok()?.ok()
    }

    /// Ends it and waits until the process is gone.
    pub async fn end(mut self) {
        drop(self.supervisor.stdin.take());
        // It fails only when the process is gone already.
        let _ = self.supervisor.wait().await;
    }
}
