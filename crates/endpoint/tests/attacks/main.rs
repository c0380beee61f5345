//! What an attacker may try against the endpoint in the cluster, each as a test of its own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod floods;
mod requests;
mod sites;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod wire;

use astern_protocol::ErrorCode;
use axum::http::StatusCode;
use serde_json::Value;

use support::api::{Api, Asked};
use support::in_cluster::Pod;

/// Where only the holder of a token gets anything.
const GUARDED: [&str; 3] = [
    "/astern/v1/rollbacks/00000000000000000000000000000001",
    "/astern/v1/journal",
    "/astern/v1/journal?namespace=shop",
];

fn refused(answer: &(StatusCode, Value), status: StatusCode, code: ErrorCode) {
    let (given, body) = answer;
    let code = serde_json::to_value(code).unwrap();
    assert_eq!((*given, &body["code"]), (status, &code), "{body}");
    for told in ["message", "advice"] {
        let sentence = body[told].as_str().unwrap();
        assert!(sentence.ends_with('.'), "{told}: {sentence}");
    }
}

/// What was asked of the API server beyond reviewing tokens.
fn beyond_reviews(api: &Api) -> Vec<Asked> {
    let asked = api.asked().into_iter();
    asked
        .filter(|asked| !asked.path.ends_with("/tokenreviews"))
        .collect()
}

fn nothing_happened(pod: &Pod, api: &Api) {
    assert!(pod.app.rollbacks.running().is_empty());
    assert_eq!(beyond_reviews(api), []);
}
