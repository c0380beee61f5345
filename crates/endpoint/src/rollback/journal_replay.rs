//! The events of a rollback that another process ran, from its journal entry.

use astern_ledger::{Driver, Namespace};
use astern_protocol::{Entry, Event, EventKind, Outcome, RequestId};

use super::engine::helm::command_line;
use super::interrupted::interrupted_outcome;
use super::task::with_end;
use crate::journal::{JournalWriter, StoredEntry, not_readable};
use crate::principal::Principal;
use crate::refusal::Refusal;

/// Returns the events of a rollback from the sequence number `from` on, or `None` when the journal has no entry of it. `driver` is
/// the storage driver that records are looked for in first.
pub(crate) async fn replay(
    writer: &JournalWriter,
    driver: Driver,
    principal: &Principal,
    namespace: &Namespace,
    id: &RequestId,
    from: u64,
) -> Result<Option<Vec<Event>>, Refusal> {
    let journal = writer.read(&principal.cluster, namespace).await;
    match journal.map_err(|error| not_readable(&error))?.find(id) {
        StoredEntry::Absent | StoredEntry::Unreadable => Ok(None),
        StoredEntry::Entry(entry) => {
            let entry = match entry.end {
                Some(_) => *entry,
                None => close(writer, driver, principal, &entry).await,
            };
            Ok(Some(events(entry, from)))
        }
    }
}

/// Adds an end to an entry that has none, and writes it to the journal when it is final.
async fn close(
    writer: &JournalWriter,
    driver: Driver,
    principal: &Principal,
    entry: &Entry,
) -> Entry {
    let cluster = principal.cluster.as_ref();
    let outcome = {
        let _lock = writer.lock_records(&entry.rollback).await;
        interrupted_outcome(cluster, driver, entry, writer.run_by()).await
    };
    let is_final = is_final(entry, outcome.outcome());
    let entry = with_end(entry, outcome);
    if is_final {
        // A failure is ignored: the next request computes the same end.
        let _ = writer.close(cluster, &entry).await;
    }
    entry
}

/// Whether helm has finished the revision that it created.
fn is_final(entry: &Entry, outcome: &Outcome) -> bool {
    use astern_ledger::Status::{Deployed, Failed};
    match outcome {
        Outcome::Interrupted {
            recorded: Some(newest),
            ..
        } => {
            newest.revision == entry.rollback.expected_current.next()
                && matches!(newest.status, Deployed | Failed)
        }
        _ => false,
    }
}

/// Returns the first and the last event. What helm printed in between is not in the journal. A follower that has read
/// events already gets the last one under the number that it expects next.
fn events(entry: Entry, from: u64) -> Vec<Event> {
    let ended = entry.end.map(|end| Event {
        seq: from.max(1),
        at: end.at,
        what: EventKind::Ended {
            outcome: end.outcome,
        },
    });
    let begun = (from == 0).then(|| Event {
        seq: 0,
        at: entry.started,
        what: EventKind::Begun {
            command: command_line(&entry.rollback, None),
            rollback: entry.rollback,
        },
    });
    begun.into_iter().chain(ended).collect()
}
