//! The revision that Helm deployed last, beside the one that is compared with the cluster.

use astern_ledger::{Release, Revision};

use crate::UnreadReason;

/// The revision that Helm deployed last. Without it, the fields that it added cannot be distinguished from the defaults of
/// the API server, and its objects cannot be found in the cluster.
#[derive(Clone, Debug)]
pub enum Deployed<'a> {
    /// The revision that is compared with the cluster.
    Same,
    /// Another one.
    Other(&'a Release),
    /// Another one, which was not read.
    Unread {
        /// The revision.
        revision: Revision,
        /// Why it was not read.
        reason: UnreadReason,
    },
}

impl<'a> Deployed<'a> {
    /// Returns the other revision, if it was read.
    pub(super) fn release(&self) -> Option<&'a Release> {
        match self {
            Self::Other(release) => Some(release),
            Self::Same | Self::Unread { .. } => None,
        }
    }

    /// Returns the revision, if it is another one.
    pub(super) fn revision(&self) -> Option<Revision> {
        match self {
            Self::Same => None,
            Self::Other(release) => Some(release.revision),
            Self::Unread { revision, .. } => Some(*revision),
        }
    }
}
