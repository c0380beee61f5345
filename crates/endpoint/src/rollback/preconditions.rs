//! What has to hold before a rollback starts.

use std::time::Duration;

use astern_cluster::{FindError, Transport, find_release};
use astern_ledger::{Driver, Revision};
use astern_protocol::{ErrorCode, Options, StartRollback};

use crate::refusal::{Refusal, impersonation};

/// How long reading the records may take.
const RECORDS_TIMEOUT: Duration = Duration::from_secs(30);

/// What the records said of a request whose preconditions hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CheckedRequest {
    /// The storage driver of the records, which helm has to use too.
    pub(super) driver: Driver,
    /// The current revision. The rollback creates the next one.
    pub(super) current: Revision,
}

/// Refuses options that are out of range.
pub(super) fn check_options(options: &Options) -> Result<(), Refusal> {
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

/// Refuses a request whose target is not recorded, or whose current revision is not the one that the page showed.
pub(super) async fn check_records(
    cluster: &impl Transport,
    request: &StartRollback,
) -> Result<CheckedRequest, Refusal> {
    let (namespace, release) = (&request.namespace, &request.release);
    let find = find_release(cluster, namespace, release);
    let found = match tokio::time::timeout(RECORDS_TIMEOUT, find).await {
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
            return Err(not_readable(&error.to_string()));
        }
        Err(_) => return Err(not_readable("it did not answer within 30 seconds")),
    };
    let current = found.history.current();
    if current.revision != request.expected_current {
        let (now, status, shown) = (current.revision, &current.status, request.expected_current);
        return Err(Refusal::new(
            ErrorCode::CurrentMoved,
            format!(
                "The current revision of {release} is {now} ({status}) now; the page showed {shown}."
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
    Ok(CheckedRequest {
        driver: current.driver,
        current: current.revision,
    })
}

fn not_readable(reason: &str) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("Nothing was started, because the ledger could not be asked: {reason}."),
        "Try again when the cluster answers.",
    )
}
