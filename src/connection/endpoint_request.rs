//! Requests to the endpoint, with the token that it requires.

use std::fmt;

use astern_cluster::{ClusterError, Request, Response, Transport as _, TransportError};
use astern_ledger::Namespace;
use astern_protocol::Mode;

use super::cluster::Cluster;
use super::endpoint::Endpoint;
use crate::browser::{BrowserBody, BrowserTransport};

/// Why the endpoint did not answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EndpointError {
    /// There is no endpoint.
    NoEndpoint,
    /// The token for it could not be created.
    NoToken(ClusterError),
    /// The request got no answer.
    Transport(TransportError),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEndpoint => f.write_str("this page is served by kubectl proxy alone"),
            Self::NoToken(error) => write!(f, "the token that opens it was not minted: {error}"),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl Cluster {
    /// Sends a request about a namespace to the endpoint.
    ///
    /// The endpoint in the cluster requires a token of that namespace, which is created first. A token that is refused is
    /// replaced once.
    ///
    /// # Errors
    /// [`EndpointError`]. An answer of any status is not an error.
    pub async fn send_to_endpoint(
        &self,
        namespace: &Namespace,
        request: &Request,
    ) -> Result<Response<BrowserBody>, EndpointError> {
        let Endpoint::Serves { session, transport } = &self.endpoint else {
            return Err(EndpointError::NoEndpoint);
        };
        let Mode::InCluster(minting) = &session.mode else {
            return send(transport, request).await;
        };
        let with_token = || async {
            let token = self.tokens.get(&self.api, namespace, minting).await;
            token
                .map(|token| transport.with_minted(token))
                .map_err(EndpointError::NoToken)
        };
        let answer = send(&with_token().await?, request).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        self.tokens.remove(namespace);
        send(&with_token().await?, request).await
    }
}

async fn send(
    transport: &BrowserTransport,
    request: &Request,
) -> Result<Response<BrowserBody>, EndpointError> {
    let answer = transport.send(request).await;
    answer.map_err(EndpointError::Transport)
}
