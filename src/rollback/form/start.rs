//! The request that starts a rollback.

use astern_cluster::{ClusterError, Request, read_to_end};
use astern_protocol::{Accepted, ApiError, ROLLBACKS_PATH, StartRollback};

use crate::connection::{Cluster, EndpointError};

/// Why a rollback was not started, or why that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StartError {
    /// The endpoint refused.
    Refused(ApiError),
    /// The token for the endpoint could not be created: it is not permitted, or the service account does not exist.
    NoToken(ClusterError),
    /// There was no answer of Astern's endpoint. The same request again finds what was started, if anything was.
    NoAnswer(String),
    /// The browser has no random numbers for the request's id.
    NoRandomness,
}

/// Starts a rollback.
///
/// # Errors
/// [`StartError`]. In every case, the same request again is not carried out twice.
pub async fn start(cluster: &Cluster, rollback: &StartRollback) -> Result<Accepted, StartError> {
    let body = serde_json::to_string(rollback).map_err(|e| StartError::NoAnswer(e.to_string()))?;
    let request = Request::post(ROLLBACKS_PATH, body);
    let answer = cluster
        .send_to_endpoint(&rollback.namespace, &request)
        .await;
    let mut answer = answer.map_err(|error| match error {
        EndpointError::NoToken(error) => StartError::NoToken(error),
        other => StartError::NoAnswer(other.to_string()),
    })?;
    let body = read_to_end(&mut answer.body)
        .await
        .map_err(|error| StartError::NoAnswer(error.to_string()))?;
    parse(answer.status, &body)
}

fn parse(status: u16, body: &[u8]) -> Result<Accepted, StartError> {
    if status == 202
        && let Ok(accepted) = serde_json::from_slice(body)
    {
        return Ok(accepted);
    }
    Err(match serde_json::from_slice(body) {
        Ok(refusal) => StartError::Refused(refusal),
        // The answer of the API server's service proxy, or of another proxy in between.
        Err(_) => StartError::NoAnswer(ClusterError::from_response(status, body).to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_protocol::ErrorCode;

    #[test]
    fn only_astern_with_202_has_accepted() {
        let id = "00000000000000000000000000000001";
        let accepted = format!(r#"{{"request_id":"{id}"}}"#);
        assert!(parse(202, accepted.as_bytes()).is_ok());
        assert!(parse(200, accepted.as_bytes()).is_err());
        let other = parse(202, b"<html>");
        assert!(matches!(other, Err(StartError::NoAnswer(_))), "{other:?}");
        let moved = r#"{"code":"current-moved","message":"m","advice":"a"}"#;
        assert!(matches!(
            parse(409, moved.as_bytes()),
            Err(StartError::Refused(ApiError {
                code: ErrorCode::CurrentMoved,
                ..
            }))
        ));
    }

    #[test]
    fn the_message_of_a_proxy_without_an_endpoint_is_kept() {
        let body = br#"{"kind":"Status","message":"no endpoints available for service \"https:astern:443\""}"#;
        let Err(StartError::NoAnswer(reason)) = parse(503, body) else {
            panic!("a 503 is no answer of astern's");
        };
        assert!(reason.contains("no endpoints available"), "{reason}");
    }
}
