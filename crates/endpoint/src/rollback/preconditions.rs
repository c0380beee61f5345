//! What has to hold before a rollback starts.

use std::time::Duration;

use astern_cluster::{ClusterError, FindError, Transport, find_release};
use astern_ledger::{Driver, HistoryLimit, Revision};
use astern_protocol::{ErrorCode, HelmSettings, Options, StartRollback};

use super::helms_choice::{self, Fault};
use super::seen_records;
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
    /// How many revisions helm keeps: `--history-max`.
    pub(super) max_history: HistoryLimit,
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

/// Refuses a request whose target is not recorded, whose current revision is not the one that the page showed, whose records
/// are not the ones that it compared, or whose records helm would take for other revisions.
pub(super) async fn check_records(
    cluster: &impl Transport,
    request: &StartRollback,
    settings: HelmSettings,
) -> Result<CheckedRequest, Refusal> {
    let check = check_records_without_timeout(cluster, request, settings);
    match tokio::time::timeout(RECORDS_TIMEOUT, check).await {
        Ok(result) => result,
        Err(_) => Err(not_readable("it did not answer within 30 seconds")),
    }
}

async fn check_records_without_timeout(
    cluster: &impl Transport,
    request: &StartRollback,
    settings: HelmSettings,
) -> Result<CheckedRequest, Refusal> {
    let (namespace, release) = (&request.namespace, &request.release);
    let found = match find_release(cluster, settings.driver, namespace, release).await {
        Ok(found) => found,
        Err(error @ FindError::NotFound { .. }) => {
            return Err(Refusal::new(
                ErrorCode::Invalid,
                format!("Nothing was started: {error}."),
                "Go back to the list of releases; it may have been uninstalled.",
            ));
        }
        Err(FindError::Cluster(error)) => return Err(cluster_error(&error)),
        Err(error) => return Err(not_readable(&error.to_string())),
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
    let Some(target) = found.history.get(request.target) else {
        return Err(Refusal::new(
            ErrorCode::Invalid,
            format!("Revision {} of {release} is not recorded.", request.target),
            "Choose a revision of the history; Helm keeps the last 10 unless told otherwise.",
        ));
    };
    seen_records::check(request.seen.as_ref(), target, current)?;
    match helms_choice::check(cluster, target, current).await {
        Ok(()) => {}
        Err(Fault::Refused(refusal)) => return Err(refusal),
        Err(Fault::Cluster(error)) => return Err(cluster_error(&error)),
    }
    Ok(CheckedRequest {
        driver: current.driver,
        current: current.revision,
        max_history: settings.max_history.for_rollback(found.record_count()),
    })
}

fn cluster_error(error: &ClusterError) -> Refusal {
    impersonation(error).unwrap_or_else(|| not_readable(&error.to_string()))
}

fn not_readable(reason: &str) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!("Nothing was started, because the ledger could not be asked: {reason}."),
        "Try again when the cluster answers.",
    )
}
