//! Requests to a cluster over any of the backends.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{Transport, TransportError};
use astern_wording::shell;
use axum::body::{Body, Bytes};
use axum::http::{self, HeaderMap, Request, Response, Uri, header};
use http_body_util::Full;

use super::BackendError;
use super::helm_relay::RelayAddress;
use super::kubectl_proxy::{KubectlConnection, ProxySocket};
use super::sample::Sample;
use super::service_account::ServiceAccountClient;
use super::transport::{Chunks, cluster_response, http_request};

/// A cluster, over one of the backends.
#[derive(Debug)]
pub enum Cluster {
    /// An API server through `kubectl proxy`, with the user's kubeconfig.
    Kubectl(Arc<KubectlConnection>),
    /// An API server through the socket of a `kubectl proxy`.
    Proxied(ProxySocket),
    /// An API server as a helm with a relay reaches it.
    Relayed(RelayAddress),
    /// An API server, as a service account.
    Direct(ServiceAccountClient),
    /// The embedded sample.
    Sample(Sample),
}

/// The headers of the page's requests that are forwarded. Credentials are not among them: `kubectl proxy` would prefer
/// them to the kubeconfig's own, which would let the page act as another user.
const FORWARDED_HEADERS: [header::HeaderName; 2] = [header::ACCEPT, header::ACCEPT_ENCODING];

impl Cluster {
    /// Sends a GET request to the path and query of `uri`, with those of the `headers` that are forwarded.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response.
    pub async fn read(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Response<Body>, BackendError> {
        let mut request = Request::new(Full::default());
        *request.uri_mut() = relative(uri);
        for name in FORWARDED_HEADERS {
            for value in headers.get_all(&name) {
                request.headers_mut().append(&name, value.clone());
            }
        }
        self.send_http(request).await
    }

    /// Sends a review: a POST request of JSON of which the API server stores nothing.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response.
    pub(crate) async fn review(
        &self,
        path: &str,
        json: Bytes,
    ) -> Result<Response<Body>, BackendError> {
        let invalid = |error: http::Error| BackendError::Unreachable(error.to_string());
        let request = Request::post(format!("/{path}"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(json));
        self.send_http(request.map_err(invalid)?).await
    }

    /// Returns the command with which a person runs kubectl for the same cluster.
    pub(crate) fn kubectl_command(&self, words: &[&str]) -> String {
        match self {
            Self::Kubectl(connection) => connection.chosen().options.command(words),
            _ => shell::command(["kubectl"].into_iter().chain(words.iter().copied())),
        }
    }

    async fn send_http(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, BackendError> {
        match self {
            Self::Kubectl(connection) => Ok(connection.send(request).await?.map(Body::new)),
            Self::Proxied(socket) => Ok(socket.send(request).await?.map(Body::new)),
            Self::Relayed(relay) => Ok(relay.send(request).await?.map(Body::new)),
            Self::Direct(client) => client.send(request).await,
            Self::Sample(sample) if request.method() == http::Method::GET => {
                Ok(sample.read(&request.map(drop)))
            }
            Self::Sample(_) => Err(BackendError::Unreachable(
                "the sample is only read".to_owned(),
            )),
        }
    }
}

/// Returns path and query without scheme and host.
fn relative(uri: &Uri) -> Uri {
    let mut parts = http::uri::Parts::default();
    parts.path_and_query = uri.path_and_query().cloned();
    Uri::from_parts(parts).unwrap_or_default()
}

impl Transport for Cluster {
    type Body = Chunks;

    async fn send(
        &self,
        request: &astern_cluster::Request,
    ) -> Result<astern_cluster::Response<Chunks>, TransportError> {
        cluster_response(self.send_http(http_request(request)?).await)
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
