//! Why a command did not do what it was asked for, in one line.

use std::io;

use astern_cluster::{ClusterError, FindError, PayloadError, Refusal};
use astern_ledger::{ReleaseName, Revision};

use crate::backend::kubectl_proxy::ProxyError;
use crate::backend::sample::SampleError;
use crate::backend::service_account::ServiceAccountError;
use crate::http::{CertificateError, ListenError};

/// The line.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line is not one.
    #[error("{0}; `astern --help` lists what can be said")]
    Usage(String),
    /// kubectl is missing or refuses.
    #[error(transparent)]
    KubectlProxy(#[from] ProxyError),
    /// The cluster was asked and gave no answer.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The release is not there.
    #[error(transparent)]
    Find(Box<FindError>),
    /// The release is there, and that revision is not.
    #[error("{release} has no revision {revision}; {recorded}")]
    NoRevision {
        /// The release.
        release: ReleaseName,
        /// What was asked for.
        revision: Revision,
        /// Which ones there are.
        recorded: String,
    },
    /// A record cannot be read.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The embedded sample is none.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// No port.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// No certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The API server cannot be asked from a pod.
    #[error(transparent)]
    ServiceAccount(#[from] ServiceAccountError),
    /// The system gives no randomness to make a token of.
    #[error("the system gives no random numbers to make a token of: {0}")]
    Randomness(#[from] getrandom::Error),
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// Ended by a signal before it was done.
    #[error("ended by a signal")]
    Interrupted,
    /// Ended by a second signal.
    #[error("ended in the middle of a rollback")]
    CutOff,
}

impl Failure {
    /// What the cluster refused, where that is why.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        let error = match self {
            Self::Cluster(error) | Self::Payload(PayloadError::Cluster(error)) => error,
            Self::Find(error) => match error.as_ref() {
                FindError::Cluster(error) => error,
                _ => return None,
            },
            _ => return None,
        };
        match error {
            ClusterError::Forbidden(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// An answer could not be written as JSON.
    pub(crate) fn json(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        Self::Find(Box::new(error))
    }
}
