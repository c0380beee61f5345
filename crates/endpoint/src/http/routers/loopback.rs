//! The router of `astern` and `astern demo`, on a loopback address.

use std::sync::Arc;

use astern_cluster::{ACCESS_REVIEW_PATH, SELF_REVIEW_PATH};
use astern_protocol::{Address as Link, CONTEXT_IDENTITY_PATH, CONTEXTS_PATH, ContextPage};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::api::api_routes;
use super::route::{Access, Route, router_of};
use crate::backend::Cluster;
use crate::http::contexts::PageContexts;
use crate::http::guards::{self, LaunchToken, LaunchTokenGuard, LoopbackAddress};
use crate::http::{AppState, api, assets, forwarding};
use crate::launch_file::LaunchFile;

/// The app on a loopback address, for the user of this machine.
#[derive(Debug)]
pub struct Loopback {
    /// What is served.
    pub app: AppState,
    /// The cluster, with the user's own rights.
    pub cluster: Arc<Cluster>,
    /// The contexts that the page may open.
    pub contexts: PageContexts,
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
        let address = self.context_page().address;
        match &self.opens_at {
            Some(link) => format!("{address}&{}", link.to_string().trim_start_matches('#')),
            None => address,
        }
    }

    /// The address of the list of releases, with the launch token in its fragment.
    pub(crate) fn context_page(&self) -> ContextPage {
        let (url, token) = (self.address.url(), self.token.reveal());
        ContextPage {
            address: format!("{url}/#token={token}"),
        }
    }
}

/// Every route; every other path is one of the app's files, which need no token.
///
/// The cluster is read below the API server's own paths, so that the page's requests are the same as through
/// `kubectl proxy`. Only reads are forwarded, and two reviews about the user that are sent with a POST and change
/// nothing: the page cannot write to the cluster, and neither can a script that was injected into it. Only a rollback
/// changes anything.
pub fn routes(app: &AppState, cluster: &Arc<Cluster>, contexts: &PageContexts) -> Vec<Route> {
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
    routes.extend(context_routes(contexts));
    routes
}

fn context_routes(contexts: &PageContexts) -> [Route; 3] {
    let list = get(api::list_contexts).with_state(contexts.clone());
    let open = post(api::open_context).layer(from_fn(guards::require_json));
    let identify = post(api::identify_context).layer(from_fn(guards::require_json));
    let (path, identity) = (
        format!("/{CONTEXTS_PATH}"),
        format!("/{CONTEXT_IDENTITY_PATH}"),
    );
    [
        Route::get(path.clone(), Access::Token, list),
        Route::post(path, Access::Token, open.with_state(contexts.clone())),
        Route::post(
            identity,
            Access::Token,
            identify.with_state(contexts.clone()),
        ),
    ]
}

/// The router with all of its guards.
pub fn router(loopback: Loopback) -> Router {
    let Loopback {
        app,
        cluster,
        contexts,
        address,
        token,
        launch_file,
        opens_at: _,
    } = loopback;
    let routes = routes(&app, &cluster, &contexts);
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
