//! What came of a rollback: helm's exit status and the ledger together, never one alone.

use std::time::Duration;

use astern_cluster::{FindError, Transport, find_release};
use astern_ledger::Status;
use astern_protocol::{Outcome, Recorded, StartRollback};
use tokio::time::Instant;

use super::failure_advice::{self as advice, Explanation, Failure};
use super::preconditions::Cleared;

/// How long the ledger is asked again after a rollback: an API server that is restarted is back by then.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long one answer may take.
const WAIT: Duration = Duration::from_secs(20);

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// How helm ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// With exit status 0.
    Success,
    /// With another exit status.
    Exit(i32),
    /// Killed by a signal.
    Signal(i32),
    /// It could not be started.
    NotStarted(String),
}

/// Asks the ledger, and says what came of it.
pub(crate) async fn judge(
    cluster: &impl Transport,
    request: &StartRollback,
    cleared: &Cleared,
    ending: &Ending,
    error: Option<String>,
) -> Outcome {
    let recorded = recorded(cluster, request, PATIENCE).await;
    if let (Ending::Success, Ok(now)) = (ending, &recorded)
        && now.revision == cleared.current.next()
        && now.status == Status::Deployed
    {
        return Outcome::Done {
            revision: now.revision,
        };
    }
    let failure = Failure {
        request,
        driver: cleared.driver,
        before: cleared.current,
        ending,
        error: error.as_deref(),
        recorded: recorded.as_ref().map_err(String::as_str),
    };
    let Explanation {
        message,
        advice,
        stage,
    } = advice::explain(&failure);
    Outcome::Failed {
        message,
        advice,
        stage,
        recorded: recorded.ok(),
    }
}

/// What the ledger says now. A connection that just broke is worth another try, for so long: "unknown"
/// is the worst thing to be told after a rollback.
pub(super) async fn recorded(
    cluster: &impl Transport,
    request: &StartRollback,
    patience: Duration,
) -> Result<Recorded, String> {
    let deadline = Instant::now() + patience;
    loop {
        let look = find_release(cluster, &request.namespace, &request.release);
        let why = match tokio::time::timeout(WAIT, look).await {
            Ok(Ok(found)) => {
                let current = found.history.current();
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
            return Err(why);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
