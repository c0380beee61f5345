//! The port, and who is let in at it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use super::limits::{AuthenticatedIdentity, ConnectionLimiter};
use super::{ServerTransport, connection};

/// The port that is taken when it is free, so that a link stays good over a restart.
const USUAL: u16 = 8090;

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
    /// The address that was asked for.
    #[error("{address} cannot be listened at: {source}. Choose another address with --listen")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
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

/// Takes that address.
///
/// # Errors
/// [`ListenError::Address`].
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| ListenError::Address { address, source })
}

/// Serves for good.
pub async fn serve(listener: TcpListener, transport: ServerTransport, router: Router) {
    let mut limiter = ConnectionLimiter::default();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: some are free again in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Without it what is small waits until what came before is acknowledged. It is only slower where that fails.
        let _ = stream.set_nodelay(true);
        if !limiter.make_room() {
            // Nobody who may ask is sent away for somebody new.
            continue;
        }
        let identity = AuthenticatedIdentity::default();
        let served = connection::serve(stream, transport.clone(), router.clone(), identity.clone());
        let task = tokio::spawn(served);
        limiter.add(identity, task.abort_handle());
    }
}
