//! Why a request got no response from an API server.

use std::io;

/// Why a request got no response from an API server.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The socket of `kubectl proxy` is missing or nothing listens on it.
    #[error("kubectl proxy does not take connections any more")]
    Connect(#[source] io::Error),
    /// The cluster cannot be reached, or the login to it failed.
    #[error("{0}")]
    Unreachable(String),
    /// The connection closed before a response arrived.
    #[error("kubectl proxy broke off without an answer")]
    Closed(#[from] hyper::Error),
}
