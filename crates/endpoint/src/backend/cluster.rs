//! Requests to a cluster over any of the backends.

use std::time::Duration;

use astern_cluster::{Method, Transport, TransportError, parse_retry_after};
use axum::body::{Body, Bytes};
use axum::http::{self, HeaderMap, HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full};

use super::BackendError;
use super::helm_relay::RelayAddress;
use super::kubectl_proxy::ProxySocket;
use super::sample::Sample;
use super::service_account::ServiceAccountClient;

/// A cluster, over one of the backends.
#[derive(Debug)]
pub enum Cluster {
    /// An API server through `kubectl proxy`, with the user's kubeconfig.
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

    async fn send_http(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Body>, BackendError> {
        match self {
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

/// Builds the HTTP request for a request of `astern-cluster`.
fn http_request(request: &astern_cluster::Request) -> Result<Request<Full<Bytes>>, TransportError> {
    let method = match request.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
    };
    let accept = HeaderValue::from_static(request.accept.header());
    let mut builder = Request::builder()
        .method(method)
        .uri(format!("/{}", request.target))
        .header(header::ACCEPT, accept);
    let mut body = Full::default();
    if let Some(json) = &request.body {
        builder = builder.header(header::CONTENT_TYPE, "application/json");
        body = Full::from(json.as_str().to_owned());
    }
    builder
        .body(body)
        .map_err(|error| TransportError::NoResponse(error.to_string()))
}

/// The body of a response, chunk by chunk.
#[derive(Debug)]
pub struct Chunks(Body);

impl Transport for Cluster {
    type Body = Chunks;

    async fn send(
        &self,
        request: &astern_cluster::Request,
    ) -> Result<astern_cluster::Response<Chunks>, TransportError> {
        let response = self.send_http(http_request(request)?).await;
        let response = response.map_err(|error| TransportError::NoResponse(error.to_string()))?;
        let retry_after = response.headers().get(header::RETRY_AFTER);
        Ok(astern_cluster::Response {
            status: response.status().as_u16(),
            retry_after: retry_after.and_then(|value| parse_retry_after(value.to_str().ok()?)),
            body: Chunks(response.into_body()),
        })
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl astern_cluster::Body for Chunks {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        while let Some(frame) = self.0.frame().await {
            let frame = frame.map_err(|error| TransportError::Interrupted(error.to_string()))?;
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data.to_vec()));
            }
        }
        Ok(None)
    }
}
