//! The response to methods that are not served.

use astern_protocol::ErrorCode;
use axum::http::StatusCode;

use crate::refusal::Refusal;

/// Refuses a method. Reads are GET requests and a rollback is a POST; forwarding any other method
/// could write to the cluster.
pub(crate) async fn refuse_method() -> Refusal {
    Refusal::new(
        ErrorCode::Invalid,
        "Astern reads the cluster with GET, and passes nothing on that could change it.",
        "Use kubectl to change the cluster; a rollback is started at astern/v1/rollbacks.",
    )
    .with_status(StatusCode::METHOD_NOT_ALLOWED)
}
