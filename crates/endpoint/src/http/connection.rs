//! Serving one connection.

use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::ServerTransport;
use super::limits::AuthenticatedIdentity;

/// How long the head of a request may take to arrive, and a connection may be idle between two requests.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the TLS handshake may take.
const TLS_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest head of a request.
const HEAD_LIMIT: usize = 32 * 1024;

/// Serves a connection until it closes. Its errors are ignored: there is no one left to report them to.
pub(super) async fn serve_connection(
    stream: TcpStream,
    transport: ServerTransport,
    router: Router,
    identity: AuthenticatedIdentity,
) {
    match transport {
        ServerTransport::Plain => serve_requests(stream, KeepAlive::Yes, router, identity).await,
        ServerTransport::Tls(acceptor) => {
            let handshake = tokio::time::timeout(TLS_TIMEOUT, acceptor.accept(stream)).await;
            if let Ok(Ok(stream)) = handshake {
                serve_requests(stream, KeepAlive::No, router, identity).await;
            }
        }
    }
}

/// Whether a connection carries more than one request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeepAlive {
    Yes,
    No,
}

async fn serve_requests(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    keep_alive: KeepAlive,
    router: Router,
    identity: AuthenticatedIdentity,
) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(identity.clone());
        router.call(request)
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_LIMIT)
        .keep_alive(keep_alive == KeepAlive::Yes)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
