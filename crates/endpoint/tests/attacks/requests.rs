//! Forged, replayed and malformed requests.

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::support::api_server::FakeApiServer;
use crate::support::fake_helm::finish_helm;
use crate::support::in_cluster::{SHOP_TOKEN, pod};
use crate::support::rollback_request;
use crate::{assert_no_effect, assert_refused, requests_besides_reviews};

#[tokio::test]
async fn a_request_that_is_replayed_is_one_rollback_and_with_another_body_none() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let first = rollback_request(1, "shop/cache", 3, 4);
    for _ in 0..3 {
        let (status, accepted) = pod.start_rollback(&first, SHOP_TOKEN).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    }
    for (field, other) in [
        ("target", json!(2)),
        ("release", json!("shop")),
        ("expected_current", json!(3)),
        ("seen", api.seen("shop/cache", 3, 4)),
        ("reason", json!("another")),
        ("claimed_by", json!("mallory")),
    ] {
        let mut changed = first.clone();
        changed[field] = other;
        let answer = pod.start_rollback(&changed, SHOP_TOKEN).await;
        assert_refused(&answer, StatusCode::CONFLICT, ErrorCode::RequestIdReused);
    }
    assert_eq!(pod.app.rollbacks.running().len(), 1);
    finish_helm("cache", "exit 1");
    pod.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(api.journal("shop").len(), 1);
    // Also after the end of the rollback, and in another process.
    let again = crate::support::in_cluster::pod(&api, 10);
    for pod in [&pod, &again] {
        assert_eq!(
            pod.start_rollback(&first, SHOP_TOKEN).await.0,
            StatusCode::ACCEPTED
        );
        let mut changed = first.clone();
        changed["target"] = json!(2);
        let answer = pod.start_rollback(&changed, SHOP_TOKEN).await;
        assert_refused(&answer, StatusCode::CONFLICT, ErrorCode::RequestIdReused);
        assert!(pod.app.rollbacks.running().is_empty());
    }
}

#[tokio::test]
async fn headers_about_another_identity_are_not_forwarded() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let mut request = pod.request("GET", "/astern/v1/journal", SHOP_TOKEN);
    for (name, value) in [
        ("impersonate-user", "system:admin"),
        ("impersonate-group", "system:masters"),
        ("impersonate-uid", "1"),
        ("impersonate-extra-scopes", "all"),
        ("x-remote-user", "admin"),
        ("x-remote-group", "system:masters"),
        ("authorization", "Bearer stolen"),
        ("cookie", "a=b"),
        ("x-forwarded-host", "evil.example"),
        ("x-http-method-override", "POST"),
    ] {
        request = request.header(name, value);
    }
    let (status, journal) = pod.json(request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{journal}");
    let requests = requests_besides_reviews(&api);
    assert_eq!(requests.len(), 1);
    let account = "system:serviceaccount:shop:astern-rollback";
    assert_eq!(requests[0].impersonated.as_deref(), Some(account));
    for request in api.requests() {
        let allowed = ["accept", "content-type", "impersonate-user"];
        let is_unexpected = |name: &&String| !allowed.contains(&name.as_str());
        assert_eq!(request.headers.iter().find(is_unexpected), None);
    }
}

