//! Requests that are forwarded to the cluster, with a server in the place of `kubectl proxy`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::convert::Infallible;
use std::fs;
use std::future::ready;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use astern_cluster::{ClusterError, server_version};
use astern_endpoint::backend::Cluster;
use astern_endpoint::backend::kubectl_proxy::{KubectlOptions, KubectlProxy, ProxySocket};
use astern_endpoint::private_dir::PrivateDir;
use astern_endpoint::rollback::Engine;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures_util::stream;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::UnixListener;
use tokio::sync::mpsc;

use support::{TestEndpoint, endpoint_with_cluster};

/// Serves the socket: `/version` returns the request, `/api/v1/secrets` is a watch that sends one line and stays open,
/// `/apis` cannot reach the cluster.
fn serve_proxy(dir: &PrivateDir) -> (TestEndpoint, mpsc::UnboundedReceiver<()>) {
    let path = dir.path().join("s");
    let listener = UnixListener::bind(&path).unwrap();
    let (closed, when_closed) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let closed = closed.clone();
            tokio::spawn(async move {
                let service = service_fn(|request| ready(Ok::<_, Infallible>(answer(&request))));
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
                let _ = closed.send(());
            });
        }
    });
    (
        endpoint_with_cluster(Cluster::Proxied(ProxySocket::new(path)), Engine::Simulated),
        when_closed,
    )
}

fn answer(request: &Request<Incoming>) -> Response<Body> {
    let answer = Response::builder();
    match request.uri().path() {
        "/version" | "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" => {
            let mut names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
            names.sort_unstable();
            let body = json!({ "method": request.method().as_str(),
                "uri": request.uri().to_string(), "headers": names,
                "host": request.headers()["host"].to_str().unwrap() });
            let answer = answer.header("content-type", "application/json");
            let answer = answer
                .header("set-cookie", "a=b")
                .header("content-encoding", "identity");
            answer.body(Body::from(body.to_string())).unwrap()
        }
        "/api/v1/secrets" => {
            let first = stream::iter([Ok::<_, Infallible>("{\"type\":\"ADDED\"}\n")]);
            let open = stream::StreamExt::chain(first, stream::pending());
            answer.body(Body::from_stream(open)).unwrap()
        }
        _ => {
            let answer = answer
                .status(500)
                .header("content-type", "text/plain; charset=utf-8");
            answer
                .body(Body::from(
                    "dial tcp 127.0.0.1:1: connect: connection refused\n",
                ))
                .unwrap()
        }
    }
}

#[tokio::test]
async fn only_headers_about_the_form_are_forwarded() {
    let dir = PrivateDir::new().unwrap();
    let (endpoint, _) = serve_proxy(&dir);
    let mut request = endpoint.request("GET", "/version?timeout=5s");
    for (name, value) in [
        ("accept", "application/json"),
        ("accept-encoding", "gzip"),
        ("authorization", "Bearer stolen"),
        ("impersonate-user", "system:admin"),
        ("impersonate-group", "system:masters"),
        ("cookie", "a=b"),
        ("origin", support::ORIGIN),
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("x-remote-user", "admin"),
    ] {
        request = request.header(name, value);
    }
    let answer = endpoint.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert!(!answer.headers().contains_key("set-cookie"));
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let expected = json!({ "method": "GET", "uri": "/version?timeout=5s", "host": "localhost",
        "headers": ["accept", "accept-encoding", "host"] });
    assert_eq!(body, expected);
}

