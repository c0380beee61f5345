//! The router of the endpoint on a laptop with the sample cluster, and requests to it.
#![allow(dead_code, reason = "each test binary uses some of it")]

pub mod api_server;
pub mod fake_helm;
pub mod fake_kubectl;
pub mod in_cluster;
pub mod tls;

use std::sync::Arc;
use std::time::SystemTime;

use astern_endpoint::backend::Cluster;
use astern_endpoint::backend::sample::{Recording, Sample};
use astern_endpoint::http::AppState;
use astern_endpoint::http::Assets;
use astern_endpoint::http::contexts::PageContexts;
use astern_endpoint::http::guards::{LaunchToken, LoopbackAddress};
use astern_endpoint::http::routers::loopback::{Loopback, router};
use astern_endpoint::journal::JournalPolicy;
use astern_endpoint::launch_file::LaunchFile;
use astern_endpoint::modes::demo::session;
use astern_endpoint::rollback::{Engine, HelmUnavailable, Rollbacks};
use astern_ledger::Timestamp;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub const HOST: &str = "127.0.0.1:8090";
pub const ORIGIN: &str = "http://127.0.0.1:8090";

/// An endpoint, and the launch token that it requires.
pub struct TestEndpoint {
    pub router: Router,
    pub token: String,
    pub app: AppState,
    pub cluster: Arc<Cluster>,
}

/// Returns an endpoint with the sample cluster.
pub fn test_endpoint(engine: Engine) -> TestEndpoint {
    endpoint_with_cluster(sample_cluster(), engine)
}

/// Returns the sample cluster.
pub fn sample_cluster() -> Cluster {
    let recording = Recording::embedded().unwrap();
    Cluster::Sample(Sample::new(recording, Timestamp::from(SystemTime::now())))
}

/// Returns an endpoint with a cluster and an engine.
pub fn endpoint_with_cluster(cluster: Cluster, engine: Engine) -> TestEndpoint {
    endpoint_with_launch(cluster, Ok(engine), None)
}

/// Returns an endpoint whose browser is opened with a file.
pub fn endpoint_with_launch(
    cluster: Cluster,
    engine: Result<Engine, HelmUnavailable>,
    launch_file: Option<Arc<LaunchFile>>,
) -> TestEndpoint {
    let app = AppState {
        session: session(&Recording::embedded().unwrap()),
        connection: None,
        rollbacks: Arc::new(Rollbacks::new(engine, JournalPolicy::Disabled)),
        assets: Arc::new(Assets::default()),
    };
    let loopback = Loopback {
        app: app.clone(),
        cluster: Arc::new(cluster),
        contexts: PageContexts::default(),
        address: LoopbackAddress::new(8090),
        token: LaunchToken::random().unwrap(),
        launch_file,
        opens_at: None,
    };
    TestEndpoint {
        token: loopback.token.reveal().to_owned(),
        cluster: Arc::clone(&loopback.cluster),
        router: router(loopback),
        app,
    }
}

impl TestEndpoint {
    /// Returns a request of the page: with the token, from its own origin.
    pub fn request(&self, method: &str, path: &str) -> request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("sec-fetch-site", "same-origin")
            .header("x-astern-token", &self.token)
    }

    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Returns the status and the JSON body, or `null`.
    pub async fn json(&self, request: Request<Body>) -> (StatusCode, Value) {
        let answer = self.answer(request).await;
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.json(self.request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a request for a rollback.
    pub async fn start_rollback(&self, body: &Value) -> (StatusCode, Value) {
        let request = self
            .request("POST", "/astern/v1/rollbacks")
            .header("origin", ORIGIN)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.json(request).await
    }

    /// Returns the events of a rollback, up to its end.
    pub async fn follow(&self, id: u32, from: u64) -> Vec<Value> {
        let path = format!("/astern/v1/rollbacks/{id:032}?from={from}");
        let answer = self
            .answer(self.request("GET", &path).body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let lines = std::str::from_utf8(&bytes).unwrap().lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Returns the body of a request for a rollback.
pub fn rollback_request(id: u32, release: &str, target: u32, current: u32) -> Value {
    let (namespace, release) = release.split_once('/').unwrap();
    json!({ "request_id": format!("{id:032}"), "namespace": namespace, "release": release,
        "target": target, "expected_current": current })
}
