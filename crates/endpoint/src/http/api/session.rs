//! `GET astern/v1/session`: what the page needs to know about the endpoint that serves it.

use astern_protocol::Session;
use axum::Json;
use axum::extract::State;

/// Returns the session.
pub(crate) async fn session(State(session): State<Session>) -> Json<Session> {
    Json(session)
}
