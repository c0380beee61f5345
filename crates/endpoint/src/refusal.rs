//! How a request is refused.

use astern_protocol::{ApiError, ErrorCode};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// An [`ApiError`] with the status that it is sent with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: ApiError,
}

impl Refusal {
    /// Refuses with the status that belongs to the code.
    pub(crate) fn new(
        code: ErrorCode,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let status = match code {
            ErrorCode::Token => StatusCode::UNAUTHORIZED,
            ErrorCode::Origin | ErrorCode::Host => StatusCode::FORBIDDEN,
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::CurrentMoved | ErrorCode::AlreadyRunning | ErrorCode::RequestIdReused => {
                StatusCode::CONFLICT
            }
            ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Cluster => StatusCode::BAD_GATEWAY,
            ErrorCode::NoHelm => StatusCode::SERVICE_UNAVAILABLE,
        };
        let (message, advice) = (message.into(), advice.into());
        let error = ApiError {
            code,
            message,
            advice,
        };
        Self { status, error }
    }

    /// The same refusal with HTTP's more particular status.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.error)).into_response()
    }
}
