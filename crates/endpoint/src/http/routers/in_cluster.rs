//! The router of `astern serve`, in the cluster.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;

use super::api::api_routes;
use super::route::{Access, Route, router_of};
use crate::backend::service_account::ServiceAccountClient;
use crate::http::guards::{self, TokenReviewer};
use crate::http::{AppState, assets};

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

/// Every route; every other path is one of the app's files.
///
/// The app's files, the session and the health check need no token: they are the same for every client. Reads of the
/// cluster are not served; the page sends them to the API server itself, with the user's own rights.
pub fn routes(app: &AppState) -> Vec<Route> {
    let health = Route::get("/healthz", Access::Public, get(|| async { "ok" }));
    let mut routes = vec![health];
    routes.extend(api_routes(app, Access::OwnPage));
    routes
}

/// The router with all of its guards.
pub fn router(in_cluster: InCluster) -> Router {
    let InCluster { app, reviewer } = in_cluster;
    let routes = routes(&app);
    let with_token = router_of(&routes, Access::Token)
        .route_layer(from_fn_with_state(reviewer, guards::require_reviewed_token));
    let with_origin = router_of(&routes, Access::OwnPage)
        .merge(with_token)
        .route_layer(from_fn(guards::require_kubectl_proxy_origin));
    router_of(&routes, Access::Public)
        .fallback_service(
            get(assets::serve_asset)
                .fallback(guards::refuse_method)
                .with_state(app.assets),
        )
        .merge(with_origin)
        .layer(from_fn(guards::add_response_headers))
}
