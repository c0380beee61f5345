//! Requests of other sites' pages: forms, scripts, DNS rebinding.

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::api_server::FakeApiServer;
use crate::support::in_cluster::{SHOP_TOKEN, pod};
use crate::support::rollback_request;
use crate::{PROTECTED_PATHS, assert_no_effect, assert_refused};

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/shop", 3, 4).to_string();
    // A form sends no custom headers, and only these content types.
    for kind in [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
    ] {
        let request = Request::post("/astern/v1/rollbacks")
            .header("host", "10.0.0.7:8443")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", kind)
            .body(Body::from(body.clone()));
        let answer = pod.json(request.unwrap()).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
        // Without `Origin`, as from an old browser, even with a token.
        let request = Request::post("/astern/v1/rollbacks")
            .header("x-astern-token", SHOP_TOKEN)
            .header("content-type", kind)
            .body(Body::from(body.clone()));
        let answer = pod.json(request.unwrap()).await;
        assert_refused(
            &answer,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::Invalid,
        );
    }
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn a_script_of_another_site_is_refused_and_its_preflight_too() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://localhost.evil.example:8001"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ] {
        for path in [PROTECTED_PATHS[0], "/astern/v1/session"] {
            let request = Request::get(path)
                .header("x-astern-token", SHOP_TOKEN)
                .header(name, value);
            let answer = pod.json(request.body(Body::empty()).unwrap()).await;
            assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
        }
    }
    let preflight = Request::options("/astern/v1/rollbacks")
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "x-astern-token,content-type",
        );
    let answer = pod.answer(preflight.body(Body::empty()).unwrap()).await;
    assert!(answer.status().is_client_error(), "{}", answer.status());
    let cors = |name: &axum::http::HeaderName| name.as_str().starts_with("access-control-");
    assert!(!answer.headers().keys().any(cors));
    assert_no_effect(&pod, &api);
}

/// The service proxy rewrites `Host`, so that only `Origin` has the rebound name. On a laptop `Host` is exact; see
/// `guards.rs`.
#[tokio::test]
async fn dns_rebinding_is_refused_by_the_origin() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let request = pod
        .request("POST", "/astern/v1/rollbacks", SHOP_TOKEN)
        .header("content-type", "application/json");
    let mut request = request
        .body(Body::from(
            rollback_request(1, "shop/shop", 3, 4).to_string(),
        ))
        .unwrap();
    let rebound = "http://rebound.evil.example:8001".parse().unwrap();
    request.headers_mut().insert("origin", rebound);
    let answer = pod.json(request).await;
    assert_refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn nothing_changes_on_get_and_no_other_method_is_served() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for path in [
        "/",
        "/healthz",
        "/astern/v1/session",
        PROTECTED_PATHS[0],
        PROTECTED_PATHS[1],
    ] {
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"] {
            let request = pod
                .request(method, path, SHOP_TOKEN)
                .body(Body::empty())
                .unwrap();
            let answer = pod.json(request).await;
            let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
            assert_refused(&answer, status, code);
        }
    }
    let answer = pod.get("/astern/v1/rollbacks", SHOP_TOKEN).await;
    let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
    assert_refused(&answer, status, code);
    assert_no_effect(&pod, &api);
}
