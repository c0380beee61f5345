//! Finding the API server and the endpoint from the page's address.

use std::sync::Arc;

use astern_cluster::{ClusterError, base_candidates, cluster_id, server_version};
use futures_util::future::join;

use super::cluster::Cluster;
use super::endpoint::find_endpoint;
use super::payloads::Payloads;
use super::tokens::TokenCache;
use crate::browser::{BrowserTransport, LaunchToken, page_path};

/// The state of the connection to the cluster.
#[derive(Clone, Debug)]
pub enum Connection {
    /// The API server is being looked for.
    Connecting,
    /// There is no API server, or it does not admit this page.
    Failed(ConnectionError),
    /// The API server answers.
    Ready(Arc<Cluster>),
}

/// Why there is no connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConnectionError {
    /// The endpoint requires the launch token, which this tab does not have.
    NoToken,
    /// No API server answers at any ancestor of the page's path.
    NoApiServer(ClusterError),
}

/// Finds the API server among the ancestors of the page's path, and the endpoint beside the page.
pub async fn connect(token: Option<LaunchToken>) -> Connection {
    let bases = base_candidates(&page_path());
    let mut failure = ClusterError::NotFound("no address was tried".to_owned());
    for base in &bases {
        let api = BrowserTransport::new(base.clone(), token.clone());
        match server_version(&api).await {
            Ok(_) => {
                let page = bases.first().unwrap_or(base);
                let endpoint = BrowserTransport::new(page.clone(), token.clone());
                let (endpoint, id) = join(find_endpoint(endpoint), cluster_id(&api)).await;
                let endpoint = match endpoint {
                    Ok(endpoint) => endpoint,
                    Err(error) => return failed(error),
                };
                let id = match id {
                    // A link to another cluster is known by the identity, so the page does not begin without an answer.
                    Err(error) if error.temporary().is_some() => return failed(error),
                    id => id,
                };
                return Connection::Ready(Arc::new(Cluster {
                    api,
                    endpoint,
                    id,
                    payloads: Payloads::default(),
                    tokens: TokenCache::default(),
                }));
            }
            Err(ClusterError::Unauthorized(_)) if token.is_none() => {
                return Connection::Failed(ConnectionError::NoToken);
            }
            // The error of a server that refuses or does not answer explains more than that of a path without a server.
            Err(error @ (ClusterError::NotFound(_) | ClusterError::Malformed(_))) => {
                if matches!(failure, ClusterError::NotFound(_)) {
                    failure = error;
                }
            }
            Err(error) => failure = error,
        }
    }
    failed(failure)
}

fn failed(error: ClusterError) -> Connection {
    Connection::Failed(ConnectionError::NoApiServer(error))
}

impl ConnectionError {
    /// Whether another attempt may succeed without anybody doing something.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::NoToken => false,
            Self::NoApiServer(error) => error.temporary().is_some(),
        }
    }
}
