//! The response to a request that is refused.

use astern_cluster::ClusterError;
use astern_protocol::{ACCOUNT, ApiError, ErrorCode};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// An [`ApiError`] with the status that it is sent with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: ApiError,
}

impl Refusal {
    /// A refusal with the status that belongs to the code.
    pub(crate) fn new(
        code: ErrorCode,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let status = match code {
            ErrorCode::Token => StatusCode::UNAUTHORIZED,
            ErrorCode::Origin | ErrorCode::Host | ErrorCode::Forbidden => StatusCode::FORBIDDEN,
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::CurrentMoved
            | ErrorCode::RecordChanged
            | ErrorCode::OtherCluster
            | ErrorCode::AlreadyRunning
            | ErrorCode::RequestIdReused => StatusCode::CONFLICT,
            ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::Cluster | ErrorCode::Journal | ErrorCode::Ending | ErrorCode::NoHelm => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        let (message, advice) = (message.into(), advice.into());
        let error = ApiError {
            code,
            message,
            advice,
        };
        Self { status, error }
    }

    /// The refusal of an invalid query string.
    pub(crate) fn query(error: &QueryRejection) -> Self {
        let message = format!("What is asked for cannot be read: {}.", error.body_text());
        let advice = "Reload the page; it may be older than this astern.";
        Self::new(ErrorCode::Invalid, message, advice)
    }

    /// The same refusal with a more specific status.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

/// The `Retry-After` of refusals that may pass, in seconds.
const RETRY_AFTER: &str = "5";

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let is_temporary = matches!(
            self.status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        let mut response = (self.status, Json(self.error)).into_response();
        if is_temporary {
            let retry_after = HeaderValue::from_static(RETRY_AFTER);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after);
        }
        response
    }
}

/// The refusal for an API server that does not let astern impersonate the namespace's service account, because astern is
/// not installed for that namespace. `None` for other errors.
pub(crate) fn impersonation(error: &ClusterError) -> Option<Refusal> {
    error.is_impersonation_refused().then(|| {
        Refusal::new(
            ErrorCode::Forbidden,
            format!("Astern may not act as {ACCOUNT} in this namespace, so nothing was done."),
            "Add the namespace to `namespaces` in the values of astern's chart, and upgrade it.",
        )
    })
}
