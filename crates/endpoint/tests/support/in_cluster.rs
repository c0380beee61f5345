//! The router of the cluster on an API server that is played, and asking it.

use std::sync::Arc;

use astern_endpoint::backend::service_account::ServiceAccountClient;
use astern_endpoint::http::AppState;
use astern_endpoint::http::Assets;
use astern_endpoint::http::routers::in_cluster::{InCluster, router};
use astern_endpoint::journal::{JournalPolicy, JournalWriter};
use astern_endpoint::rollback::{ClusterAccess, Engine, HelmProgram, InstalledHelm, Rollbacks};
use astern_protocol::{Ground, Helm, Minting, Mode, Session};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, request};
use http_body_util::BodyExt as _;
use kube::Client;
use serde_json::Value;
use tower::{ServiceExt as _, service_fn};

use super::api::Api;
use super::helm::HELM;

/// A token that opens namespace `shop`.
pub const TOKEN: &str = "shop.astern.good";

/// One run of astern in the cluster.
pub struct Pod {
    pub router: Router,
    pub app: AppState,
}

/// Starts one that may run so many rollbacks at once.
pub fn pod(api: &Api, at_once: usize) -> Pod {
    let answer = api.clone();
    let service = service_fn(move |request| answer.clone().answer(request));
    let account = ServiceAccountClient::with_client(Client::new(service, "astern"));
    let program = HelmProgram {
        path: HELM.clone(),
        access: ClusterAccess::ServiceAccount {
            kubeconfig: "/nowhere/kubeconfig".into(),
            home: "/nowhere".into(),
        },
    };
    let engine = Engine::Helm(InstalledHelm {
        program,
        version: "v4.3.1".to_owned(),
    });
    let journal = JournalPolicy::Required(JournalWriter::new(Ground::Cluster).unwrap());
    let app = AppState {
        session: Session {
            mode: Mode::InCluster(Minting::default()),
            cluster: Some("prod".to_owned()),
            helm: Helm::Found {
                version: "v4.3.1".to_owned(),
            },
            helm_flags: Vec::new(),
        },
        rollbacks: Arc::new(Rollbacks::new(Ok(engine), journal).at_most(at_once)),
        assets: Arc::new(Assets::new()),
    };
    let router = router(InCluster::new(app.clone(), account));
    Pod { router, app }
}

impl Pod {
    /// A request as it comes through the service proxy, from a page, with that token.
    pub fn page(&self, method: &str, path: &str, token: &str) -> request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", "10.0.0.7:8443")
            .header("origin", "http://localhost:8001")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", "127.0.0.1")
            .header("x-astern-token", token)
    }

    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The status and the JSON, `null` where there is none.
    pub async fn json(&self, request: Request<Body>) -> (StatusCode, Value) {
        let answer = self.answer(request).await;
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        self.json(self.page("GET", path, token).body(Body::empty()).unwrap())
            .await
    }

    /// Asks for a rollback.
    pub async fn press(&self, body: &Value, token: &str) -> (StatusCode, Value) {
        let request = self
            .page("POST", "/astern/v1/rollbacks", token)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.json(request).await
    }

    /// Follows a rollback to its end.
    pub async fn follow(&self, id: u32, from: u64, token: &str) -> Vec<Value> {
        let path = format!("/astern/v1/rollbacks/{id:032}?from={from}");
        let request = self.page("GET", &path, token).body(Body::empty()).unwrap();
        let answer = self.answer(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let lines = std::str::from_utf8(&bytes).unwrap().lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
