//! One connection.

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

/// How long a request's head may take to arrive, and a connection may stay silent between two.
const HEAD_WAIT: Duration = Duration::from_secs(30);

/// How long two may take to agree on TLS.
const TLS_WAIT: Duration = Duration::from_secs(10);

/// The largest head of a request.
const HEAD_LIMIT: usize = 32 * 1024;

/// Serves it to its end. One that breaks is the other end's affair.
pub(super) async fn serve(
    stream: TcpStream,
    transport: ServerTransport,
    router: Router,
    identity: AuthenticatedIdentity,
) {
    match transport {
        ServerTransport::Plain => requests(stream, Reuse::Yes, router, identity).await,
        ServerTransport::Tls(acceptor) => {
            let agreed = tokio::time::timeout(TLS_WAIT, acceptor.accept(stream)).await;
            if let Ok(Ok(stream)) = agreed {
                requests(stream, Reuse::No, router, identity).await;
            }
        }
    }
}

/// Whether a connection carries more than one request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reuse {
    Yes,
    No,
}

async fn requests(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    reuse: Reuse,
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
        .header_read_timeout(HEAD_WAIT)
        .max_buf_size(HEAD_LIMIT)
        .keep_alive(reuse == Reuse::Yes)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
