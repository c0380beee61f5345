//! Tokens of other audiences, accounts and namespaces, and invalid ones.

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;

use crate::support::api_server::FakeApiServer;
use crate::support::fake_helm::finish_helm;
use crate::support::in_cluster::{SHOP_TOKEN, pod};
use crate::support::rollback_request;
use crate::{PROTECTED_PATHS, assert_no_effect, assert_refused};

#[tokio::test]
async fn a_token_that_the_api_server_rejects_is_refused() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/shop", 3, 4);
    for token in [
        // Of other audiences, expired, and forged.
        "shop.other.valid",
        "shop.https://kubernetes.default.svc.valid",
        "shop.astern.expired",
        "shop.astern.forged",
        "",
        "a",
        "Bearer shop.astern.valid",
        "shop.astern.valid ,shop.astern.valid",
        &"a.b.".repeat(8000),
    ] {
        let answer = pod.start_rollback(&body, token).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
        for path in PROTECTED_PATHS {
            let answer = pod.get(path, token).await;
            assert_refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
            assert!(token.is_empty() || token == "a" || !answer.1.to_string().contains(token));
        }
    }
    let none = Request::get(PROTECTED_PATHS[0])
        .body(Body::empty())
        .unwrap();
    assert_refused(
        &pod.json(none).await,
        StatusCode::UNAUTHORIZED,
        ErrorCode::Token,
    );
    let two = pod.request("GET", PROTECTED_PATHS[0], SHOP_TOKEN);
    let two = two.header("x-astern-token", "search.astern.valid");
    let answer = pod.json(two.body(Body::empty()).unwrap()).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    // The service proxy removes `Authorization`, so it is no credential here either.
    let elsewhere =
        Request::get(PROTECTED_PATHS[0]).header("authorization", format!("Bearer {SHOP_TOKEN}"));
    let answer = pod.json(elsewhere.body(Body::empty()).unwrap()).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn a_token_of_one_namespace_is_refused_in_another() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let other = "search.astern.valid";
    let answer = pod
        .start_rollback(&rollback_request(1, "shop/shop", 3, 4), other)
        .await;
    assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    for path in [
        "/astern/v1/journal?namespace=shop",
        "/astern/v1/rollbacks/00000000000000000000000000000001?namespace=shop",
    ] {
        let answer = pod.get(path, other).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    assert_no_effect(&pod, &api);

    // Nor does it read the events of a rollback that runs there.
    let answer = pod
        .start_rollback(&rollback_request(2, "shop/sessions", 3, 4), SHOP_TOKEN)
        .await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let path = format!("/astern/v1/rollbacks/{:032}", 2);
    let answer = pod.get(&path, other).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, ErrorCode::NotFound);
    finish_helm("sessions", "exit 1");
    pod.follow(2, 0, SHOP_TOKEN).await;
}

#[tokio::test]
async fn a_token_of_another_service_account_is_refused() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for token in [
        "shop_default.astern.valid",
        "shop_astern-rollback-2.astern.valid",
    ] {
        let answer = pod
            .start_rollback(&rollback_request(1, "shop/shop", 3, 4), token)
            .await;
        assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn a_failed_token_review_is_refused() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for status in [500, 503, 403, 401, 404] {
        api.fail_next(Method::POST, "/tokenreviews", status);
        let answer = pod
            .start_rollback(&rollback_request(1, "shop/shop", 3, 4), SHOP_TOKEN)
            .await;
        assert_refused(&answer, StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Cluster);
    }
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn public_paths_return_nothing_about_the_cluster() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let health = Request::get("/healthz").header("host", "10.0.0.7:8443");
    let answer = pod.answer(health.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let session = Request::get("/astern/v1/session").body(Body::empty());
    let (status, session) = pod.json(session.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({ "mode": { "kind": "in-cluster", "account": "astern-rollback", "audience": "astern",
        "seconds": 600 }, "cluster": "prod", "helm": { "state": "found", "version": "v4.3.1" },
        "helm_flags": [] });
    assert_eq!(session, expected);
    let page = Request::get("/").body(Body::empty()).unwrap();
    let answer = pod.answer(page).await;
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(api.requests(), []);
}

/// Nothing about a token is kept between two requests: another user's credentials would be used after they have ended.
#[tokio::test]
async fn a_token_that_is_revoked_is_refused_at_once() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let journal = "/astern/v1/journal?namespace=shop";
    assert_eq!(pod.get(journal, SHOP_TOKEN).await.0, StatusCode::OK);
    assert_eq!(pod.get(journal, SHOP_TOKEN).await.0, StatusCode::OK);
    let requests = api.requests().into_iter();
    let reviews = requests.filter(|request| request.path.ends_with("/tokenreviews"));
    assert_eq!(reviews.count(), 2);
    api.revoke(SHOP_TOKEN);
    for path in PROTECTED_PATHS {
        let answer = pod.get(path, SHOP_TOKEN).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    }
    // The token of another namespace is not affected.
    let other = "/astern/v1/journal?namespace=search";
    let answer = pod.get(other, "search.astern.valid").await;
    assert_eq!(answer.0, StatusCode::OK);
}
