//! The journal: a record of each rollback in the ConfigMap `astern-journal` of the release's namespace, so that a closed
//! tab or a restart of astern does not lose its result.
//!
//! [`JournalPolicy`] says whether a rollback needs the journal, [`JournalWriter`] reads and writes it, and
//! `JournalConfigMap` is its content. An Event and a line in the log repeat the start and the end of each rollback.

mod announcement;
mod config_map;
mod error;
mod keyed_locks;
mod policy;
mod refusal;
mod writer;

pub use policy::JournalPolicy;
pub use writer::JournalWriter;

pub(crate) use config_map::{JournalConfigMap, StoredEntry};
pub(crate) use error::JournalError;
pub(crate) use refusal::{not_readable, not_writable};
pub(crate) use writer::BeginResult;
