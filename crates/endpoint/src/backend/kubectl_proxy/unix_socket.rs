//! HTTP over a Unix socket.

use std::path::PathBuf;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::UnixStream;

/// Where a `kubectl proxy` listens.
#[derive(Clone, Debug)]
pub struct Socket(PathBuf);

/// No API server answered.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// It is not there, or nobody listens.
    #[error("kubectl proxy does not take connections any more")]
    Connect(#[source] std::io::Error),
    /// It listens, and could not reach the cluster or log in to it.
    #[error("{0}")]
    Unreached(String),
    /// It broke off before it answered.
    #[error("kubectl proxy broke off without an answer")]
    Broken(#[from] hyper::Error),
}

/// The most that is read of what kubectl says about a failure.
const ERROR_LIMIT: usize = 4096;

/// kubectl's own way of saying that it got no answer (`responder.Error` in its `proxy_server.go`):
/// 500 and plain text. What an API server refuses is JSON.
fn is_own_error(answer: &Response<Incoming>) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    answer.status() == StatusCode::INTERNAL_SERVER_ERROR
        && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

impl Socket {
    /// The socket at this path.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Sends a request over a connection of its own, which closes when the answer is dropped: a
    /// watch that the page gave up ends at the API server too.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, Unanswered> {
        let stream = UnixStream::connect(&self.0)
            .await
            .map_err(Unanswered::Connect)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // How a connection ended is told to whoever reads the answer.
        tokio::spawn(async { drop(connection.await) });
        // One of the hosts that kubectl proxy accepts.
        let host = HeaderValue::from_static("localhost");
        request.headers_mut().insert(header::HOST, host);
        let answer = sender.send_request(request).await?;
        if is_own_error(&answer) {
            let said = Limited::new(answer.into_body(), ERROR_LIMIT)
                .collect()
                .await;
            let said = said.map(|said| said.to_bytes()).unwrap_or_default();
            return Err(Unanswered::Unreached(
                String::from_utf8_lossy(&said).trim().to_owned(),
            ));
        }
        Ok(answer)
    }
}
