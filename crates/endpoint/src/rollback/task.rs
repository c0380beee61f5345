//! One rollback, from its start to the end that is written to the journal.

use std::sync::Arc;
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Entry, EventKind, RollbackEnd};

use super::Run;
use super::engine::ReadyEngine;
use super::journal_entry::StartEntry;
use super::outcome::{Ending, RecordedOutcome};
use super::preconditions::CheckedRequest;
use crate::backend::Cluster;
use crate::journal::{JournalError, JournalPolicy, JournalWriter};

/// A rollback that is about to run. It belongs to no request: a closed tab does not end it.
pub(super) struct Task {
    pub(super) cluster: Arc<Cluster>,
    pub(super) journal: Arc<JournalPolicy>,
    pub(super) run: Arc<Run>,
    pub(super) checked: CheckedRequest,
    pub(super) start_entry: StartEntry,
}

impl Task {
    /// Runs the rollback with an engine. The journal has the end before a follower gets it.
    pub(super) async fn run(self, engine: ReadyEngine) {
        if let StartEntry::NotWritten(_, error) = &self.start_entry {
            self.warn("This rollback is not in the journal", error);
        }
        if let Some(change) = engine.change() {
            self.run.add(EventKind::Warned {
                message: format!("{change}. It is the same cluster, by its UID."),
            });
        }
        let roll_back = engine.roll_back(&self.cluster, &self.run, &self.checked);
        let Ending { followed, recorded } = match self.journal_entry() {
            Some((writer, entry)) => {
                let announce = writer.announce(&self.cluster, self.checked.driver, entry);
                tokio::join!(roll_back, announce).0
            }
            None => roll_back.await,
        };
        let pending_end = match self.journal_entry() {
            Some((writer, entry)) => self.write_end(writer, with_end(entry, recorded)).await,
            None => None,
        };
        self.run.add(EventKind::Ended { outcome: followed });
        if let (Some(writer), Some(entry)) = (self.journal.writer(), pending_end) {
            writer.end_in_background(&self.cluster, &entry).await;
        }
    }

    /// Writes and announces the end. Returns the entry when it is still to be written.
    async fn write_end(&self, writer: &JournalWriter, entry: Entry) -> Option<Entry> {
        let write = async {
            if let StartEntry::Written(_) = &self.start_entry {
                return writer.end(&self.cluster, &entry).await;
            }
            // A failure is ignored: the warning about the start says already that the rollback is not in the journal.
            let _ = writer.try_end(&self.cluster, &entry).await;
            Ok(())
        };
        let announce = writer.announce(&self.cluster, self.checked.driver, &entry);
        let (Err(error), ()) = tokio::join!(write, announce) else {
            return None;
        };
        if error.is_transient() {
            self.warn("How this rollback ended is not in the journal yet", &error);
            return Some(entry);
        }
        self.warn("How this rollback ended is not in the journal", &error);
        None
    }

    /// Returns the writer and the entry, when there is a journal.
    fn journal_entry(&self) -> Option<(&JournalWriter, &Entry)> {
        let writer = self.journal.writer()?;
        match &self.start_entry {
            StartEntry::Written(entry) | StartEntry::NotWritten(entry, _) => Some((writer, entry)),
            StartEntry::Disabled => None,
        }
    }

    fn warn(&self, what: &str, error: &JournalError) {
        let mut message = format!("{what}: {error}. The rollback itself is not touched by that.");
        if let Some(remedy) = error.remedy(&self.run.request().namespace) {
            message.push(' ');
            message.push_str(&remedy);
        }
        self.run.add(EventKind::Warned { message });
    }
}

/// Returns the entry with an end at this moment.
pub(super) fn with_end(entry: &Entry, outcome: RecordedOutcome) -> Entry {
    let at = Timestamp::from(SystemTime::now());
    let seconds = at.as_second() - entry.started.as_second();
    Entry {
        end: Some(RollbackEnd {
            at,
            seconds: u64::try_from(seconds).unwrap_or_default(),
            outcome: outcome.into_inner(),
        }),
        ..entry.clone()
    }
}
