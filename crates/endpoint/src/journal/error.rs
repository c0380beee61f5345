//! Why the journal could not be read or written.

use std::time::Duration;

use astern_cluster::{ClusterError, Right};

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
    /// The entry could not be serialized.
    #[error("the entry cannot be written as JSON")]
    Serialize,
}

impl JournalError {
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
            Self::Cluster(ClusterError::Unreachable(_) | ClusterError::Unauthorized(_)) => true,
            Self::Timeout | Self::Conflict => true,
            Self::Cluster(_) | Self::Serialize => false,
        }
    }
}
