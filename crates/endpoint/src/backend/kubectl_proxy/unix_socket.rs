//! HTTP over the Unix socket of `kubectl proxy`.

use std::path::PathBuf;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::UnixStream;

use crate::backend::BackendError;

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

    /// Sends a request over a connection of its own. The connection closes when the response is dropped, so a watch that
    /// the page gave up ends at the API server too.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response of an API server.
    pub async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, BackendError> {
        let stream = UnixStream::connect(&self.0)
            .await
            .map_err(BackendError::Connect)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Whoever reads the response gets the error of the connection.
        tokio::spawn(async { drop(connection.await) });
        // One of the hosts that kubectl proxy accepts.
        let host = HeaderValue::from_static("localhost");
        request.headers_mut().insert(header::HOST, host);
        let response = sender.send_request(request).await?;
        if is_proxy_error(&response) {
            let message = Limited::new(response.into_body(), ERROR_LIMIT)
                .collect()
                .await;
            let message = message.map(|body| body.to_bytes()).unwrap_or_default();
            return Err(BackendError::Unreachable(
                String::from_utf8_lossy(&message).trim().to_owned(),
            ));
        }
        Ok(response)
    }
}

/// Whether kubectl itself reports that it got no response (`responder.Error` in its `proxy_server.go`): status 500 and
/// plain text. An API server's own errors are JSON.
fn is_proxy_error(response: &Response<Incoming>) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/plain"))
}
