//! `POST astern/v1/rollbacks`.

use std::sync::Arc;

use astern_protocol::{Accepted, ErrorCode, StartRollback};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};

use crate::principal::Principal;
use crate::refusal::Refusal;
use crate::rollback::Rollbacks;

/// Starts a rollback and returns 202. Whether it succeeds is the last of its events.
pub(crate) async fn start_rollback(
    State(rollbacks): State<Arc<Rollbacks>>,
    Extension(principal): Extension<Principal>,
    body: Bytes,
) -> Result<(StatusCode, Json<Accepted>), Refusal> {
    let request: StartRollback = serde_json::from_slice(&body).map_err(|error| {
        Refusal::new(
            ErrorCode::Invalid,
            format!("This is no request for a rollback: {error}."),
            "Reload the page; it may be older than this astern.",
        )
    })?;
    let accepted = rollbacks.start(&principal, request).await?;
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}
