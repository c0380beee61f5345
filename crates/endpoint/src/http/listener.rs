//! The listening socket, and accepting connections on it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use super::ServerTransport;
use super::connection::serve_connection;
use super::limits::{AuthenticatedIdentity, ConnectionLimiter};

/// The port that is used when it is free, so that a link stays valid over a restart.
const DEFAULT_PORT: u16 = 8090;

/// Why no socket listens.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The requested port cannot be used.
    #[error(
        "port {port} cannot be used: {}. Choose another one with --port, or none for a free one",
        reason(source)
    )]
    Port {
        /// The port.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// No port of the loopback interface can be used.
    #[error("no port of the loopback interface can be used: {0}")]
    NoPort(#[source] io::Error),
    /// The requested address cannot be used.
    #[error("{address} cannot be listened at: {source}. Choose another address with --listen")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
}

/// Returns why a port cannot be used. The system's words do not say who uses it.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another program uses it, perhaps another astern".to_owned(),
        io::ErrorKind::PermissionDenied => "ports below 1024 are for the system".to_owned(),
        _ => error.to_string(),
    }
}

/// Listens on that port of 127.0.0.1; without one on 8090 if it is free, else on any.
///
/// # Errors
/// [`ListenError::Port`] and [`ListenError::NoPort`].
pub async fn listen_on_loopback(port: Option<u16>) -> Result<TcpListener, ListenError> {
    match port {
        Some(port) => TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|source| ListenError::Port { port, source }),
        None => match TcpListener::bind((Ipv4Addr::LOCALHOST, DEFAULT_PORT)).await {
            Ok(listener) => Ok(listener),
            Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .map_err(ListenError::NoPort),
        },
    }
}

/// Listens on that address.
///
/// # Errors
/// [`ListenError::Address`].
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| ListenError::Address { address, source })
}

/// Accepts and serves connections. Never returns.
pub async fn serve(listener: TcpListener, transport: ServerTransport, router: Router) {
    let mut limiter = ConnectionLimiter::default();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Most likely out of file descriptors, of which some are free again in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Nagle's algorithm delays small writes until earlier ones are acknowledged. Serving works without this too.
        let _ = stream.set_nodelay(true);
        if !limiter.make_room() {
            // Dropping the stream closes the new connection; no authenticated one is closed for it.
            continue;
        }
        let identity = AuthenticatedIdentity::default();
        let serving = serve_connection(stream, transport.clone(), router.clone(), identity.clone());
        let task = tokio::spawn(serving);
        limiter.add(identity, task.abort_handle());
    }
}
