//! What the journal has to do with taking a rollback on: a press that it knows is no new one, and what
//! it does not know it is told first.

use astern_protocol::{Entry, ErrorCode, StartRollback};

use super::Run;
use crate::journal::{Begun, Book, Found, Keeping, NotKept};
use crate::principal::Principal;
use crate::refusal::Refusal;

/// The journal as it was when the button was pressed.
pub(super) enum Opened {
    /// Another run of astern took this very rollback on.
    Known,
    /// Nobody did.
    Unknown(Book),
    /// There is no journal.
    Without,
    /// It cannot be read, and that is no reason to refuse.
    Unread(NotKept),
}

/// How a rollback stands in the journal once it is taken on.
#[derive(Debug)]
pub(super) enum InJournal {
    /// There is no journal.
    Nowhere,
    /// As this entry.
    Kept(Entry),
    /// Not at all, and why.
    Left(Entry, NotKept),
}

/// Looks whether the journal knows the press.
pub(super) async fn look(
    keeping: &Keeping,
    principal: &Principal,
    request: &StartRollback,
) -> Result<Opened, Refusal> {
    let Some(keeper) = keeping.keeper() else {
        return Ok(Opened::Without);
    };
    match keeper.read(&principal.cluster, &request.namespace).await {
        Ok(book) => match known(book.find(&request.request_id), request)? {
            true => Ok(Opened::Known),
            false => Ok(Opened::Unknown(book)),
        },
        Err(error) => match keeping {
            Keeping::Always(_) => Err(refused(&error)),
            Keeping::WherePossible(_) | Keeping::Nothing => Ok(Opened::Unread(error)),
        },
    }
}

impl Opened {
    pub(super) fn is_known(&self) -> bool {
        matches!(self, Self::Known)
    }

    /// Writes that the rollback is taken on. `None`: another run of astern took it on a moment ago.
    pub(super) async fn begin(
        self,
        keeping: &Keeping,
        principal: &Principal,
        run: &Run,
        helm: String,
    ) -> Result<Option<InJournal>, Refusal> {
        let Some(keeper) = keeping.keeper() else {
            return Ok(Some(InJournal::Nowhere));
        };
        let entry = Entry {
            rollback: run.request().clone(),
            by: principal.identity().cloned(),
            started: run.started(),
            helm,
            run_by: keeper.run_by().clone(),
            end: None,
        };
        let book = match self {
            Self::Known => return Ok(None),
            Self::Without => return Ok(Some(InJournal::Nowhere)),
            Self::Unread(error) => return Ok(Some(InJournal::Left(entry, error))),
            Self::Unknown(book) => book,
        };
        match (
            keeper.begin(&principal.cluster, book, &entry).await,
            keeping,
        ) {
            (Ok(Begun::New), _) => Ok(Some(InJournal::Kept(entry))),
            (Ok(Begun::Known(found)), _) => {
                known(found, run.request())?;
                Ok(None)
            }
            (Err(error), Keeping::Always(_)) => Err(refused(&error)),
            (Err(error), _) => Ok(Some(InJournal::Left(entry, error))),
        }
    }
}

/// Whether that is this rollback; refused when it is another one.
fn known(found: Found, request: &StartRollback) -> Result<bool, Refusal> {
    match found {
        Found::Nothing => Ok(false),
        Found::Entry(entry) if entry.rollback == *request => Ok(true),
        Found::Entry(entry) => Err(reused(&entry.rollback)),
        Found::Unreadable => Err(Refusal::new(
            ErrorCode::RequestIdReused,
            "This request id stands in the journal, and what stands there cannot be read.",
            "Press the button again; each press has an id of its own.",
        )),
    }
}

/// The id of a press was used for another rollback.
pub(super) fn reused(first: &StartRollback) -> Refusal {
    let (namespace, release, target) = (&first.namespace, &first.release, first.target);
    Refusal::new(
        ErrorCode::RequestIdReused,
        format!(
            "This request id was used for another rollback: {namespace}/{release} to revision {target}."
        ),
        "Press the button again; each press has an id of its own.",
    )
}

/// In the cluster nothing is rolled back that nobody could learn of.
fn refused(error: &NotKept) -> Refusal {
    if let NotKept::Cluster(cluster) = error
        && let Some(refusal) = crate::refusal::impersonation(cluster)
    {
        return refusal;
    }
    let message = format!("Nothing was started, because the journal cannot be written: {error}.");
    match error.missing() {
        Some((right, who)) => {
            let role = "astern-journal";
            let who = who.unwrap_or_default();
            let grant = astern_cluster::grant(role, &[right], who).replace('\n', " && ");
            Refusal::new(
                ErrorCode::Forbidden,
                message,
                format!("Upgrade astern's chart, which grants that right, or run: {grant}"),
            )
        }
        None => Refusal::new(ErrorCode::Journal, message, "Press again in a moment."),
    }
}
