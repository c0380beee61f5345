//! The router of `astern` and `astern demo`, on a loopback address.

use std::sync::Arc;

use astern_cluster::{ACCESS_REVIEW_PATH, SELF_REVIEW_PATH};
use astern_protocol::Address as Link;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::backend::Cluster;
use crate::http::guards::{
    self, BrowserLaunch, LaunchRedirect, LaunchToken, LaunchTokenGuard, LoopbackAddress,
};
use crate::http::{AppState, api, assets, forwarding};

/// The app on a loopback address, for the user of this machine.
#[derive(Debug)]
pub struct Loopback {
    /// What is served.
    pub app: AppState,
    /// The cluster, with the user's own rights.
    pub cluster: Arc<Cluster>,
    /// The address that this is served at.
    pub address: LoopbackAddress,
    /// The token that every request has to carry, but those for the app's files.
    pub token: LaunchToken,
    /// The nonce for the browser that is opened.
    pub launch: BrowserLaunch,
    /// The page that the app opens at; without it the list of all releases.
    pub opens_at: Option<Link>,
}

impl Loopback {
    /// The path and fragment of the page that the app opens at, with the launch token.
    pub(crate) fn page(&self) -> String {
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
/// The cluster is read below the API server's own paths, so that the page's requests are the same as through
/// `kubectl proxy`. Only reads are forwarded, and two reviews about the user that are sent with a POST and change
/// nothing: the page cannot write to the cluster, and neither can a script that was injected into it. Only a rollback
/// changes anything.
pub fn router(loopback: Loopback) -> Router {
    let page = loopback.page();
    let Loopback {
        app,
        cluster,
        address,
        token,
        launch,
        opens_at: _,
    } = loopback;
    let assets = Arc::clone(&app.assets);
    let redirect = Arc::new(LaunchRedirect { launch, page });
    let guard = LaunchTokenGuard {
        token,
        cluster: Arc::clone(&cluster),
    };
    let forwarded = Router::new()
        .route("/version", get(forwarding::forward_read))
        .route("/api", get(forwarding::forward_read))
        .route("/api/{*path}", get(forwarding::forward_read))
        .route("/apis", get(forwarding::forward_read))
        .route("/apis/{*path}", get(forwarding::forward_read))
        .route(
            &format!("/{ACCESS_REVIEW_PATH}"),
            post(forwarding::forward_access_review).layer(from_fn(guards::require_json)),
        )
        .route(
            &format!("/{SELF_REVIEW_PATH}"),
            post(forwarding::forward_self_review).layer(from_fn(guards::require_json)),
        )
        .with_state(cluster);
    let with_token = Router::new()
        .route("/astern/v1/session", get(api::session))
        .route(
            "/astern/v1/rollbacks",
            post(api::start_rollback).layer(from_fn(guards::require_json)),
        )
        .route("/astern/v1/rollbacks/{id}", get(api::follow_rollback))
        .route("/astern/v1/journal", get(api::read_journal))
        .with_state(app)
        .merge(forwarded)
        .method_not_allowed_fallback(guards::refuse_method)
        .route_layer(from_fn_with_state(guard, guards::require_launch_token))
        .route_layer(from_fn(guards::require_same_origin_fetch));
    Router::new()
        .route(
            "/open/{nonce}",
            get(guards::redirect_to_page).with_state(redirect),
        )
        .fallback_service(
            get(assets::serve_asset)
                .fallback(guards::refuse_method)
                .with_state(Arc::clone(&assets)),
        )
        .merge(with_token)
        // Layers run in reverse order: the last one added sees a request first.
        .layer(from_fn_with_state(address, guards::require_origin))
        .layer(from_fn_with_state(address, guards::require_host))
        .layer(from_fn_with_state(assets, guards::add_response_headers))
}
