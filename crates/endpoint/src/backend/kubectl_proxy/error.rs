//! Why `kubectl proxy` does not run.

use std::io;
use std::path::Path;
use std::time::Duration;

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
    /// kubectl asks for a user name, because the kubeconfig's user has no credentials.
    #[error(
        "you are not logged in: the kubeconfig's user has no credentials, so kubectl asks for a name and a password. Log in \
         the way you do for this cluster, then start astern again"
    )]
    NoCredentials,
    /// The kubeconfig has no such context.
    #[error("there is no context {context}; {}", known_contexts(contexts))]
    NoContext {
        /// The context that was asked for.
        context: String,
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
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

fn known_contexts(contexts: &[String]) -> String {
    match contexts {
        [] => "the kubeconfig has none".to_owned(),
        [one] => format!("there is only {one}"),
        many => format!("there are {}", many.join(", ")),
    }
}
