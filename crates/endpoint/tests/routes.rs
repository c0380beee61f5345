//! Every route of every mode with every kind of token: a new route fails these tests until it is listed here.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use astern_endpoint::http::contexts::PageContexts;
use astern_endpoint::http::routers::Access::{self, OwnPage, Public, Token};
use astern_endpoint::http::routers::{Route, in_cluster, loopback};
use astern_endpoint::rollback::Engine;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;

use support::api_server::FakeApiServer;
use support::in_cluster::{SHOP_TOKEN, pod};
use support::{HOST, test_endpoint};

const ON_A_LAPTOP: [(&str, &str, Access); 14] = [
    ("GET", "/version", Token),
    ("GET", "/api", Token),
    ("GET", "/api/{*path}", Token),
    ("GET", "/apis", Token),
    ("GET", "/apis/{*path}", Token),
    (
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        Token,
    ),
    (
        "POST",
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        Token,
    ),
    ("GET", "/astern/v1/session", Token),
    ("POST", "/astern/v1/rollbacks", Token),
    ("GET", "/astern/v1/rollbacks/{id}", Token),
    ("GET", "/astern/v1/journal", Token),
    ("GET", "/astern/v1/contexts", Token),
    ("POST", "/astern/v1/contexts", Token),
    ("POST", "/astern/v1/contexts/identity", Token),
];

const IN_THE_CLUSTER: [(&str, &str, Access); 5] = [
    ("GET", "/healthz", Public),
    ("GET", "/astern/v1/session", OwnPage),
    ("POST", "/astern/v1/rollbacks", Token),
    ("GET", "/astern/v1/rollbacks/{id}", Token),
    ("GET", "/astern/v1/journal", Token),
];

fn listed(routes: &[Route]) -> Vec<(&str, &str, Access)> {
    routes
        .iter()
        .map(|route| (route.method().as_str(), route.path(), route.access()))
        .collect()
}

/// A path of the route's pattern.
fn path_of(route: &Route) -> String {
    let path = route.path().replace("{*path}", "v1/secrets");
    path.replace("{id}", "00000000000000000000000000000001")
}

/// Sends a request of the app's own page with these tokens, and returns the status and the code of the error.
async fn send(router: &Router, route: &Route, site: &str, tokens: &[&str]) -> (StatusCode, Value) {
    let mut request = Request::builder()
        .method(route.method().clone())
        .uri(path_of(route))
        .header("host", HOST)
        .header("sec-fetch-site", site)
        .header("content-type", "application/json");
    for token in tokens {
        request = request.header("x-astern-token", *token);
    }
    let request = request.body(Body::from("{}")).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    // A stream of events may not end.
    if status.is_success() {
        return (status, Value::Null);
    }
    let bytes = http_body_util::BodyExt::collect(answer.into_body());
    let bytes = bytes.await.unwrap().to_bytes();
    let error: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    (status, error["code"].clone())
}

/// Checks each route with no token, wrong ones, two, and the right one; and that no page of another site reaches it.
async fn check_routes(router: &Router, routes: &[Route], token: &str, wrong: &[&str]) {
    for route in routes {
        let sent = async |site: &str, tokens: &[&str]| send(router, route, site, tokens).await;
        let needs_token = route.access() == Token;
        let mut refused: Vec<Vec<&str>> = vec![vec![], vec![""], vec![token, token]];
        refused.extend(wrong.iter().map(|wrong| vec![*wrong]));
        refused.extend(wrong.iter().map(|wrong| vec![*wrong, token]));
        refused.extend(wrong.iter().map(|wrong| vec![token, *wrong]));
        for tokens in refused {
            let (status, code) = sent("same-origin", &tokens).await;
            let is_refused = status == StatusCode::UNAUTHORIZED && code == "token";
            assert_eq!(
                is_refused, needs_token,
                "{route:?} with {tokens:?}: {status} {code}"
            );
        }
        let (status, code) = sent("same-origin", &[token]).await;
        assert!(
            code != "token" && code != "origin",
            "{route:?}: {status} {code}"
        );
        for site in ["cross-site", "same-site", "none"] {
            let (status, code) = sent(site, &[token]).await;
            let is_refused = status == StatusCode::FORBIDDEN && code == "origin";
            assert_eq!(
                is_refused,
                route.access() != Public,
                "{route:?} from {site}: {status}"
            );
        }
    }
}

#[tokio::test]
async fn every_route_on_a_laptop_needs_the_launch_token() {
    let endpoint = test_endpoint(Engine::Simulated);
    let routes = loopback::routes(&endpoint.app, &endpoint.cluster, &PageContexts::default());
    assert_eq!(listed(&routes), ON_A_LAPTOP);
    let upper = endpoint.token.to_uppercase();
    let wrong = [&endpoint.token[1..], "0", SHOP_TOKEN, &upper];
    check_routes(&endpoint.router, &routes, &endpoint.token, &wrong).await;
}

#[tokio::test]
async fn every_route_in_the_cluster_that_does_something_needs_a_reviewed_token() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let routes = in_cluster::routes(&pod.app);
    assert_eq!(listed(&routes), IN_THE_CLUSTER);
    let launch_token = "0".repeat(64);
    let wrong = [
        "shop.other.valid",
        "shop.astern.expired",
        "a.b",
        &launch_token,
    ];
    check_routes(&pod.router, &routes, SHOP_TOKEN, &wrong).await;
}

/// The lists are complete: only `router_of` adds routes to a router.
#[test]
fn no_router_adds_a_route_that_is_not_listed() {
    for source in [
        include_str!("../src/http/routers/in_cluster.rs"),
        include_str!("../src/http/routers/loopback.rs"),
    ] {
        for call in [".route(", ".route_service(", ".nest(", ".nest_service("] {
            assert!(!source.contains(call), "{call}");
        }
        assert_eq!(source.matches(".fallback_service(").count(), 1);
    }
}
