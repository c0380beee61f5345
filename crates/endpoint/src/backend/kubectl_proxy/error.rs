//! Why `kubectl proxy` does not run.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::kubeconfig_error::KubeconfigError;

/// How long kubectl may take to listen. Reading a kubeconfig takes milliseconds.
pub(in crate::backend) const START_TIMEOUT: Duration = Duration::from_secs(20);

/// Why `kubectl proxy` does not run.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// The program cannot be run.
    #[error(
        "{kubectl} cannot be run: {source}. Astern reads the cluster through kubectl: install it, or \
         say where it is with --kubectl"
    )]
    NoKubectl {
        /// The path that was tried.
        kubectl: String,
        /// Why it cannot be run.
        source: io::Error,
    },
    /// Astern cannot start the process that supervises kubectl.
    #[error("{supervisor} cannot be started a second time, to supervise kubectl: {source}")]
    NoSupervisor {
        /// The path of this program.
        supervisor: String,
        /// Why it cannot be started.
        source: io::Error,
    },
    /// The folder for its socket cannot be made.
    #[error("no folder for kubectl proxy's socket: {0}")]
    NoFolder(#[source] io::Error),
    /// It ended before it listened.
    #[error("kubectl proxy ended: {message}")]
    Ended {
        /// The error that it printed last.
        message: String,
    },
    /// The kubeconfig leads to no cluster.
    #[error(transparent)]
    Kubeconfig(#[from] KubeconfigError),
    /// It runs and does not listen.
    #[error("kubectl proxy did not begin to listen within {} seconds", START_TIMEOUT.as_secs())]
    Timeout,
}

impl ProxyError {
    pub(in crate::backend) fn no_kubectl(kubectl: &Path, source: io::Error) -> Self {
        let kubectl = kubectl.display().to_string();
        Self::NoKubectl { kubectl, source }
    }
}
