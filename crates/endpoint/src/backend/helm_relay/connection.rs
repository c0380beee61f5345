//! A relay as the astern that starts it sees it, until it gives it to helm.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{ChildStdout, Command};

use super::announcement::Announcement;
use super::relay::COMMAND;
use super::{RelayAddress, kubeconfig};
use crate::backend::kubectl_proxy::{KubectlOptions, ProxyError, START_TIMEOUT, StderrLog};

/// A connection to the cluster for one helm. It ends when this is dropped, or with the helm that [`Self::stdin`] was given to.
#[derive(Debug)]
pub struct HelmConnection {
    address: RelayAddress,
    folder: PathBuf,
    stdin: OwnedFd,
}

impl HelmConnection {
    /// Starts a relay and its `kubectl proxy`, and waits until both listen. The cluster is not asked for anything.
    ///
    /// # Errors
    /// [`ProxyError`], for example when the kubeconfig cannot be read any more.
    pub async fn start(options: &KubectlOptions) -> Result<Self, ProxyError> {
        let no_relay = |source| ProxyError::NoSupervisor {
            supervisor: options.supervisor.display().to_string(),
            source,
        };
        let (own, relays) = UnixStream::pair().map_err(no_relay)?;
        let mut relay = command(options, relays).spawn().map_err(no_relay)?;
        let log = StderrLog::default();
        let collecting = relay
            .stderr
            .take()
            .map(|stderr| tokio::spawn(log.clone().collect(stderr)));
        let announced = read_announcement(relay.stdout.take());
        let announced = tokio::time::timeout(START_TIMEOUT, announced).await;
        if let Some(Announcement { address, folder }) =
            announced.map_err(|_| ProxyError::Timeout)?
        {
            return Ok(Self {
                address,
                folder,
                stdin: own.into(),
            });
        }
        let status = relay.wait().await.map_err(no_relay)?;
        if let Some(collecting) = collecting {
            let _ = collecting.await;
        }
        Err(match status.code() {
            // It ends so when kubectl could be run and has ended.
            None | Some(0) => ProxyError::Ended {
                message: log.last_error(),
            },
            Some(number) => {
                ProxyError::no_kubectl(&options.kubectl, io::Error::from_raw_os_error(number))
            }
        })
    }

    /// Where helm reaches the cluster.
    pub fn address(&self) -> &RelayAddress {
        &self.address
    }

    /// The kubeconfig for helm.
    pub fn kubeconfig(&self) -> PathBuf {
        kubeconfig::path(&self.folder)
    }

    /// A folder for what helm keeps of this cluster. It is removed when the connection ends.
    pub fn cache(&self) -> PathBuf {
        self.folder.join("cache")
    }

    /// Returns the standard input for helm, which is empty. The connection ends when helm has ended.
    pub fn stdin(self) -> Stdio {
        self.stdin.into()
    }
}

fn command(options: &KubectlOptions, stdin: UnixStream) -> Command {
    let mut command = Command::new(&options.supervisor);
    command
        .arg(COMMAND)
        .arg("--")
        .arg(&options.kubectl)
        .args(options.kubectl_flags())
        .stdin(OwnedFd::from(stdin))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Ctrl-C in the terminal goes to astern alone, which lets a running rollback come to its end.
        .process_group(0);
    command
}

/// Reads the line that the relay prints when it is ready; `None` when it ends before.
async fn read_announcement(stdout: Option<ChildStdout>) -> Option<Announcement> {
    let line = BufReader::new(stdout?).lines().next_line().await.ok()??;
    serde_json::from_str(&line).ok()
}
