//! HTTP over the Unix socket of `kubectl proxy`.

use std::path::PathBuf;
use std::time::Duration;

use astern_cluster::{Transport, TransportError};
use axum::body::{self, Bytes};
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body, Incoming};
use tokio::net::UnixStream;

use super::login::LoginFailure;
use crate::backend::BackendError;
use crate::backend::exchange::exchange;
use crate::backend::transport::{Chunks, cluster_response, http_request};

/// How much is read of an error that kubectl reports.
const ERROR_LIMIT: usize = 4096;

/// The path of the socket that a `kubectl proxy` listens on.
#[derive(Clone, Debug)]
pub struct ProxySocket(PathBuf);

impl ProxySocket {
    /// The socket at this path.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Opens a connection for one request.
    ///
    /// # Errors
    /// [`BackendError::Connect`].
    pub(in crate::backend) async fn connect(&self) -> Result<UnixStream, BackendError> {
        UnixStream::connect(&self.0)
            .await
            .map_err(BackendError::Connect)
    }

    /// Sends a request over a connection of its own. The connection closes when the response is dropped, so a watch that
    /// the page gave up ends at the API server too.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response of an API server.
    pub async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, BackendError> {
        send_over(self.connect().await?, request).await
    }
}

impl Transport for ProxySocket {
    type Body = Chunks;

    async fn send(
        &self,
        request: &astern_cluster::Request,
    ) -> Result<astern_cluster::Response<Chunks>, TransportError> {
        let response = Self::send(self, http_request(request)?).await;
        cluster_response(response.map(|response| response.map(body::Body::new)))
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// Sends a request to `kubectl proxy` over a connection of its own, which closes when the response is dropped.
///
/// # Errors
/// [`BackendError::Unreachable`] with kubectl's words when it got no response, [`BackendError::Closed`] when it gave none.
pub(in crate::backend) async fn send_over<B>(
    stream: UnixStream,
    mut request: Request<B>,
) -> Result<Response<Incoming>, BackendError>
where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    // One of the hosts that kubectl proxy accepts.
    let host = HeaderValue::from_static("localhost");
    request.headers_mut().insert(header::HOST, host);
    let response = exchange(stream, request).await?;
    if is_proxy_error(&response) {
        let message = Limited::new(response.into_body(), ERROR_LIMIT)
            .collect()
            .await;
        let message = message.map(|body| body.to_bytes()).unwrap_or_default();
        let message = String::from_utf8_lossy(&message).trim().to_owned();
        return Err(match LoginFailure::of_proxy_error(&message) {
            Some(failure) => BackendError::Login(failure),
            None => BackendError::Unreachable(message),
        });
    }
    Ok(response)
}

/// Whether kubectl itself reports that it got no response (`responder.Error` in its `proxy_server.go`): status 500 and
/// plain text. An API server's own errors are JSON.
fn is_proxy_error(response: &Response<Incoming>) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/plain"))
}
