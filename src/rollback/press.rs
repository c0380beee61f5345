//! Asking the endpoint to roll back.

use astern_cluster::{Request, Transport as _, read_to_end};
use astern_protocol::{Accepted, ApiError, ErrorCode, ROLLBACKS_PATH, StartRollback};

use crate::browser::BrowserTransport;

/// Starts a rollback.
///
/// # Errors
/// What the endpoint refused, or that it could not be reached; either way nothing was started
/// that the same request id would not find again.
pub async fn start(
    endpoint: &BrowserTransport,
    rollback: &StartRollback,
) -> Result<Accepted, ApiError> {
    let unreachable = |why: String| ApiError {
        code: ErrorCode::Cluster,
        message: format!("astern did not answer: {why}."),
        advice: "Look whether astern still runs in your terminal. Pressing again is safe: it is \
                 the same request, so it is not carried out twice."
            .to_owned(),
    };
    let body = serde_json::to_string(rollback).map_err(|e| unreachable(e.to_string()))?;
    let mut answer = endpoint
        .send(&Request::post(ROLLBACKS_PATH, body))
        .await
        .map_err(|error| unreachable(error.to_string()))?;
    let said = read_to_end(&mut answer.body)
        .await
        .map_err(|error| unreachable(error.to_string()))?;
    let not_astern = || unreachable(format!("its answer ({}) is not astern's", answer.status));
    if answer.status == 202 {
        serde_json::from_slice(&said).map_err(|_| not_astern())
    } else {
        Err(serde_json::from_slice(&said).unwrap_or_else(|_| not_astern()))
    }
}