#[tokio::test]
async fn invalid_names_and_revisions_are_refused_before_any_request() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let valid = rollback_request(1, "shop/shop", 3, 4);
    let mut attacks = Vec::new();
    let mut with = |field: &str, value: Value| {
        let mut body = valid.clone();
        body[field] = value;
        attacks.push(body);
    };
    for name in [
        "--kube-apiserver=https://evil.example",
        "-h",
        "../kube-system/x",
        "a/../../b",
        "a%2fb",
        "a\u{0}b",
        "a b",
        "A",
        "",
        "shop\n--kubeconfig=/x",
        &"a".repeat(54),
    ] {
        with("release", json!(name));
        with("namespace", json!(name.replace("shop", "Shop") + "-"));
    }
    for revision in [
        json!(0),
        json!(-1),
        json!(2_147_483_648_u32),
        json!(4_294_967_296_u64),
        json!(3.5),
        json!("3"),
        json!("--force"),
        json!(null),
    ] {
        with("target", revision.clone());
        with("expected_current", revision);
    }
    for id in ["", "1", "../../x", &"g".repeat(32), &"a".repeat(33)] {
        with("request_id", json!(id));
    }
    with("options", json!({ "timeout_seconds": 0 }));
    with("options", json!({ "timeout_seconds": 3601 }));
    with("options", json!({ "timeout_seconds": -1 }));
    with("options", json!({ "force": true }));
    with("reason", json!("a\u{1b}[2Jb"));
    with("reason", json!("a".repeat(501)));
    with("claimed_by", json!("a\u{202e}b"));
    with("kubeconfig", json!("/etc/passwd"));
    let record = json!({ "uid": "a", "resource_version": "1" });
    with("seen", json!({ "target": record }));
    for text in ["", "a\n", "a\u{1b}[2J", &"a".repeat(129)] {
        let other = json!({ "uid": text, "resource_version": "1" });
        with("seen", json!({ "target": record, "current": other }));
    }
    attacks.extend([json!([]), json!("x"), json!(null), json!({})]);
    for body in attacks {
        let answer = pod.start_rollback(&body, SHOP_TOKEN).await;
        assert_refused(
            &answer,
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Invalid,
        );
    }
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn malformed_paths_are_not_found() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for path in [
        "/astern/v1/rollbacks/../journal",
        "/astern/v1/rollbacks/..%2fjournal",
        "/astern/v1/rollbacks/%2e%2e/journal",
        "/astern/v1/rollbacks/%00",
        "//astern/v1/journal",
        "/astern/v1//journal",
        "/astern/v1/journal/",
        "/ASTERN/v1/journal",
        "/astern/v1/journal;x",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cCargo.toml",
        "/api/v1/secrets",
        "/apis/apps/v1/deployments",
        "/version",
        "/open/x",
        "/metrics",
        "/debug/pprof",
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (status, body) = pod.json(request).await;
        let told_nothing = matches!(status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED);
        assert!(told_nothing, "{path}: {status} {body}");
        assert!(body["code"].is_string(), "{path}: {body}");
    }
    for path in [
        "/astern/v1/journal?namespace=..%2Fkube-system",
        "/astern/v1/journal?namespace=",
        "/astern/v1/journal?release=a%2Fb",
        "/astern/v1/journal?namespace=shop&namespace=search",
        "/astern/v1/journal?x=1",
        "/astern/v1/rollbacks/00000000000000000000000000000001?from=-1",
        "/astern/v1/rollbacks/00000000000000000000000000000001?from=99999999999999999999",
    ] {
        let answer = pod.get(path, SHOP_TOKEN).await;
        assert_refused(
            &answer,
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Invalid,
        );
    }
    assert_no_effect(&pod, &api);
}

/// A page shows masked texts, and a program that is sent one back could apply the mask in place of the secret. A rollback names
/// a revision: no field carries content of a release.
#[tokio::test]
async fn no_content_is_sent_back() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for field in [
        "manifest",
        "values",
        "config",
        "data",
        "set",
        "objects",
        "payload",
        "release_data",
    ] {
        for content in [json!("password: ••••"), json!({ "password": "••••" })] {
            let mut body = rollback_request(1, "shop/shop", 3, 4);
            body[field] = content.clone();
            let answer = pod.start_rollback(&body, SHOP_TOKEN).await;
            assert_refused(
                &answer,
                StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::Invalid,
            );
            let mut body = rollback_request(1, "shop/shop", 3, 4);
            body["options"] = json!({ field: content });
            let answer = pod.start_rollback(&body, SHOP_TOKEN).await;
            assert_refused(
                &answer,
                StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::Invalid,
            );
        }
    }
    assert_no_effect(&pod, &api);
}
