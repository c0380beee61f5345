//! The journal policy: whether a rollback requires the journal.

use super::JournalWriter;

/// Whether there is a journal, and whether a rollback may start if it cannot be read or written. Each mode of the endpoint
/// has one policy.
#[derive(Debug)]
pub enum JournalPolicy {
    /// The demo: there is no journal.
    Disabled,
    /// On a laptop: if the journal cannot be read or written, the rollback starts with a warning.
    BestEffort(JournalWriter),
    /// In the cluster: if the journal cannot be read or written, the rollback is refused.
    Required(JournalWriter),
}

impl JournalPolicy {
    /// Returns the journal writer; `None` if there is no journal.
    pub(crate) fn writer(&self) -> Option<&JournalWriter> {
        match self {
            Self::Disabled => None,
            Self::BestEffort(writer) | Self::Required(writer) => Some(writer),
        }
    }
}
