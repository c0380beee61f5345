//! The refusals of requests that need a journal that cannot be read or written.

use astern_cluster::Right;
use astern_ledger::Namespace;
use astern_protocol::ErrorCode;
use astern_wording::{Grantee, grant_commands};

use super::JournalError;
use crate::refusal::{Refusal, impersonation};

/// Returns the refusal of a request that reads the journal.
pub(crate) fn not_readable(error: &JournalError) -> Refusal {
    if let JournalError::Cluster(cluster) = error
        && let Some(refusal) = impersonation(cluster)
    {
        return refusal;
    }
    let code = match error.missing_right() {
        Some(_) => ErrorCode::Forbidden,
        None => ErrorCode::Journal,
    };
    Refusal::new(
        code,
        format!("The journal cannot be read: {error}."),
        "Look at the release's history: what Helm did is recorded there.",
    )
}

/// Returns the refusal of a rollback that may not start without an entry in the journal.
pub(crate) fn not_writable(error: &JournalError, namespace: &Namespace) -> Refusal {
    if let JournalError::Cluster(cluster) = error
        && let Some(refusal) = impersonation(cluster)
    {
        return refusal;
    }
    let message = format!("Nothing was started, because the journal cannot be written: {error}.");
    match error.missing_right() {
        Some((right, user)) => {
            let grant = grant(right, user).map(|grant| format!(", or run: {grant}"));
            Refusal::new(
                ErrorCode::Forbidden,
                message,
                format!(
                    "Upgrade astern's chart, which grants that right{}",
                    grant.unwrap_or_else(|| ".".to_owned())
                ),
            )
        }
        None => {
            let remedy = error.remedy(namespace);
            let advice = remedy.map_or_else(
                || "Press again in a moment.".to_owned(),
                |remedy| format!("{remedy} Then press again."),
            );
            Refusal::new(ErrorCode::Journal, message, advice)
        }
    }
}

/// Returns the commands that grant a right on the journal, in one line.
fn grant(right: &Right, user: Option<&str>) -> Option<String> {
    let user = Grantee::new(user?).ok()?;
    let commands = grant_commands("astern-journal", &[right], None, &user)?;
    Some(commands.replace('\n', " && "))
}
