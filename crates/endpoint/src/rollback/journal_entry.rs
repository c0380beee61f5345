//! The journal entry of a rollback that is about to start: whether the journal has one already, and writing the start.

use astern_protocol::{Entry, ErrorCode, StartRollback};

use super::Run;
use crate::journal::{
    BeginResult, JournalConfigMap, JournalError, JournalPolicy, StoredEntry, not_writable,
};
use crate::principal::Principal;
use crate::refusal::Refusal;

/// What the journal says of a request before it is started.
pub(super) enum JournalCheck {
    /// Another process started this very rollback.
    AlreadyStarted,
    /// The journal has no entry of the request.
    New(JournalConfigMap),
    /// There is no journal.
    Disabled,
    /// The journal cannot be read, and need not be.
    Unreadable(JournalError),
}

/// Whether the start of a rollback is in the journal.
#[derive(Debug)]
pub(super) enum StartEntry {
    /// There is no journal.
    Disabled,
    /// The entry is written.
    Written(Entry),
    /// The entry could not be written, for this reason.
    NotWritten(Entry, JournalError),
}

/// Reads the journal and looks the request up.
pub(super) async fn check(
    policy: &JournalPolicy,
    principal: &Principal,
    request: &StartRollback,
) -> Result<JournalCheck, Refusal> {
    let Some(writer) = policy.writer() else {
        return Ok(JournalCheck::Disabled);
    };
    match writer.read(&principal.cluster, &request.namespace).await {
        Ok(journal) => match compare(journal.find(&request.request_id), request)? {
            Match::SameRequest => Ok(JournalCheck::AlreadyStarted),
            Match::NoEntry => Ok(JournalCheck::New(journal)),
        },
        Err(error) => match policy {
            JournalPolicy::Required(_) => Err(not_writable(&error, &request.namespace)),
            JournalPolicy::BestEffort(_) | JournalPolicy::Disabled => {
                Ok(JournalCheck::Unreadable(error))
            }
        },
    }
}

impl JournalCheck {
    /// Whether another process started this very rollback.
    pub(super) fn is_already_started(&self) -> bool {
        matches!(self, Self::AlreadyStarted)
    }

    /// Writes the start of the rollback. Returns `None` when another process wrote it in the meantime.
    pub(super) async fn write_start(
        self,
        policy: &JournalPolicy,
        principal: &Principal,
        run: &Run,
        helm_version: String,
    ) -> Result<Option<StartEntry>, Refusal> {
        let Some(writer) = policy.writer() else {
            return Ok(Some(StartEntry::Disabled));
        };
        let entry = Entry {
            rollback: run.request().clone(),
            by: principal.identity().cloned(),
            started: run.started(),
            helm: helm_version,
            run_by: writer.run_by().clone(),
            end: None,
        };
        let journal = match self {
            Self::AlreadyStarted => return Ok(None),
            Self::Disabled => return Ok(Some(StartEntry::Disabled)),
            Self::Unreadable(error) => return Ok(Some(StartEntry::NotWritten(entry, error))),
            Self::New(journal) => journal,
        };
        let result = writer.begin(&principal.cluster, journal, &entry).await;
        match (result, policy) {
            (Ok(BeginResult::Written), _) => Ok(Some(StartEntry::Written(entry))),
            (Ok(BeginResult::Exists(stored)), _) => {
                compare(stored, run.request())?;
                Ok(None)
            }
            (Err(error), JournalPolicy::Required(_)) => {
                Err(not_writable(&error, &entry.rollback.namespace))
            }
            (Err(error), _) => Ok(Some(StartEntry::NotWritten(entry, error))),
        }
    }
}

/// How a stored entry relates to a request with the same id.
enum Match {
    NoEntry,
    SameRequest,
}

/// Compares a stored entry with a request of the same id. Refuses the request when the entry is of another rollback.
fn compare(stored: StoredEntry, request: &StartRollback) -> Result<Match, Refusal> {
    match stored {
        StoredEntry::Absent => Ok(Match::NoEntry),
        StoredEntry::Entry(entry) if entry.rollback == *request => Ok(Match::SameRequest),
        StoredEntry::Entry(entry) => Err(request_id_reused(&entry.rollback)),
        StoredEntry::Unreadable => Err(Refusal::new(
            ErrorCode::RequestIdReused,
            "This request id stands in the journal, and what stands there cannot be read.",
            "Press the button again; each press has an id of its own.",
        )),
    }
}

/// Returns the refusal of a request whose id belongs to another rollback.
pub(super) fn request_id_reused(other: &StartRollback) -> Refusal {
    let (namespace, release, target) = (&other.namespace, &other.release, other.target);
    Refusal::new(
        ErrorCode::RequestIdReused,
        format!(
            "This request id was used for another rollback: {namespace}/{release} to revision {target}."
        ),
        "Press the button again; each press has an id of its own.",
    )
}
