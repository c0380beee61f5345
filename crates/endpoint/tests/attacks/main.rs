//! Attacks against the endpoint in the cluster, each as a test of its own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod connections;
mod cross_site;
mod floods;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use astern_protocol::ErrorCode;
use axum::http::StatusCode;
use serde_json::Value;

use support::api_server::{FakeApiServer, ReceivedRequest};
use support::in_cluster::Pod;

/// The paths that require a token.
const PROTECTED_PATHS: [&str; 3] = [
    "/astern/v1/rollbacks/00000000000000000000000000000001",
    "/astern/v1/journal",
    "/astern/v1/journal?namespace=shop",
];

fn assert_refused(answer: &(StatusCode, Value), status: StatusCode, code: ErrorCode) {
    let (given, body) = answer;
    let code = serde_json::to_value(code).unwrap();
    assert_eq!((*given, &body["code"]), (status, &code), "{body}");
    for field in ["message", "advice"] {
        let sentence = body[field].as_str().unwrap();
        assert!(sentence.ends_with('.'), "{field}: {sentence}");
    }
}

/// Returns the requests to the API server that are not token reviews.
fn requests_besides_reviews(api: &FakeApiServer) -> Vec<ReceivedRequest> {
    let requests = api.requests().into_iter();
    requests
        .filter(|request| !request.path.ends_with("/tokenreviews"))
        .collect()
}

fn assert_no_effect(pod: &Pod, api: &FakeApiServer) {
    assert!(pod.app.rollbacks.running().is_empty());
    assert_eq!(requests_besides_reviews(api), []);
}
