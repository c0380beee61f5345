//! The router of the endpoint in the cluster on a fake API server, and requests to it.

use std::sync::Arc;

use astern_endpoint::backend::service_account::ServiceAccountClient;
use astern_endpoint::http::AppState;
use astern_endpoint::http::Assets;
use astern_endpoint::http::routers::in_cluster::{InCluster, router};
use astern_endpoint::journal::{JournalPolicy, JournalWriter};
use astern_endpoint::rollback::{
    ClusterAccess, Engine, HelmProgram, InstalledHelm, MemoryLimit, Rollbacks, ServiceAccountAccess,
};
use astern_protocol::{Helm, HelmSettings, Mode, RunLocation, Session, TokenParameters};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, request};
use http_body_util::BodyExt as _;
use kube::Client;
use serde_json::Value;
use tower::{ServiceExt as _, service_fn};

use super::api_server::FakeApiServer;
use super::fake_helm::FAKE_HELM;

/// A token of the service account that rolls back in namespace `shop`.
pub const SHOP_TOKEN: &str = "shop.astern.valid";

/// A process of astern in the cluster.
pub struct Pod {
    pub router: Router,
    pub app: AppState,
}

/// Returns a process in which at most `limit` rollbacks run at once.
pub fn pod(api: &FakeApiServer, limit: usize) -> Pod {
    let journal = JournalWriter::new(RunLocation::Cluster).unwrap();
    pod_with_journal(api, limit, JournalPolicy::Required(journal))
}

/// Returns a process with another policy about its journal.
pub fn pod_with_journal(api: &FakeApiServer, limit: usize, journal: JournalPolicy) -> Pod {
    let server = api.clone();
    let service = service_fn(move |request| server.clone().handle(request));
    let account = ServiceAccountClient::with_client(Client::new(service, "astern"));
    let program = HelmProgram {
        memory: MemoryLimit::DEFAULT,
        path: FAKE_HELM.clone(),
        access: ClusterAccess::ServiceAccount(ServiceAccountAccess {
            kubeconfig: "/nowhere/kubeconfig".into(),
            home: "/nowhere".into(),
        }),
    };
    let engine = Engine::Helm(InstalledHelm {
        program,
        version: "v4.3.1".to_owned(),
    });
    let app = AppState {
        session: Session {
            mode: Mode::InCluster(TokenParameters::default()),
            cluster: Some("prod".to_owned()),
            namespace: None,
            helm: Helm::Found {
                version: "v4.3.1".to_owned(),
            },
            helm_flags: Vec::new(),
            helm_settings: HelmSettings::default(),
            other_contexts: 0,
            kubeconfig_change: None,
        },
        connection: None,
        rollbacks: Arc::new(Rollbacks::new(Ok(engine), journal).at_most(limit)),
        assets: Arc::new(Assets::default()),
    };
    let router = router(InCluster::new(app.clone(), account));
    Pod { router, app }
}

impl Pod {
    /// Returns a request of the page, as the service proxy forwards it.
    pub fn request(&self, method: &str, path: &str, token: &str) -> request::Builder {
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

    /// Returns the status and the JSON body, or `null`.
    pub async fn json(&self, request: Request<Body>) -> (StatusCode, Value) {
        let answer = self.answer(request).await;
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        self.json(
            self.request("GET", path, token)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// Sends a request for a rollback.
    pub async fn start_rollback(&self, body: &Value, token: &str) -> (StatusCode, Value) {
        let request = self
            .request("POST", "/astern/v1/rollbacks", token)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.json(request).await
    }

    /// Returns the events of a rollback, up to its end.
    pub async fn follow(&self, id: u32, from: u64, token: &str) -> Vec<Value> {
        let path = format!("/astern/v1/rollbacks/{id:032}?from={from}");
        let request = self
            .request("GET", &path, token)
            .body(Body::empty())
            .unwrap();
        let answer = self.answer(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let lines = std::str::from_utf8(&bytes).unwrap().lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
