//! Everything that is served in the cluster, as one router.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::backend::Cluster;
use crate::backend::service_account::ServiceAccountClient;
use crate::http::App;
use crate::http::guards::kubectl_proxy_origin::origin;
use crate::http::guards::token_review::review;
use crate::http::{api, assets, guards as guard};

/// How many tokens are reviewed at once: each is a request to the API server that anybody can cause.
const REVIEWS: usize = 16;

/// What is served in the cluster.
#[derive(Debug)]
pub struct InCluster {
    /// What is served.
    pub app: Arc<App>,
    /// The API server as astern's own account, which may only review tokens and act as others.
    pub(crate) own: Arc<Cluster>,
    account: ServiceAccountClient,
    pub(crate) reviews: Semaphore,
}

impl InCluster {
    /// That app, for whoever holds a token that the API server vouches for.
    pub fn new(app: Arc<App>, account: ServiceAccountClient) -> Self {
        Self {
            app,
            own: Arc::new(Cluster::Direct(account.clone())),
            account,
            reviews: Semaphore::new(REVIEWS),
        }
    }

    pub(crate) fn own_account(&self) -> &ServiceAccountClient {
        &self.account
    }
}

/// The router with all of its guards.
///
/// The app's files, who serves them, and that it is alive are told to everybody who gets this far: they are
/// the same for all. Reads of the cluster are not served here; the page makes them itself, with the person's
/// own rights.
pub fn router(in_cluster: Arc<InCluster>) -> Router {
    let app = Arc::clone(&in_cluster.app);
    let reviewed = Router::new()
        .route(
            "/astern/v1/rollbacks",
            post(api::start_rollback::start).layer(from_fn(guard::json)),
        )
        .route(
            "/astern/v1/rollbacks/{id}",
            get(api::rollback_events::follow),
        )
        .route("/astern/v1/journal", get(api::journal::read_journal))
        .method_not_allowed_fallback(guard::wrong_method)
        .route_layer(from_fn_with_state(in_cluster, review));
    let told = Router::new()
        .route("/astern/v1/session", get(api::session::session))
        .method_not_allowed_fallback(guard::wrong_method)
        .merge(reviewed)
        .route_layer(from_fn(origin));
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .method_not_allowed_fallback(guard::wrong_method)
        .fallback_service(
            get(assets::asset)
                .fallback(guard::wrong_method)
                .with_state(Arc::clone(&app)),
        )
        .merge(told)
        .layer(from_fn_with_state(Arc::clone(&app), guard::headers))
        .with_state(app)
}
