//! The guards that each request to the endpoint on a laptop passes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use astern_endpoint::http::guards::{BrowserLaunch, LaunchToken};
use astern_endpoint::rollback::Engine;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use support::{
    HOST, ORIGIN, TestEndpoint, endpoint_with_launch, rollback_request, sample_cluster,
    test_endpoint,
};

/// Every path that returns something about the cluster.
const PROTECTED_PATHS: [&str; 7] = [
    "/version",
    "/api",
    "/api/v1/secrets",
    "/apis",
    "/apis/apps/v1/deployments",
    "/astern/v1/session",
    "/astern/v1/rollbacks/00000000000000000000000000000001",
];

#[tokio::test]
async fn every_path_but_the_apps_files_needs_the_token() {
    let endpoint = test_endpoint(Engine::Simulated);
    for path in PROTECTED_PATHS {
        for wrong in [None, Some(""), Some("0"), Some(&endpoint.token[1..])] {
            let mut request = Request::get(path).header("host", HOST);
            if let Some(wrong) = wrong {
                request = request.header("x-astern-token", wrong);
            }
            let (status, error) = endpoint.json(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                (status, &error["code"]),
                (StatusCode::UNAUTHORIZED, &json!("token")),
                "{path}"
            );
            assert!(!error.to_string().contains(&endpoint.token));
        }
        let right = endpoint.request("GET", path).body(Body::empty()).unwrap();
        assert_ne!(
            endpoint.answer(right).await.status(),
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    let file = Request::get("/")
        .header("host", HOST)
        .body(Body::empty())
        .unwrap();
    assert_ne!(
        endpoint.answer(file).await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn another_host_is_refused_for_files_too() {
    let endpoint = test_endpoint(Engine::Simulated);
    for path in ["/", "/version", "/astern/v1/session", "/open/x"] {
        for host in [
            "evil.example",
            "evil.example:8090",
            "127.0.0.1",
            "localhost:80",
            "127.0.0.1:8090.evil.example",
        ] {
            let request = Request::get(path)
                .header("host", host)
                .header("x-astern-token", &endpoint.token);
            let (status, error) = endpoint.json(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                (status, &error["code"]),
                (StatusCode::FORBIDDEN, &json!("host")),
                "{path} {host}"
            );
        }
        let none = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(endpoint.json(none).await.1["code"], "host");
        let two = Request::get(path)
            .header("host", HOST)
            .header("host", "evil.example");
        assert_eq!(
            endpoint.json(two.body(Body::empty()).unwrap()).await.1["code"],
            "host"
        );
        let absolute = Request::get(format!("http://evil.example{path}")).header("host", HOST);
        assert_eq!(
            endpoint.json(absolute.body(Body::empty()).unwrap()).await.1["code"],
            "host"
        );
    }
}

#[tokio::test]
async fn another_origin_is_refused_even_with_the_token() {
    let endpoint = test_endpoint(Engine::Simulated);
    let foreign = [
        ("origin", "http://evil.example"),
        ("origin", "http://localhost:8090"),
        ("origin", "https://127.0.0.1:8090"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ];
    for path in ["/", "/version", "/astern/v1/session"] {
        for (name, value) in foreign {
            let request = Request::get(path)
                .header("host", HOST)
                .header("x-astern-token", &endpoint.token);
            let request = request.header(name, value).body(Body::empty()).unwrap();
            let (status, error) = endpoint.json(request).await;
            assert_eq!(
                (status, &error["code"]),
                (StatusCode::FORBIDDEN, &json!("origin")),
                "{path} {value}"
            );
        }
    }
    let navigation = |path: &str| {
        let request = Request::get(path)
            .header("host", HOST)
            .header("x-astern-token", &endpoint.token);
        request
            .header("sec-fetch-site", "none")
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(
        endpoint.json(navigation("/version")).await.1["code"],
        "origin"
    );
    assert_ne!(endpoint.json(navigation("/")).await.1["code"], "origin");
}

#[tokio::test]
async fn nothing_but_get_reaches_the_cluster() {
    let endpoint = test_endpoint(Engine::Simulated);
    for path in [
        "/",
        "/version",
        "/api/v1/secrets",
        "/apis/apps/v1/deployments",
        "/astern/v1/session",
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let request = endpoint.request(method, path).header("origin", ORIGIN);
            let (status, _) = endpoint.json(request.body(Body::empty()).unwrap()).await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
    let get = endpoint
        .request("GET", "/astern/v1/rollbacks")
        .body(Body::empty())
        .unwrap();
    assert_eq!(endpoint.json(get).await.0, StatusCode::METHOD_NOT_ALLOWED);
    assert!(endpoint.app.rollbacks.running().is_empty());
}

async fn send(endpoint: &TestEndpoint, kind: Option<&str>, body: String) -> (StatusCode, Value) {
    let mut request = endpoint
        .request("POST", "/astern/v1/rollbacks")
        .header("origin", ORIGIN);
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    endpoint.json(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn the_body_of_a_rollback_is_json_and_small() {
    let endpoint = test_endpoint(Engine::Simulated);
    let valid = rollback_request(1, "shop/shop", 3, 4).to_string();
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data"),
    ] {
        let (status, _) = send(&endpoint, kind, valid.clone()).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
    }
    let (status, error) = send(
        &endpoint,
        Some("application/json"),
        " ".repeat(16 * 1024) + &valid,
    )
    .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("too-large"))
    );
    let (status, error) = send(&endpoint, Some("application/json"), "{}".to_owned()).await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid"))
    );
    assert!(endpoint.app.rollbacks.running().is_empty());
    let (status, _) = send(&endpoint, Some("application/json; charset=utf-8"), valid).await;
    assert_eq!(status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let endpoint = test_endpoint(Engine::Simulated);
    let refused = Request::get("/version")
        .header("host", "evil.example")
        .body(Body::empty())
        .unwrap();
    let valid = endpoint
        .request("GET", "/version")
        .body(Body::empty())
        .unwrap();
    let none = endpoint
        .request("GET", "/no/such/file")
        .body(Body::empty())
        .unwrap();
    for request in [refused, valid, none] {
        let answer = endpoint.answer(request).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap();
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'")
                && !policy.contains("script-src 'unsafe-inline'")
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn the_launch_path_returns_the_token_once() {
    let nonce = LaunchToken::random().unwrap();
    let link = "#/shop/shop/3..4?cluster=0f3c&name=prod";
    let launch = BrowserLaunch::once(nonce.clone());
    let opens_at = Some(link.parse().unwrap());
    let endpoint = endpoint_with_launch(sample_cluster(), Ok(Engine::Simulated), launch, opens_at);
    let open = |nonce: &str| {
        let request = Request::get(format!("/open/{nonce}")).header("host", HOST);
        let request = request.header("sec-fetch-site", "none");
        endpoint.answer(request.body(Body::empty()).unwrap())
    };
    assert_eq!(open("another").await.status(), StatusCode::GONE);
    let answer = open(nonce.reveal()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        answer.headers()["location"],
        format!("/#token={}&{}", endpoint.token, &link[1..])
    );
    assert_eq!(open(nonce.reveal()).await.status(), StatusCode::GONE);
}
