//! The journal: what became of each rollback, kept in a ConfigMap in the release's namespace, so that
//! neither a closed tab nor a dead astern loses it.

mod announcement;
mod config_map;
mod refusal;
mod writer;

pub use writer::Keeper;

pub(crate) use config_map::{Book, Found};
pub(crate) use refusal::unread;
pub(crate) use writer::{Begun, NotKept};

/// Whether there is a journal.
#[derive(Debug)]
pub enum Keeping {
    /// There is none: the demo's.
    Nothing,
    /// One where the person may write it. A rollback goes on without, and says so.
    WherePossible(Keeper),
    /// No rollback without it.
    Always(Keeper),
}

impl Keeping {
    /// Who keeps it.
    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        match self {
            Self::Nothing => None,
            Self::WherePossible(keeper) | Self::Always(keeper) => Some(keeper),
        }
    }
}
