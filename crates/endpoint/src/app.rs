//! Everything that is served, as one router.

use std::sync::Arc;

use astern_protocol::Session;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::assets::Assets;
use crate::cluster::Cluster;
use crate::guard::{self, Address, Token};
use crate::rollback::Rollbacks;
use crate::{assets, forward, rollback, session};

/// What the handlers work with.
#[derive(Debug)]
pub struct App {
    /// What the page is told about who serves it.
    pub session: Session,
    /// Where reads are answered.
    pub cluster: Arc<Cluster>,
    /// The rollbacks of this run.
    pub rollbacks: Rollbacks,
    /// The app's files.
    pub assets: Assets,
    /// The addresses that this is served at.
    pub address: Address,
    /// What every request but those for the app's files has to carry.
    pub token: Token,
    /// The way in for the browser that is opened.
    pub launch: guard::Launch,
}

/// The router with all of its guards.
///
/// Reads go to the API server below the paths that it has itself, so that the page finds it as it
/// does through `kubectl proxy`. They are reads only: the page never writes to the cluster, so a
/// script that got into it cannot either. The one thing that changes anything is the rollback.
pub fn app(app: Arc<App>) -> Router {
    let guarded = Router::new()
        .route("/version", get(forward::forward))
        .route("/api", get(forward::forward))
        .route("/api/{*path}", get(forward::forward))
        .route("/apis", get(forward::forward))
        .route("/apis/{*path}", get(forward::forward))
        .route("/astern/v1/session", get(session::session))
        .route(
            "/astern/v1/rollbacks",
            post(rollback::start).layer(from_fn(guard::json)),
        )
        .route("/astern/v1/rollbacks/{id}", get(rollback::follow))
        .method_not_allowed_fallback(guard::wrong_method)
        .route_layer(from_fn_with_state(Arc::clone(&app), guard::token))
        .route_layer(from_fn(guard::same_origin_only));
    Router::new()
        .route("/open/{nonce}", get(guard::open))
        .fallback_service(
            get(assets::asset)
                .fallback(guard::wrong_method)
                .with_state(Arc::clone(&app)),
        )
        .merge(guarded)
        // The last one added is the first one asked.
        .layer(from_fn_with_state(Arc::clone(&app), guard::origin))
        .layer(from_fn_with_state(Arc::clone(&app), guard::host))
        .layer(from_fn_with_state(Arc::clone(&app), guard::headers))
        .with_state(app)
}
