//! One HTTP request and its response over a connection of its own.

use axum::body::Bytes;
use axum::http::{Request, Response};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// Sends a request over the connection and returns the head of the response. The connection closes when the response is
/// dropped.
///
/// # Errors
/// When the connection closes or breaks before the head of a response.
pub(super) async fn exchange<S, B>(
    stream: S,
    request: Request<B>,
) -> Result<Response<Incoming>, hyper::Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Whoever reads the response gets the error of the connection.
    tokio::spawn(async { drop(connection.await) });
    sender.send_request(request).await
}
