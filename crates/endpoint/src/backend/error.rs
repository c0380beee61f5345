//! Why a request got no response from an API server.

use std::io;

use super::kubectl_proxy::{FailedLogin, LoginFailure};

/// Why a request got no response from an API server.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The socket of `kubectl proxy` is missing or nothing listens on it.
    #[error("kubectl proxy does not take connections any more")]
    Connect(#[source] io::Error),
    /// The cluster cannot be reached.
    #[error("{0}")]
    Unreachable(String),
    /// A kubectl was not logged in.
    #[error("{0}")]
    Login(LoginFailure),
    /// The kubectl of a connection was not logged in, and how to see whether it is.
    #[error("{0}")]
    NotLoggedIn(FailedLogin),
    /// kubectl was to be started again, and is not for this reason.
    #[error("{0}")]
    NotStartedAgain(String),
    /// The connection closed before a response arrived.
    #[error("kubectl proxy broke off without an answer")]
    Closed(#[from] hyper::Error),
}
