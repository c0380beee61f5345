//! The loopback port, and the connections to it.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The port that is taken when it is free, so that a link stays good over a restart.
const USUAL: u16 = 8090;

/// How long a request's head may take to arrive, and a connection may stay silent between two.
const HEAD_WAIT: Duration = Duration::from_secs(30);

/// The largest head of a request.
const HEAD_LIMIT: usize = 32 * 1024;

/// How many connections are served at a time. A browser opens six.
const CONNECTIONS: usize = 128;

/// Nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The port that was asked for.
    #[error(
        "port {port} cannot be used: {source}. Choose another one with --port, or none for a free one"
    )]
    Taken {
        /// The port.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// Any port.
    #[error("no port of the loopback interface can be used: {0}")]
    None(#[source] io::Error),
}

/// Takes that port of 127.0.0.1; without one 8090 where it is free, else any.
///
/// # Errors
/// [`ListenError`].
pub async fn bind(port: Option<u16>) -> Result<TcpListener, ListenError> {
    match port {
        Some(port) => TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|source| ListenError::Taken { port, source }),
        None => match TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL)).await {
            Ok(listener) => Ok(listener),
            Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .map_err(ListenError::None),
        },
    }
}

/// Serves for good.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: some are free again in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            // A connection that breaks is the browser's affair.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_WAIT)
                .max_buf_size(HEAD_LIMIT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(place);
        });
    }
}
