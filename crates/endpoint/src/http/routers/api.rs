//! The routes below `/astern/v1/`, which every mode serves.

use axum::middleware::from_fn;
use axum::routing::{get, post};

use super::route::{Access, Route};
use crate::http::{AppState, api, guards};

/// The session, rollbacks and the journal. The session needs `session` of a request, all others a token.
pub(super) fn api_routes(app: &AppState, session: Access) -> [Route; 4] {
    let app = || app.clone();
    let start = post(api::start_rollback).layer(from_fn(guards::require_json));
    let follow = get(api::follow_rollback).with_state(app());
    let journal = get(api::read_journal).with_state(app());
    [
        Route::get(
            "/astern/v1/session",
            session,
            get(api::session).with_state(app()),
        ),
        Route::post(
            "/astern/v1/rollbacks",
            Access::Token,
            start.with_state(app()),
        ),
        Route::get("/astern/v1/rollbacks/{id}", Access::Token, follow),
        Route::get("/astern/v1/journal", Access::Token, journal),
    ]
}
