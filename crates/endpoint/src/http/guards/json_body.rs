//! The body of a request that changes something is JSON, which no HTML form can send, and small.

use std::time::Duration;

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::refusal::Refusal;

/// The largest body that is read. The largest request to start a rollback has under 500 bytes.
const BODY_LIMIT: usize = 16 * 1024;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Lets requests pass whose body is JSON of at most [`BODY_LIMIT`] bytes.
pub(crate) async fn require_json(request: Request, next: Next) -> Result<Response, Refusal> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let is_json = content_type
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            let essence = value.split(';').next().unwrap_or_default();
            essence.trim().eq_ignore_ascii_case("application/json")
        });
    if !is_json {
        let refusal = Refusal::new(
            ErrorCode::Invalid,
            "The body of this request is not declared as application/json.",
            "Send JSON with the header Content-Type: application/json.",
        );
        return Err(refusal.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let (head, body) = request.into_parts();
    let received =
        tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, BODY_LIMIT).collect()).await;
    let bytes = match received {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return Err(Refusal::new(
                ErrorCode::TooLarge,
                format!("The body of this request has more than {BODY_LIMIT} bytes."),
                "Send only the fields of a rollback's request.",
            ));
        }
        Ok(Err(_)) => return Err(incomplete("The body of this request broke off.")),
        Err(_) => {
            let refusal = incomplete("The body of this request did not arrive within 10 seconds.");
            return Err(refusal.with_status(StatusCode::REQUEST_TIMEOUT));
        }
    };
    Ok(next.run(Request::from_parts(head, Body::from(bytes))).await)
}

fn incomplete(message: &str) -> Refusal {
    Refusal::new(ErrorCode::Invalid, message, "Send it again.").with_status(StatusCode::BAD_REQUEST)
}
