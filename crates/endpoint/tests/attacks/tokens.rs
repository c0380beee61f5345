//! Tokens that are none of ours, and tokens that are used for something else.

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;

use crate::support::api::Api;
use crate::support::helm::go;
use crate::support::in_cluster::{TOKEN, pod};
use crate::support::press;
use crate::{GUARDED, nothing_happened, refused};

#[tokio::test]
async fn a_token_that_the_api_server_does_not_vouch_for_opens_nothing() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let body = press(1, "shop/shop", 3, 4);
    for token in [
        // Of another audience, the API server's own among them; over; made up.
        "shop.other.good",
        "shop.https://kubernetes.default.svc.good",
        "shop.astern.expired",
        "shop.astern.forged",
        "",
        "a",
        "Bearer shop.astern.good",
        "shop.astern.good ,shop.astern.good",
        &"a.b.".repeat(8000),
    ] {
        let answer = pod.press(&body, token).await;
        refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
        for path in GUARDED {
            let answer = pod.get(path, token).await;
            refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
            assert!(token.is_empty() || token == "a" || !answer.1.to_string().contains(token));
        }
    }
    let none = Request::get(GUARDED[0]).body(Body::empty()).unwrap();
    refused(
        &pod.json(none).await,
        StatusCode::UNAUTHORIZED,
        ErrorCode::Token,
    );
    let two = pod.page("GET", GUARDED[0], TOKEN);
    let two = two.header("x-astern-token", "search.astern.good");
    let answer = pod.json(two.body(Body::empty()).unwrap()).await;
    refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    // What the service proxy would strip is no credential here either.
    let elsewhere = Request::get(GUARDED[0]).header("authorization", format!("Bearer {TOKEN}"));
    let answer = pod.json(elsewhere.body(Body::empty()).unwrap()).await;
    refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_token_of_one_namespace_opens_no_other() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let other = "search.astern.good";
    let answer = pod.press(&press(1, "shop/shop", 3, 4), other).await;
    refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    for path in [
        "/astern/v1/journal?namespace=shop",
        "/astern/v1/rollbacks/00000000000000000000000000000001?namespace=shop",
    ] {
        let answer = pod.get(path, other).await;
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    nothing_happened(&pod, &api);

    // Nor does it see one that runs there.
    let answer = pod.press(&press(2, "shop/sessions", 3, 4), TOKEN).await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let path = format!("/astern/v1/rollbacks/{:032}", 2);
    let answer = pod.get(&path, other).await;
    refused(&answer, StatusCode::NOT_FOUND, ErrorCode::NotFound);
    go("sessions", "exit 1");
    pod.follow(2, 0, TOKEN).await;
}

#[tokio::test]
async fn a_token_of_another_account_in_the_namespace_rolls_nothing_back() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for token in [
        "shop_default.astern.good",
        "shop_astern-rollback-2.astern.good",
    ] {
        let answer = pod.press(&press(1, "shop/shop", 3, 4), token).await;
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn an_api_server_that_does_not_answer_opens_nothing() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for status in [500, 503, 403, 401, 404] {
        api.fail_next(Method::POST, "/tokenreviews", status);
        let answer = pod.press(&press(1, "shop/shop", 3, 4), TOKEN).await;
        refused(&answer, StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Cluster);
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn what_everybody_is_told_holds_nothing_of_the_cluster() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let health = Request::get("/healthz").header("host", "10.0.0.7:8443");
    let answer = pod.answer(health.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let session = Request::get("/astern/v1/session").body(Body::empty());
    let (status, session) = pod.json(session.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let told = json!({ "mode": { "kind": "in-cluster", "account": "astern-rollback", "audience": "astern",
        "seconds": 600 }, "cluster": "prod", "helm": { "state": "found", "version": "v4.3.1" },
        "helm_flags": [] });
    assert_eq!(session, told);
    let page = Request::get("/").body(Body::empty()).unwrap();
    let answer = pod.answer(page).await;
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(api.asked(), []);
}
