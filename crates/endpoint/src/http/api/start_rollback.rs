//! `POST astern/v1/rollbacks`.

use std::sync::Arc;

use astern_protocol::{Accepted, ErrorCode, StartRollback};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};

use crate::http::App;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// Takes a rollback on. 202 is no success: what comes of it is the last event.
pub(crate) async fn start(
    State(app): State<Arc<App>>,
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
    let accepted = app.rollbacks.start(&principal, request).await?;
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}