/// The SelfSubjectAccessReview and the SelfSubjectReview: the API server stores nothing of these POST requests.
#[tokio::test]
async fn two_reviews_are_forwarded_and_no_other_post() {
    const ACCESS: &str = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    let dir = PrivateDir::new().unwrap();
    let (endpoint, _) = serve_proxy(&dir);
    let post = |path: &str| {
        let request = endpoint
            .request("POST", path)
            .header("origin", support::ORIGIN);
        request
            .header("impersonate-user", "system:admin")
            .header("authorization", "Bearer stolen")
    };
    let json = |request: axum::http::request::Builder| {
        let request = request.header("content-type", "application/json");
        request.body(Body::from("{}")).unwrap()
    };
    let (status, body) = endpoint
        .json(json(post(&format!("{ACCESS}?fieldManager=x"))))
        .await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({ "method": "POST", "uri": ACCESS, "host": "localhost",
        "headers": ["accept", "content-length", "content-type", "host"] });
    assert_eq!(body, expected);

    let form = post(ACCESS).header("content-type", "text/plain");
    let (status, _) = endpoint.json(form.body(Body::from("{}")).unwrap()).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let without_token = Request::post(ACCESS).header("host", support::HOST);
    let (status, _) = endpoint.json(json(without_token)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    for other in [
        "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        "/apis/authorization.k8s.io/v1/namespaces/shop/localsubjectaccessreviews",
        "/apis/authentication.k8s.io/v1/tokenreviews",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/",
        "/apis/authorization.k8s.io/v1beta1/selfsubjectaccessreviews",
        "/api/v1/namespaces/shop/serviceaccounts/astern-rollback/token",
        "/api/v1/namespaces/shop/secrets",
    ] {
        let (status, _) = endpoint.json(json(post(other))).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{other}");
    }
}

#[tokio::test]
async fn a_watch_is_streamed_line_by_line_and_closed_when_it_is_dropped() {
    let dir = PrivateDir::new().unwrap();
    let (endpoint, mut closed) = serve_proxy(&dir);
    let request = endpoint
        .request("GET", "/api/v1/secrets?watch=true")
        .body(Body::empty())
        .unwrap();
    let mut body = endpoint.answer(request).await.into_body();
    let line = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(line.as_ref(), b"{\"type\":\"ADDED\"}\n");
    drop(body);
    tokio::time::timeout(Duration::from_secs(20), closed.recv())
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn an_unreachable_cluster_is_reported() {
    let dir = PrivateDir::new().unwrap();
    let (endpoint, _) = serve_proxy(&dir);
    let (status, error) = endpoint.get("/apis").await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::BAD_GATEWAY, &json!("cluster"))
    );
    let message = "The cluster cannot be asked: dial tcp 127.0.0.1:1: connect: connection refused.";
    assert_eq!(error["message"], message);

    let unreachable = Cluster::Proxied(ProxySocket::new(dir.path().join("none")));
    let error = server_version(&unreachable).await.unwrap_err();
    assert!(matches!(error, ClusterError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn a_kubectl_that_ends_at_once_is_reported_with_its_error() {
    let dir = PrivateDir::new().unwrap();
    let kubectl = |name: &str, script: &str| {
        let path = dir.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path
    };
    let access = |kubectl| KubectlOptions {
        kubectl,
        supervisor: env!("CARGO_BIN_EXE_astern").into(),
        kubeconfig: None,
        context: Some("prod".to_owned()),
    };
    let start_error = |kubectl| async move {
        let error = KubectlProxy::start(&access(kubectl)).await.unwrap_err();
        error.to_string()
    };
    let broken = kubectl(
        "broken",
        "echo 'error: the kubeconfig is no YAML' >&2\nexit 1\n",
    );
    assert_eq!(
        start_error(broken).await,
        "kubectl proxy ended: the kubeconfig is no YAML"
    );
    let missing = start_error("/nowhere/kubectl".into()).await;
    assert!(
        missing.starts_with("/nowhere/kubectl cannot be run:"),
        "{missing}"
    );
}

#[tokio::test]
async fn subresources_are_refused_before_they_reach_the_api_server() {
    let dir = PrivateDir::new().unwrap();
    let (endpoint, _) = serve_proxy(&dir);
    for path in [
        "/apis/subresources.kubevirt.io/v1/namespaces/a/virtualmachineinstances/x/portforward",
        "/api/v1/namespaces/a/pods/x/exec",
        "/api/v1/namespaces/a/pods/x%2Fexec",
        "/api/v1/nodes/n/proxy/runningpods",
    ] {
        let (status, error) = endpoint.get(path).await;
        assert_eq!(
            (status, &error["code"]),
            (StatusCode::NOT_FOUND, &json!("not-found")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_namespace_may_be_called_proxy() {
    let dir = PrivateDir::new().unwrap();
    let (endpoint, _) = serve_proxy(&dir);
    // The socket answers every path that it does not know with an error of kubectl's.
    let (status, error) = endpoint
        .get("/apis/apps/v1/namespaces/proxy/deployments/web")
        .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::BAD_GATEWAY, &json!("cluster"))
    );
}
