//! Why a command failed, in one line.

use std::io;

use astern_cluster::{ClusterError, FindError, PayloadError};
use astern_ledger::{ReleaseName, Revision};

use crate::backend::kubectl_proxy::{FailedLogin, LoginFailure, ProxyError};
use crate::backend::sample::SampleError;
use crate::backend::service_account::ServiceAccountError;
use crate::http::{CertificateError, ListenError};

/// Why a command failed. It is printed as one line.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The command line is invalid.
    #[error("{0}; for usage, run `astern --help`")]
    Usage(String),
    /// `kubectl proxy` does not run.
    #[error(transparent)]
    KubectlProxy(#[from] ProxyError),
    /// Nobody is logged in to the cluster.
    #[error("{0}")]
    NotLoggedIn(FailedLogin),
    /// The server is another one than an API server.
    #[error(
        "{server}, to which the kubeconfig leads, is no Kubernetes API server: asked for its version, it gave something else \
         ({error}). See what `kubectl config view --minify` says of it, or choose another context with --context: {}",
        contexts.join(", ")
    )]
    NotKubernetes {
        /// The address of the server.
        server: String,
        /// The answer.
        error: Box<ClusterError>,
        /// The contexts of the kubeconfig.
        contexts: Vec<String>,
    },
    /// The kubeconfig leads a context elsewhere now than when astern was started.
    #[error("{0}")]
    KubeconfigChanged(String),
    /// A request to the cluster failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The release was not found.
    #[error(transparent)]
    Find(Box<FindError>),
    /// The release has no such revision.
    #[error("{release} has no revision {revision}; {recorded}")]
    NoRevision {
        /// The release.
        release: ReleaseName,
        /// The revision that was asked for.
        revision: Revision,
        /// The revisions that are recorded, in words.
        recorded: String,
    },
    /// A record cannot be read.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The embedded sample cannot be read.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// No socket listens.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// There is no certificate to serve with.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// There is no client for the API server.
    #[error(transparent)]
    ServiceAccount(#[from] ServiceAccountError),
    /// The system provides no random numbers for a token.
    #[error("the system gives no random numbers to make a token of: {0}")]
    Randomness(#[from] getrandom::Error),
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// A signal ended it early.
    #[error("ended by a signal")]
    Interrupted,
    /// A second signal ended it while a rollback was running.
    #[error("ended in the middle of a rollback")]
    EndedDuringRollback,
}

impl CommandError {
    /// Why nobody is logged in, if the API server says that as the cause.
    pub(crate) fn login_failure(&self) -> Option<LoginFailure> {
        LoginFailure::of_cluster_error(self.cluster_error()?)
    }

    /// The failed request, if that is the cause.
    pub(crate) fn cluster_error(&self) -> Option<&ClusterError> {
        match self {
            Self::Cluster(error) | Self::Payload(PayloadError::Cluster(error)) => Some(error),
            Self::Find(error) => match error.as_ref() {
                FindError::Cluster(error) => Some(error),
                _ => None,
            },
            _ => None,
        }
    }

    /// The output could not be serialised as JSON.
    pub(crate) fn json(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<FindError> for CommandError {
    fn from(error: FindError) -> Self {
        Self::Find(Box::new(error))
    }
}
