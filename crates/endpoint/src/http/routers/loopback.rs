//! The router of `astern` and `astern demo`, on a loopback address.

use std::sync::Arc;

use astern_cluster::{ACCESS_REVIEW_PATH, SELF_REVIEW_PATH};
use astern_protocol::Address as Link;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::api::api_routes;
use super::route::{Access, Route, router_of};
use crate::backend::Cluster;
use crate::http::guards::{self, LaunchToken, LaunchTokenGuard, LoopbackAddress};
use crate::http::{AppState, assets, forwarding};
use crate::launch_file::LaunchFile;

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
    /// The file that leads the browser here, if one is opened.
    pub launch_file: Option<Arc<LaunchFile>>,
    /// The page that the app opens at; without it the list of all releases.
    pub opens_at: Option<Link>,
}

impl Loopback {
    /// The address of the page that the app opens at, with the launch token in its fragment.
    pub(crate) fn page(&self) -> String {
        let (url, token) = (self.address.url(), self.token.reveal());
        match &self.opens_at {
            Some(link) => format!(
                "{url}/#token={token}&{}",
                link.to_string().trim_start_matches('#')
            ),
            None => format!("{url}/#token={token}"),
        }
    }
}

/// Every route; every other path is one of the app's files, which need no token.
///
/// The cluster is read below the API server's own paths, so that the page's requests are the same as through
/// `kubectl proxy`. Only reads are forwarded, and two reviews about the user that are sent with a POST and change
/// nothing: the page cannot write to the cluster, and neither can a script that was injected into it. Only a rollback
/// changes anything.
pub fn routes(app: &AppState, cluster: &Arc<Cluster>) -> Vec<Route> {
    let cluster = || Arc::clone(cluster);
    let read = || get(forwarding::forward_read).with_state(cluster());
    let access_review =
        post(forwarding::forward_access_review).layer(from_fn(guards::require_json));
    let self_review = post(forwarding::forward_self_review).layer(from_fn(guards::require_json));
    let mut routes = vec![
        Route::get("/version", Access::Token, read()),
        Route::get("/api", Access::Token, read()),
        Route::get("/api/{*path}", Access::Token, read()),
        Route::get("/apis", Access::Token, read()),
        Route::get("/apis/{*path}", Access::Token, read()),
        Route::post(
            format!("/{ACCESS_REVIEW_PATH}"),
            Access::Token,
            access_review.with_state(cluster()),
        ),
        Route::post(
            format!("/{SELF_REVIEW_PATH}"),
            Access::Token,
            self_review.with_state(cluster()),
        ),
    ];
    routes.extend(api_routes(app, Access::Token));
    routes
}

/// The router with all of its guards.
pub fn router(loopback: Loopback) -> Router {
    let Loopback {
        app,
        cluster,
        address,
        token,
        launch_file,
        opens_at: _,
    } = loopback;
    let routes = routes(&app, &cluster);
    let guard = LaunchTokenGuard {
        token,
        cluster,
        launch_file,
    };
    let with_token = router_of(&routes, Access::Token)
        .route_layer(from_fn_with_state(guard, guards::require_launch_token))
        .route_layer(from_fn(guards::require_same_origin_fetch));
    router_of(&routes, Access::OwnPage)
        .merge(router_of(&routes, Access::Public))
        .fallback_service(
            get(assets::serve_asset)
                .fallback(guards::refuse_method)
                .with_state(app.assets),
        )
        .merge(with_token)
        // Layers run in reverse order: the last one added sees a request first.
        .layer(from_fn_with_state(address, guards::require_origin))
        .layer(from_fn_with_state(address, guards::require_host))
        .layer(from_fn(guards::add_response_headers))
}
