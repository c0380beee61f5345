//! The outcome of a rollback, from helm's exit status and the release's records together, never from one alone.

use std::time::Duration;

use astern_cluster::{FindError, Transport, find_release};
use astern_ledger::Status;
use astern_masking::Masked;
use astern_protocol::{Outcome, Recorded, StartRollback};
use tokio::time::Instant;

use super::failure_advice::{self, Explanation, Failure};
use super::helm_exit::HelmExit;
use super::preconditions::CheckedRequest;

/// How long the records are requested again after a rollback; an API server that restarts is back by then.
const RETRY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long one response may take.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(20);

/// The pause between two attempts.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// Reads the release's records and returns the outcome. `error` is the reason that helm printed.
pub(super) async fn determine(
    cluster: &impl Transport,
    request: &StartRollback,
    checked: &CheckedRequest,
    exit: &HelmExit,
    error: Option<Masked<String>>,
) -> Outcome {
    let recorded = newest_record(cluster, request, RETRY_TIMEOUT).await;
    if let (HelmExit::Success, Ok(newest)) = (exit, &recorded)
        && newest.revision == checked.current.next()
        && newest.status == Status::Deployed
    {
        return Outcome::Done {
            revision: newest.revision,
        };
    }
    let failure = Failure {
        request,
        driver: checked.driver,
        before: checked.current,
        exit,
        error: error.as_ref().map(|error| error.as_str()),
        recorded: recorded.as_ref().map_err(String::as_str),
    };
    let Explanation {
        message,
        advice,
        stage,
    } = failure_advice::explain(&failure);
    Outcome::Failed {
        message,
        advice,
        stage,
        recorded: recorded.ok(),
    }
}

/// Returns the newest revision of the release, or why it is not known. Retries for so long, because the outcome of a
/// rollback cannot be told without it.
pub(super) async fn newest_record(
    cluster: &impl Transport,
    request: &StartRollback,
    retry_timeout: Duration,
) -> Result<Recorded, String> {
    let deadline = Instant::now() + retry_timeout;
    loop {
        let find = find_release(cluster, &request.namespace, &request.release);
        let error = match tokio::time::timeout(RESPONSE_TIMEOUT, find).await {
            Ok(Ok(release)) => {
                let current = release.history.current();
                return Ok(Recorded {
                    revision: current.revision,
                    status: current.status.clone(),
                });
            }
            Ok(Err(FindError::NotFound { .. })) => {
                return Err("the release has no record any more".to_owned());
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it did not answer within 20 seconds".to_owned(),
        };
        if Instant::now() > deadline {
            return Err(error);
        }
        tokio::time::sleep(RETRY_PAUSE).await;
    }
}
