//! Other sites' pages: forms, scripts, names that were rebound.

use astern_protocol::ErrorCode;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::api::Api;
use crate::support::in_cluster::{TOKEN, pod};
use crate::support::press;
use crate::{GUARDED, nothing_happened, refused};

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let body = press(1, "shop/shop", 3, 4).to_string();
    // A form can send no header of its own, and only these kinds of body.
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
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
        // From an old browser that says nothing of where it comes from, even with a token.
        let request = Request::post("/astern/v1/rollbacks")
            .header("x-astern-token", TOKEN)
            .header("content-type", kind)
            .body(Body::from(body.clone()));
        let answer = pod.json(request.unwrap()).await;
        refused(
            &answer,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::Invalid,
        );
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_script_of_another_site_is_refused_and_its_preflight_too() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://localhost.evil.example:8001"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ] {
        for path in [GUARDED[0], "/astern/v1/session"] {
            let request = Request::get(path)
                .header("x-astern-token", TOKEN)
                .header(name, value);
            let answer = pod.json(request.body(Body::empty()).unwrap()).await;
            refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
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
    nothing_happened(&pod, &api);
}

/// On the way the Host is rewritten, so it is the Origin that betrays a rebound name. (`guards.rs` has the
/// laptop, where the Host is exact.)
#[tokio::test]
async fn a_name_that_was_rebound_to_loopback_is_refused_by_its_origin() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json");
    let mut request = request
        .body(Body::from(press(1, "shop/shop", 3, 4).to_string()))
        .unwrap();
    let rebound = "http://rebound.evil.example:8001".parse().unwrap();
    request.headers_mut().insert("origin", rebound);
    let answer = pod.json(request).await;
    refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn nothing_changes_on_get_and_no_other_method_is_served() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for path in [
        "/",
        "/healthz",
        "/astern/v1/session",
        GUARDED[0],
        GUARDED[1],
    ] {
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"] {
            let request = pod.page(method, path, TOKEN).body(Body::empty()).unwrap();
            let answer = pod.json(request).await;
            let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
            refused(&answer, status, code);
        }
    }
    let answer = pod.get("/astern/v1/rollbacks", TOKEN).await;
    let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
    refused(&answer, status, code);
    nothing_happened(&pod, &api);
}
