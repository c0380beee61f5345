//! Whether a rollback needs the journal.

use super::JournalWriter;

/// Whether there is a journal, and whether a rollback may start without it.
#[derive(Debug)]
pub enum JournalPolicy {
    /// There is no journal, as in the demo.
    Disabled,
    /// A rollback that cannot be written to the journal starts all the same, with a warning.
    BestEffort(JournalWriter),
    /// A rollback that cannot be written to the journal is refused.
    Required(JournalWriter),
}

impl JournalPolicy {
    /// Returns the writer, when there is a journal.
    pub(crate) fn writer(&self) -> Option<&JournalWriter> {
        match self {
            Self::Disabled => None,
            Self::BestEffort(writer) | Self::Required(writer) => Some(writer),
        }
    }
}
