//! Why a request got no response from an API server.

use std::io;

use super::kubectl_proxy::LoginFailure;

/// Why a request got no response from an API server.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The socket of `kubectl proxy` is missing or nothing listens on it.
    #[error("kubectl proxy does not take connections any more")]
    Connect(#[source] io::Error),
    /// The cluster cannot be reached.
    #[error("{0}")]
    Unreachable(String),
    /// The login to the cluster failed.
    #[error("{0}")]
    Login(LoginFailure),
    /// kubectl was to be started again, and is not for this reason.
    #[error("{0}")]
    NotStartedAgain(String),
    /// The connection closed before a response arrived.
    #[error("kubectl proxy broke off without an answer")]
    Closed(#[from] hyper::Error),
}
