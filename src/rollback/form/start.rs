//! Asking the endpoint to roll back.

use astern_cluster::{ClusterError, Request, read_to_end};
use astern_protocol::{Accepted, ApiError, ROLLBACKS_PATH, StartRollback};

use crate::connection::{Cluster, EndpointError};

/// Why nothing was started; or, where nobody answered, why that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotStarted {
    /// The endpoint said no.
    Refused(ApiError),
    /// The person may not mint the token that opens it, or there is nothing to mint it of.
    NotMinted(ClusterError),
    /// No answer came that is astern's. Pressing again finds what was started, if anything was.
    NoAnswer(String),
    /// The browser has no randomness for the request's id.
    NoRandomness,
}

/// Starts a rollback.
///
/// # Errors
/// [`NotStarted`]; whatever it is, the same request again is not carried out twice.
pub async fn start(cluster: &Cluster, rollback: &StartRollback) -> Result<Accepted, NotStarted> {
    let body = serde_json::to_string(rollback).map_err(|e| NotStarted::NoAnswer(e.to_string()))?;
    let request = Request::post(ROLLBACKS_PATH, body);
    let answer = cluster
        .send_to_endpoint(&rollback.namespace, &request)
        .await;
    let mut answer = answer.map_err(|error| match error {
        EndpointError::NoToken(error) => NotStarted::NotMinted(error),
        other => NotStarted::NoAnswer(other.to_string()),
    })?;
    let said = read_to_end(&mut answer.body)
        .await
        .map_err(|error| NotStarted::NoAnswer(error.to_string()))?;
    read(answer.status, &said)
}

fn read(status: u16, said: &[u8]) -> Result<Accepted, NotStarted> {
    if status == 202
        && let Ok(accepted) = serde_json::from_slice(said)
    {
        return Ok(accepted);
    }
    Err(match serde_json::from_slice(said) {
        Ok(refusal) => NotStarted::Refused(refusal),
        // The service proxy's own words, or those of whatever else stands in between.
        Err(_) => NotStarted::NoAnswer(ClusterError::of_answer(status, said).to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_protocol::ErrorCode;

    #[test]
    fn only_a_202_of_asterns_is_one() {
        let id = "00000000000000000000000000000001";
        let accepted = format!(r#"{{"request_id":"{id}"}}"#);
        assert!(read(202, accepted.as_bytes()).is_ok());
        assert!(read(200, accepted.as_bytes()).is_err());
        let other = read(202, b"<html>");
        assert!(matches!(other, Err(NotStarted::NoAnswer(_))), "{other:?}");
        let moved = r#"{"code":"current-moved","message":"m","advice":"a"}"#;
        assert!(matches!(
            read(409, moved.as_bytes()),
            Err(NotStarted::Refused(ApiError {
                code: ErrorCode::CurrentMoved,
                ..
            }))
        ));
    }

    #[test]
    fn a_proxy_without_an_endpoint_behind_it_is_told_in_its_words() {
        let none = br#"{"kind":"Status","message":"no endpoints available for service \"https:astern:443\""}"#;
        let Err(NotStarted::NoAnswer(why)) = read(503, none) else {
            panic!("a 503 is no answer of astern's");
        };
        assert!(why.contains("no endpoints available"), "{why}");
    }
}
