//! Why the journal could not be read or written.

use std::time::Duration;

use astern_cluster::{ClusterError, Right};
use astern_ledger::Namespace;
use astern_protocol::JOURNAL_NAME as NAME;

/// How long one response may take.
pub(super) const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

/// How many conflicting writes are tolerated before a write is given up.
pub(super) const MAX_CONFLICTS: u32 = 20;

/// The journal could not be read, or an entry could not be written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum JournalError {
    /// The cluster refused the request, or could not be reached.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// There was no response in time.
    #[error("the cluster did not answer within {} seconds", RESPONSE_TIMEOUT.as_secs())]
    Timeout,
    /// Every attempt conflicted with another write.
    #[error("others wrote the journal at the same moment, {MAX_CONFLICTS} times")]
    Conflict,
    /// The ConfigMap has `immutable: true`.
    #[error("the ConfigMap {NAME} has `immutable: true`, so nobody can change it")]
    Immutable,
    /// The ConfigMap has no room for the entry.
    #[error("the ConfigMap {NAME} holds as much as Kubernetes allows, 1 MiB")]
    Full,
    /// The entry could not be serialized.
    #[error("the entry cannot be written as JSON")]
    Serialize,
}

impl JournalError {
    /// Returns the error of a write that the cluster refused.
    pub(super) fn of_write(error: ClusterError) -> Self {
        // The messages of Kubernetes 1.36: `data: Forbidden: field is immutable when `immutable` is set`, and `[]: Too long:
        // must have at most 1048576 bytes`; etcd's: `etcdserver: request is too large`.
        match &error {
            ClusterError::Refused { message, .. } if message.contains("field is immutable") => {
                Self::Immutable
            }
            ClusterError::Refused { status: 413, .. } => Self::Full,
            ClusterError::Refused { message, .. }
                if message.contains("Too long") || message.contains("request is too large") =>
            {
                Self::Full
            }
            _ => Self::Cluster(error),
        }
    }

    /// Returns what has to be done before the journal can be written again, when somebody has to do something.
    pub(crate) fn remedy(&self, namespace: &Namespace) -> Option<String> {
        let what = match self {
            Self::Immutable => "No key of it can be changed any more",
            Self::Full => "Somebody else filled it",
            _ => return None,
        };
        Some(format!(
            "{what}: look at it with `kubectl get configmap {NAME} --namespace {namespace} --output yaml`, then delete it \
             with `kubectl delete configmap {NAME} --namespace {namespace}`. The entries in it are lost; the next rollback \
             makes a new one."
        ))
    }

    /// Returns the right that is missing, and the user who lacks it, when that is the cause.
    pub(crate) fn missing_right(&self) -> Option<(&Right, Option<&str>)> {
        match self {
            Self::Cluster(ClusterError::Forbidden(refusal)) => {
                Some((refusal.missing.as_ref()?, refusal.who.as_deref()))
            }
            _ => None,
        }
    }

    /// Whether the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            // A token that was refused may have been renewed by the next attempt.
            Self::Cluster(ClusterError::Unauthorized(_)) => true,
            Self::Cluster(error) => error.temporary().is_some(),
            Self::Timeout | Self::Conflict => true,
            Self::Immutable | Self::Full | Self::Serialize => false,
        }
    }
}
