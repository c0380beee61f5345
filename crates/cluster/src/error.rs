//! The errors of requests to the API server, with messages for the user.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::{Request, Right, TemporaryFailure, TransportError};

/// The user names of a request that carries no valid credentials. Source: `user.Anonymous` and `user.AllUnauthenticated` in
/// `k8s.io/apiserver/pkg/authentication/user`; some proxies pass on the group's name as the user.
const ANONYMOUS: [&str; 2] = ["system:anonymous", "system:unauthenticated"];

/// The longest message without JSON that is quoted, in characters.
const MESSAGE_LIMIT: usize = 300;

/// Why a request to the API server failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClusterError {
    /// There was no response.
    #[error("the cluster does not answer: {0}")]
    Unreachable(#[from] TransportError),
    /// 429: the API server has more requests than it takes, or this user sends too many.
    #[error("the API server is throttling requests (429)")]
    Throttled {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// 502, 503, 504, or 500 with `Retry-After`: the API server, or a proxy or load balancer before it, cannot answer now.
    #[error("the API server, or a proxy before it, answered {status}{}", after_colon(message.as_deref()))]
    Unavailable {
        /// The HTTP status code.
        status: u16,
        /// The message, unless it is a page of HTML.
        message: Option<String>,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// 401: the API server does not accept the credentials.
    #[error("the API server does not accept these credentials: {0}")]
    Unauthorized(String),
    /// 403 for somebody without credentials. No right is missing: whoever is granted one here, everybody has it.
    #[error("you are not logged in: the API server takes you for {user}")]
    NotLoggedIn {
        /// The user name for requests without credentials.
        user: String,
    },
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

/// The API server's `Status` object, or the error of Astern's endpoint, whose `code` is a word.
#[derive(Deserialize)]
struct ErrorBody {
    #[serde(default)]
    message: String,
    #[serde(default)]
    code: Value,
}

fn after_colon(message: Option<&str>) -> String {
    message.map_or_else(String::new, |message| format!(": {message}"))
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

    /// Returns why the same read may succeed later; `None` where the failure is an answer.
    pub fn temporary(&self) -> Option<TemporaryFailure> {
        match self {
            Self::Throttled { .. } => Some(TemporaryFailure::Throttled),
            Self::Unavailable { .. } => Some(TemporaryFailure::Unavailable),
            Self::Unreachable(error) => match error {
                TransportError::NoResponse(_)
                | TransportError::NotForwarded(_)
                | TransportError::Interrupted(_) => Some(TemporaryFailure::NoAnswer),
                TransportError::TimedOut(_) => Some(TemporaryFailure::TimedOut),
                TransportError::TooLarge => None,
            },
            Self::Unauthorized(_) | Self::NotLoggedIn { .. } | Self::Forbidden(_) => None,
            Self::NotFound(_) | Self::Expired | Self::Refused { .. } | Self::Malformed(_) => None,
        }
    }

    /// Returns how long the answer asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after } | Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Converts a response with an error status, from the API server or from a proxy in between.
    pub fn from_response(status: u16, body: &[u8]) -> Self {
        let request = Request::get("", crate::Accept::Json);
        Self::from_status(&request, status, None, body)
    }

    /// Converts an error response to `request`.
    pub(crate) fn from_status(
        request: &Request,
        status: u16,
        retry_after: Option<Duration>,
        body: &[u8],
    ) -> Self {
        let json = serde_json::from_slice::<ErrorBody>(body).ok();
        let of_endpoint = json.as_ref().is_some_and(|body| body.code.is_string());
        let quoted = match json {
            Some(body) => Some(body.message).filter(|message| !message.is_empty()),
            None => plain_text(body),
        };
        let message = || {
            quoted
                .clone()
                .unwrap_or_else(|| format!("{status} without a message of Kubernetes"))
        };
        match status {
            401 => Self::Unauthorized(message()),
            403 => {
                let message = message();
                match refused_user(&message) {
                    Some(user) if is_anonymous(&user) => Self::NotLoggedIn { user },
                    who => Self::Forbidden(Refusal {
                        missing: request.needs.clone(),
                        who,
                        message,
                    }),
                }
            }
            404 => Self::NotFound(message()),
            410 => Self::Expired,
            429 => Self::Throttled { retry_after },
            // Sent by the endpoint when kubectl reaches no API server.
            502..=504 if of_endpoint => Self::Unreachable(TransportError::NotForwarded(
                message().trim_end_matches('.').to_owned(),
            )),
            502..=504 => Self::Unavailable {
                status,
                message: quoted,
                retry_after,
            },
            500 if retry_after.is_some() => Self::Unavailable {
                status,
                message: quoted,
                retry_after,
            },
            _ => Self::Refused {
                status,
                message: message(),
            },
        }
    }
}

/// Whether this is the name of requests without credentials.
pub fn is_anonymous(user: &str) -> bool {
    ANONYMOUS.contains(&user)
}

/// Returns the first line of a body that is plain text. A page of HTML, as gateways send it, says nothing beyond its status.
fn plain_text(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let is_markup = text.trim_start().starts_with('<') || text.contains("</");
    (!is_markup).then(|| line.chars().take(MESSAGE_LIMIT).collect())
}

/// Returns the user name in a message such as `… is forbidden: User "jane" cannot list resource …`.
fn refused_user(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("User \"")?;
    let (user, _) = rest.split_once('"')?;
    Some(user.to_owned())
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
        let error = ClusterError::from_status(&request, 403, None, body);
        assert_eq!(
            error.to_string(),
            "jane may not list secrets in namespace shop"
        );
    }

    #[test]
    fn the_body_of_an_answer_that_is_no_status_object_is_the_message() {
        let error = ClusterError::from_response(502, b"bad gateway\n");
        assert_eq!(
            error.to_string(),
            "the API server, or a proxy before it, answered 502: bad gateway"
        );
        assert_eq!(ClusterError::from_response(410, b""), ClusterError::Expired);
        let endpoint = br#"{"code":"cluster","message":"kubectl proxy has ended.","advice":"a"}"#;
        assert_eq!(
            ClusterError::from_response(502, endpoint).to_string(),
            "the cluster does not answer: kubectl proxy has ended"
        );
    }

    #[test]
    fn no_page_of_html_is_quoted_whatever_its_status() {
        let pages: [&[u8]; 4] = [
            b"<html><body><h1>502</h1></body></html>",
            b"\n  <!DOCTYPE html>\n<title>Oops</title>",
            b"Oops\n<p>try later</p>",
            b"",
        ];
        for page in pages {
            for status in [400, 401, 403, 404, 413, 429, 500, 502, 503, 504] {
                let error = ClusterError::from_response(status, page).to_string();
                assert!(!error.contains('<') && !error.contains("Oops"), "{error}");
                assert!(error.contains(&status.to_string()), "{status}: {error}");
            }
        }
    }

    #[test]
    fn whoever_has_no_credentials_lacks_no_right() {
        let right = Right {
            verb: Verb::List,
            resource: "secrets".into(),
            namespace: None,
        };
        let request = Request::get("api/v1/secrets", Accept::Json).needing(right);
        for user in ANONYMOUS {
            let message = format!(
                r#"secrets is forbidden: User "{user}" cannot list resource "secrets" in API group "" at the cluster scope"#
            );
            let body = serde_json::json!({ "kind": "Status", "message": message, "code": 403 });
            let body = body.to_string();
            let error = ClusterError::from_status(&request, 403, None, body.as_bytes());
            assert_eq!(
                error.to_string(),
                format!("you are not logged in: the API server takes you for {user}")
            );
        }
    }

    #[test]
    fn an_answer_is_told_from_a_failure_that_may_pass() {
        let minute = Some(Duration::from_secs(60));
        let error = |status, retry_after| {
            let request = Request::get("", Accept::Json);
            ClusterError::from_status(&request, status, retry_after, b"")
        };
        for (status, failure) in [
            (429, TemporaryFailure::Throttled),
            (500, TemporaryFailure::Unavailable),
            (502, TemporaryFailure::Unavailable),
            (503, TemporaryFailure::Unavailable),
            (504, TemporaryFailure::Unavailable),
        ] {
            let error = error(status, minute);
            assert_eq!(error.temporary(), Some(failure), "{status}");
            assert_eq!(error.retry_after(), minute, "{status}");
        }
        for status in [400, 401, 403, 404, 409, 410, 413, 500, 501] {
            assert_eq!(error(status, None).temporary(), None, "{status}");
        }
        assert_eq!(
            ClusterError::from(TransportError::TooLarge).temporary(),
            None
        );
    }
}
