//! HTTP over a Unix socket.

use std::path::PathBuf;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, header};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::UnixStream;

/// Where a `kubectl proxy` listens.
#[derive(Clone, Debug)]
pub struct Socket(PathBuf);

/// Nobody answered at the socket.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// It is not there, or nobody listens.
    #[error("kubectl proxy does not take connections any more")]
    Connect(#[source] std::io::Error),
    /// It broke off before it answered.
    #[error("kubectl proxy broke off without an answer")]
    Broken(#[from] hyper::Error),
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
        mut request: Request<Empty<Bytes>>,
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
        Ok(sender.send_request(request).await?)
    }
}
