//! Everything that is served on a loopback address, as one router.

use std::sync::Arc;

use astern_cluster::{ACCESS_REVIEW_PATH, SELF_REVIEW_PATH};
use astern_protocol::Address as Link;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::backend::Cluster;
use crate::http::App;
use crate::http::guards::{self as guard, Address, Launch, Token};
use crate::http::{api, assets, forwarding as forward};

/// An app on a loopback address, for the person whose machine it is.
#[derive(Debug)]
pub struct Loopback {
    /// What is served.
    pub app: Arc<App>,
    /// Where the cluster is asked, with the person's own rights.
    pub cluster: Arc<Cluster>,
    /// The addresses that this is served at.
    pub address: Address,
    /// What every request but those for the app's files has to carry.
    pub token: Token,
    /// The way in for the browser that is opened.
    pub launch: Launch,
    /// The page that it opens at; all releases unless said otherwise.
    pub opens_at: Option<Link>,
}

impl Loopback {
    /// The path and fragment that let a browser in, and lead it to its page.
    pub(crate) fn entry(&self) -> String {
        let token = self.token.reveal();
        match &self.opens_at {
            Some(link) => format!(
                "/#token={token}&{}",
                link.to_string().trim_start_matches('#')
            ),
            None => format!("/#token={token}"),
        }
    }
}

/// The router with all of its guards.
///
/// Reads go to the API server below the paths that it has itself, so that the page finds it as it
/// does through `kubectl proxy`. They are reads only, and two questions about the person that are
/// asked with a POST and change nothing: the page never writes to the cluster, so a script that got
/// into it cannot either. The one thing that changes anything is the rollback.
pub fn router(loopback: Arc<Loopback>) -> Router {
    let app = Arc::clone(&loopback.app);
    let reads = Router::new()
        .route("/version", get(forward::forward))
        .route("/api", get(forward::forward))
        .route("/api/{*path}", get(forward::forward))
        .route("/apis", get(forward::forward))
        .route("/apis/{*path}", get(forward::forward))
        .route(
            &format!("/{ACCESS_REVIEW_PATH}"),
            post(forward::access_review).layer(from_fn(guard::json)),
        )
        .route(
            &format!("/{SELF_REVIEW_PATH}"),
            post(forward::self_review).layer(from_fn(guard::json)),
        )
        .with_state(Arc::clone(&loopback));
    let guarded = Router::new()
        .route("/astern/v1/session", get(api::session::session))
        .route(
            "/astern/v1/rollbacks",
            post(api::start_rollback::start).layer(from_fn(guard::json)),
        )
        .route(
            "/astern/v1/rollbacks/{id}",
            get(api::rollback_events::follow),
        )
        .route("/astern/v1/journal", get(api::journal::read_journal))
        .with_state(Arc::clone(&app))
        .merge(reads)
        .method_not_allowed_fallback(guard::wrong_method)
        .route_layer(from_fn_with_state(Arc::clone(&loopback), guard::token))
        .route_layer(from_fn(guard::same_origin_only));
    Router::new()
        .route(
            "/open/{nonce}",
            get(guard::open).with_state(Arc::clone(&loopback)),
        )
        .fallback_service(
            get(assets::asset)
                .fallback(guard::wrong_method)
                .with_state(Arc::clone(&app)),
        )
        .merge(guarded)
        // The last one added is the first one asked.
        .layer(from_fn_with_state(Arc::clone(&loopback), guard::origin))
        .layer(from_fn_with_state(loopback, guard::host))
        .layer(from_fn_with_state(app, guard::headers))
}
