//! The router of `astern serve`, in the cluster.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::backend::service_account::ServiceAccountClient;
use crate::http::guards::{self, TokenReviewer};
use crate::http::{AppState, api, assets};

/// The app, for holders of a token that the API server has reviewed.
#[derive(Debug)]
pub struct InCluster {
    app: AppState,
    reviewer: Arc<TokenReviewer>,
}

impl InCluster {
    /// Serves that app, and reviews tokens with astern's own service account.
    pub fn new(app: AppState, client: ServiceAccountClient) -> Self {
        let reviewer = Arc::new(TokenReviewer::new(client));
        Self { app, reviewer }
    }
}

/// The router with all of its guards.
///
/// The app's files, the session and the health check need no token: they are the same for every client. Reads of the
/// cluster are not served; the page sends them to the API server itself, with the user's own rights.
pub fn router(in_cluster: InCluster) -> Router {
    let InCluster { app, reviewer } = in_cluster;
    let assets = Arc::clone(&app.assets);
    let with_token = Router::new()
        .route(
            "/astern/v1/rollbacks",
            post(api::start_rollback).layer(from_fn(guards::require_json)),
        )
        .route("/astern/v1/rollbacks/{id}", get(api::follow_rollback))
        .route("/astern/v1/journal", get(api::read_journal))
        .method_not_allowed_fallback(guards::refuse_method)
        .route_layer(from_fn_with_state(reviewer, guards::require_reviewed_token));
    let with_origin = Router::new()
        .route("/astern/v1/session", get(api::session))
        .method_not_allowed_fallback(guards::refuse_method)
        .merge(with_token)
        .route_layer(from_fn(guards::require_kubectl_proxy_origin));
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .method_not_allowed_fallback(guards::refuse_method)
        .fallback_service(
            get(assets::serve_asset)
                .fallback(guards::refuse_method)
                .with_state(Arc::clone(&assets)),
        )
        .merge(with_origin)
        .layer(from_fn_with_state(assets, guards::add_response_headers))
        .with_state(app)
}
