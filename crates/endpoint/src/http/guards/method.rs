//! Reads are `GET`, and a rollback is a `POST`; nothing else is served.

use astern_protocol::ErrorCode;
use axum::http::StatusCode;

use crate::refusal::Refusal;

/// Refuses a method. The page writes to the cluster by no other way than a rollback: a write that
/// went through here would be one that nobody pressed.
pub(crate) async fn wrong_method() -> Refusal {
    Refusal::new(
        ErrorCode::Invalid,
        "Astern reads the cluster with GET, and passes nothing on that could change it.",
        "Use kubectl to change the cluster; a rollback is started at astern/v1/rollbacks.",
    )
    .with_status(StatusCode::METHOD_NOT_ALLOWED)
}
