//! The outcome of a rollback, from helm's exit status and the release's records together, never from one alone.

use std::time::Duration;

use astern_cluster::{ClusterError, FindError, Transport, find_release};
use astern_ledger::{Driver, Status};
use astern_masking::helm_output::mask_helm_error;
use astern_protocol::{Outcome, Recorded, StartRollback};
use tokio::time::Instant;

use super::failure_advice::{self, Explanation, Failure, HelmError};
use super::helm_exit::HelmExit;
use super::preconditions::CheckedRequest;

/// How long the records are requested again after a rollback; an API server that restarts is back by then.
const RETRY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long one response may take.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(20);

/// The pause between two attempts.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// How a rollback ended, for those who follow it and for the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Ending {
    /// The outcome with helm's error, for those who follow the rollback: they may read the release.
    pub(super) followed: Outcome,
    /// The outcome for the journal.
    pub(super) recorded: RecordedOutcome,
}

/// An outcome for the journal, the log and Events, which more people can read than the Secrets of the release: it is made of
/// fixed sentences, names, fields and reasons, and quotes nothing that helm printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct RecordedOutcome(Outcome);

impl RecordedOutcome {
    /// An outcome of a rollback whose helm printed nothing that this process read.
    pub(super) fn without_helm(outcome: Outcome) -> Self {
        Self(outcome)
    }

    /// Returns the outcome.
    pub(super) fn outcome(&self) -> &Outcome {
        &self.0
    }

    /// Returns the outcome.
    pub(super) fn into_inner(self) -> Outcome {
        self.0
    }
}

/// Reads the release's records and returns the outcome. `error` is the reason that helm printed.
pub(super) async fn determine(
    cluster: &impl Transport,
    request: &StartRollback,
    checked: &CheckedRequest,
    exit: &HelmExit,
    error: Option<&HelmError>,
) -> Ending {
    let recorded = newest_record(cluster, checked.driver, request, RETRY_TIMEOUT).await;
    if let (HelmExit::Success, Ok(newest)) = (exit, &recorded)
        && newest.revision == checked.current.next()
        && newest.status == Status::Deployed
    {
        let done = Outcome::Done {
            revision: newest.revision,
        };
        return Ending {
            followed: done.clone(),
            recorded: RecordedOutcome(done),
        };
    }
    let failure = Failure {
        request,
        driver: checked.driver,
        before: checked.current,
        exit,
        error,
        recorded: recorded.as_ref().map_err(String::as_str),
    };
    let Explanation {
        message,
        recorded_message,
        advice,
        stage,
    } = failure_advice::explain(&failure);
    let newest = recorded.ok();
    let failed = |message| Outcome::Failed {
        message,
        advice: advice.clone(),
        stage,
        recorded: newest.clone(),
    };
    Ending {
        followed: failed(message),
        recorded: RecordedOutcome(failed(recorded_message)),
    }
}

/// Returns an error without words of others: it gets into the journal. A right that is missing is named in words of astern.
fn harmless_text(error: &FindError) -> String {
    match error {
        FindError::Cluster(ClusterError::Forbidden(refusal)) if refusal.missing.is_some() => {
            refusal.to_string()
        }
        _ => mask_helm_error(&error.to_string()).into_inner(),
    }
}

/// Returns the newest revision of the release, or why it is not known. Retries for so long, because the outcome of a
/// rollback cannot be told without it.
pub(super) async fn newest_record(
    cluster: &impl Transport,
    driver: Driver,
    request: &StartRollback,
    retry_timeout: Duration,
) -> Result<Recorded, String> {
    let deadline = Instant::now() + retry_timeout;
    loop {
        let find = find_release(cluster, driver, &request.namespace, &request.release);
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
            Ok(Err(error)) => harmless_text(&error),
            Err(_) => "it did not answer within 20 seconds".to_owned(),
        };
        if Instant::now() > deadline {
            return Err(error);
        }
        tokio::time::sleep(RETRY_PAUSE).await;
    }
}
