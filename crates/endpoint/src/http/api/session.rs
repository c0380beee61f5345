//! `GET astern/v1/session`: what the page needs to know about the endpoint that serves it.

use astern_protocol::Session;
use axum::Json;
use axum::extract::State;

use crate::http::AppState;

/// Returns the session, with what has changed in the kubeconfig since the start.
pub(crate) async fn session(State(app): State<AppState>) -> Json<Session> {
    let kubeconfig_change = match &app.connection {
        Some(connection) => connection.kubeconfig_change().await,
        None => None,
    };
    Json(Session {
        kubeconfig_change,
        ..app.session
    })
}
