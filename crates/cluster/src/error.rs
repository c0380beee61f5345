//! The errors of requests to the API server, with messages for the user.

use serde::Deserialize;

use crate::{Request, Response, Right, Transport, TransportError, read_to_end};

/// Why a request to the API server failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClusterError {
    /// There was no response.
    #[error("the cluster does not answer: {0}")]
    Unreachable(#[from] TransportError),
    /// 401: the API server does not accept the credentials.
    #[error("the API server does not accept these credentials: {0}")]
    Unauthorized(String),
    /// 403: the user may not make this request.
    #[error("{0}")]
    Forbidden(Refusal),
    /// 404: the object or path does not exist.
    #[error("not found: {0}")]
    NotFound(String),
    /// 410: the continue token of a list or the resource version of a watch is too old. The request must be restarted.
    #[error("the cluster has moved on since this list was begun")]
    Expired,
    /// Any other error status.
    #[error("the API server answered {status}: {message}")]
    Refused {
        /// The HTTP status code.
        status: u16,
        /// The message of the API server.
        message: String,
    },
    /// The response is not one that an API server sends.
    #[error("the answer is not one of a Kubernetes API server: {0}")]
    Malformed(String),
}

/// A request that RBAC refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The missing right, if the request states which right it needs.
    pub missing: Option<Right>,
    /// The user name in the message of the API server.
    pub who: Option<String>,
    /// The message of the API server.
    pub message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.missing, &self.who) {
            (Some(right), Some(who)) => write!(f, "{who} may not {right}"),
            (Some(right), None) => write!(f, "the right to {right} is missing"),
            (None, _) => f.write_str(&self.message),
        }
    }
}

/// The API server's `Status` object.
#[derive(Deserialize)]
struct ApiStatus {
    #[serde(default)]
    message: String,
}

impl ClusterError {
    /// Whether the status is 409: another client changed the object since it was read, or created it first.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused { status: 409, .. })
    }

    /// Whether the request was refused because the client may not impersonate another user. The message then names the
    /// client, not the user to impersonate.
    pub fn is_impersonation_refused(&self) -> bool {
        matches!(self, Self::Forbidden(refusal)
            if refusal.message.contains("cannot impersonate resource"))
    }

    /// Converts a response with an error status, from the API server or from a proxy in between.
    pub fn from_response(status: u16, body: &[u8]) -> Self {
        Self::from_status(&Request::get("", crate::Accept::Json), status, body)
    }

    /// Converts an error response to `request`.
    fn from_status(request: &Request, status: u16, body: &[u8]) -> Self {
        let message = match serde_json::from_slice::<ApiStatus>(body) {
            Ok(api) if !api.message.is_empty() => api.message,
            _ => String::from_utf8_lossy(body)
                .trim()
                .chars()
                .take(300)
                .collect(),
        };
        match status {
            401 => Self::Unauthorized(message),
            403 => Self::Forbidden(Refusal {
                missing: request.needs.clone(),
                who: refused_user(&message),
                message,
            }),
            404 => Self::NotFound(message),
            410 => Self::Expired,
            // Sent by `kubectl proxy` or by the endpoint when it cannot reach the API server.
            502..=504 => Self::Unreachable(TransportError(message)),
            _ => Self::Refused { status, message },
        }
    }
}

/// Returns the user name in a message such as `… is forbidden: User "jane" cannot list resource …`.
fn refused_user(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("User \"")?;
    let (user, _) = rest.split_once('"')?;
    Some(user.to_owned())
}

/// Sends a request and returns the body of the response if its status is 2xx.
pub(crate) async fn open<T: Transport>(
    transport: &T,
    request: &Request,
) -> Result<T::Body, ClusterError> {
    let Response { status, mut body } = transport.send(request).await?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    let message = read_to_end(&mut body).await.unwrap_or_default();
    Err(ClusterError::from_status(request, status, &message))
}

/// Sends a request and parses the JSON of the response.
pub(crate) async fn ask<T: Transport, A: for<'de> Deserialize<'de>>(
    transport: &T,
    request: &Request,
) -> Result<A, ClusterError> {
    let mut body = open(transport, request).await?;
    parse(&read_to_end(&mut body).await?)
}

/// Parses JSON.
pub(crate) fn parse<'de, A: Deserialize<'de>>(json: &'de [u8]) -> Result<A, ClusterError> {
    // The message of `serde_json` is not kept: it quotes the content, which may be a password.
    serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ClusterError::Malformed(format!("unexpected JSON at line {line}, column {column}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Accept, Verb};

    #[test]
    fn a_refusal_names_who_what_and_where() {
        let right = Right {
            verb: Verb::List,
            resource: "secrets".into(),
            namespace: Some("shop".parse().unwrap()),
        };
        let request = Request::get("api/v1/namespaces/shop/secrets", Accept::Json).needing(right);
        let body = br#"{"kind":"Status","message":"secrets is forbidden: User \"jane\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\"","code":403}"#;
        let error = ClusterError::from_status(&request, 403, body);
        assert_eq!(
            error.to_string(),
            "jane may not list secrets in namespace shop"
        );
    }

    #[test]
    fn the_body_of_an_answer_that_is_no_status_object_is_the_message() {
        let request = Request::get("version", Accept::Json);
        let error = ClusterError::from_status(&request, 502, b"bad gateway\n");
        assert_eq!(
            error.to_string(),
            "the cluster does not answer: bad gateway"
        );
        assert_eq!(
            ClusterError::from_status(&request, 410, b""),
            ClusterError::Expired
        );
    }

    #[test]
    fn a_malformed_answer_is_not_quoted() {
        let error = parse::<ApiStatus>(br#"{"message": ["hunter2"]}"#)
            .err()
            .unwrap();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
