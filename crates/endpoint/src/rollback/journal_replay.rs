//! A rollback that another run of astern took on, as the journal tells it.

use astern_ledger::Namespace;
use astern_protocol::{Entry, Event, Happening, Outcome, RequestId};

use super::task::ended;
use super::{command_line, interrupted};
use crate::journal::{Found, Keeper, unread};
use crate::principal::Principal;
use crate::refusal::Refusal;

/// What the journal knows of a press, as the events that this astern would have told. `None`: nothing.
pub(crate) async fn past(
    keeper: &Keeper,
    principal: &Principal,
    namespace: &Namespace,
    id: &RequestId,
    from: u64,
) -> Result<Option<Vec<Event>>, Refusal> {
    let book = keeper.read(&principal.cluster, namespace).await;
    match book.map_err(|error| unread(&error))?.find(id) {
        Found::Nothing | Found::Unreadable => Ok(None),
        Found::Entry(entry) => {
            let entry = match entry.end {
                Some(_) => *entry,
                None => close(keeper, principal, &entry).await,
            };
            Ok(Some(events(entry, from)))
        }
    }
}

/// Says how one stands that has no end, and writes that down when it cannot change any more.
async fn close(keeper: &Keeper, principal: &Principal, entry: &Entry) -> Entry {
    let cluster = principal.cluster.as_ref();
    let outcome = interrupted(cluster, entry, keeper.run_by()).await;
    let is_settled = is_settled(entry, &outcome);
    let entry = ended(entry, outcome);
    if is_settled {
        // Whoever asks next finds the same out again.
        let _ = keeper.close(cluster, &entry).await;
    }
    entry
}

/// Whether helm is done with the revision that it made.
fn is_settled(entry: &Entry, outcome: &Outcome) -> bool {
    use astern_ledger::Status::{Deployed, Failed};
    match outcome {
        Outcome::Interrupted {
            recorded: Some(now),
            ..
        } => {
            now.revision == entry.rollback.expected_current.next()
                && matches!(now.status, Deployed | Failed)
        }
        _ => false,
    }
}

/// Its beginning and its end: what helm printed in between is gone with the astern that heard it. Who
/// has read the beginning, and more, already is told the end under the number that comes next.
fn events(entry: Entry, from: u64) -> Vec<Event> {
    let ended = entry.end.map(|end| Event {
        seq: from.max(1),
        at: end.at,
        what: Happening::Ended {
            outcome: end.outcome,
        },
    });
    let begun = (from == 0).then(|| Event {
        seq: 0,
        at: entry.started,
        what: Happening::Begun {
            command: command_line(&entry.rollback),
            rollback: entry.rollback,
        },
    });
    begun.into_iter().chain(ended).collect()
}
