//! The credentials of a pod for the API server.

use std::path::PathBuf;

/// A service account's files, and the address of the API server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceAccount {
    /// The folder with `token` and `ca.crt`. The kubelet writes a new token there before the old one expires.
    pub dir: PathBuf,
    /// The address of the API server.
    pub api_server: String,
}

/// Why there is no client for the API server.
#[derive(Debug, thiserror::Error)]
pub enum ServiceAccountError {
    /// There is no token.
    #[error(
        "{path} cannot be read: {source}. `astern serve` runs in a pod that has its service account's \
         token; on your own machine, run `astern`"
    )]
    NoToken {
        /// Where the token should be.
        path: String,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// The address of the API server is invalid.
    #[error("{0} is no address of an API server; it begins with https:// and has no path")]
    Address(String),
    /// The client cannot be built.
    #[error("the API server cannot be asked: {0}")]
    Client(#[from] Box<kube::Error>),
}

impl ServiceAccount {
    /// The file with the bearer token.
    pub(super) fn token_file(&self) -> PathBuf {
        self.dir.join("token")
    }

    /// The file with the certificate of the API server's authority.
    pub(super) fn ca_file(&self) -> PathBuf {
        self.dir.join("ca.crt")
    }
}
