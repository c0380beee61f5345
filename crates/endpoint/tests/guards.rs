//! The guards that each request to the endpoint on a laptop passes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::path::PathBuf;
use std::sync::Arc;

use astern_endpoint::launch_file::LaunchFile;
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
    for path in ["/", "/version", "/astern/v1/session", "/no/such/file"] {
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
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "),
            "{policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store");
    }
}

/// A browser is led here by a file, from which it sends `Sec-Fetch-Site: cross-site`.
#[tokio::test]
async fn a_link_of_any_page_opens_the_page_in_a_tab_and_nothing_else() {
    let endpoint = test_endpoint(Engine::Simulated);
    let navigation = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    let send = async |method: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(method).uri(path);
        request = request
            .header("host", HOST)
            .header("x-astern-token", &endpoint.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = endpoint.json(request.body(Body::empty()).unwrap()).await;
        answer.1["code"] == json!("origin")
    };
    assert!(!send("GET", "/", &navigation).await);
    // The page of another context, on another port.
    let of_another_port = navigation.map(|(name, value)| match name {
        "sec-fetch-site" => (name, "same-site"),
        _ => (name, value),
    });
    assert!(!send("GET", "/", &of_another_port).await);
    assert!(send("GET", "/astern/v1/contexts", &of_another_port).await);
    for path in [
        "/?x=1",
        "/index.html",
        "//",
        "/./",
        "/version",
        "/api/v1/secrets",
        "/astern/v1/session",
        "/astern/v1/journal",
    ] {
        assert!(send("GET", path, &navigation).await, "{path}");
    }
    for method in ["POST", "HEAD"] {
        assert!(send(method, "/", &navigation).await, "{method}");
    }
    for (name, value) in [
        ("sec-fetch-site", "Cross-Site"),
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-dest", "iframe"),
        ("sec-fetch-dest", "object"),
        ("sec-fetch-dest", "empty"),
    ] {
        let changed = navigation.map(|(n, v)| if n == name { (n, value) } else { (n, v) });
        assert!(send("GET", "/", &changed).await, "{name}: {value}");
        let doubled: Vec<_> = navigation.into_iter().chain([(name, value)]).collect();
        assert!(send("GET", "/", &doubled).await, "{name}: {value} as well");
    }
    for missing in 1..3 {
        let mut headers = navigation.to_vec();
        headers.remove(missing);
        assert!(send("GET", "/", &headers).await, "{headers:?}");
    }
    for origin in ["null", "file://", "http://evil.example"] {
        let with_origin: Vec<_> = navigation.into_iter().chain([("origin", origin)]).collect();
        assert!(send("GET", "/", &with_origin).await, "{origin}");
    }
}

#[tokio::test]
async fn the_launch_file_is_removed_when_a_request_carries_the_token() {
    let file = Arc::new(LaunchFile::new("http://127.0.0.1:8090/#token=0").unwrap());
    let path = PathBuf::from(file.url().strip_prefix("file://").unwrap());
    let endpoint = endpoint_with_launch(sample_cluster(), Ok(Engine::Simulated), Some(file));
    for path in ["/", "/version"] {
        let request = Request::get(path).header("host", HOST);
        endpoint.answer(request.body(Body::empty()).unwrap()).await;
    }
    assert!(path.exists());
    let two_tokens = endpoint
        .request("GET", "/version")
        .header("x-astern-token", &endpoint.token);
    let (status, _) = endpoint.json(two_tokens.body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(path.exists());
    assert_eq!(endpoint.get("/version").await.0, StatusCode::OK);
    assert!(!path.exists());
    assert_eq!(endpoint.get("/version").await.0, StatusCode::OK);
}
