//! What has to be so before a rollback is taken on.

use std::time::Duration;

use astern_cluster::{FindError, Transport, find_release};
use astern_ledger::{Driver, Revision};
use astern_protocol::{ErrorCode, Options, StartRollback};

use crate::refusal::{Refusal, impersonation};

/// How long the ledger may take to answer.
const LEDGER_WAIT: Duration = Duration::from_secs(30);

/// What the ledger said when the rollback was taken on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cleared {
    /// Where Helm keeps the records: the helm that is run has to look in the same place.
    pub(crate) driver: Driver,
    /// The current revision; the rollback makes a higher one.
    pub(crate) current: Revision,
}

/// The range that `--timeout` may have.
pub(crate) fn options(options: &Options) -> Result<(), Refusal> {
    if (1..=3600).contains(&options.timeout_seconds) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::Invalid,
        format!(
            "A timeout of {} seconds is out of range.",
            options.timeout_seconds
        ),
        "Choose from 1 second to 3600 seconds.",
    ))
}

/// The current revision is the one that the person saw, and the target is recorded.
pub(crate) async fn ledger(
    cluster: &impl Transport,
    request: &StartRollback,
) -> Result<Cleared, Refusal> {
    let (namespace, release) = (&request.namespace, &request.release);
    let look = find_release(cluster, namespace, release);
    let found = match tokio::time::timeout(LEDGER_WAIT, look).await {
        Ok(Ok(found)) => found,
        Ok(Err(error @ FindError::NotFound { .. })) => {
            return Err(Refusal::new(
                ErrorCode::Invalid,
                format!("Nothing was started: {error}."),
                "Go back to the list of releases; it may have been uninstalled.",
            ));
        }
        Ok(Err(error)) => {
            if let FindError::Cluster(cluster) = &error
                && let Some(refusal) = impersonation(cluster)
            {
                return Err(refusal);
            }
            return Err(unasked(&error.to_string()));
        }
        Err(_) => return Err(unasked("it did not answer within 30 seconds")),
    };
    let current = found.history.current();
    if current.revision != request.expected_current {
        let (now, status, seen) = (current.revision, &current.status, request.expected_current);
        return Err(Refusal::new(
            ErrorCode::CurrentMoved,
            format!(
                "The current revision of {release} is {now} ({status}) now; the page showed {seen}."
            ),
            format!("Look at what revision {now} changed, then decide again."),
        ));
    }
    if found.history.get(request.target).is_none() {
        return Err(Refusal::new(
            ErrorCode::Invalid,
            format!("Revision {} of {release} is not recorded.", request.target),
            "Choose a revision of the history; Helm keeps the last 10 unless told otherwise.",
        ));
    }
    Ok(Cleared {
        driver: current.driver,
        current: current.revision,
    })
}

fn unasked(why: &str) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("Nothing was started, because the ledger could not be asked: {why}."),
        "Try again when the cluster answers.",
    )
}
