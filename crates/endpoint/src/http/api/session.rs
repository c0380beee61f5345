//! Who serves the page, and with what.

use std::sync::Arc;

use astern_protocol::Session;
use axum::Json;
use axum::extract::State;

use crate::http::App;

/// `GET astern/v1/session`.
pub(crate) async fn session(State(app): State<Arc<App>>) -> Json<Session> {
    Json(app.session.clone())
}
