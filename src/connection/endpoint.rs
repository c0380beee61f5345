//! Asking the endpoint, with what opens it.

use std::fmt;

use astern_cluster::{Answer, ClusterError, Request, Transport as _, TransportError};
use astern_ledger::Namespace;
use astern_protocol::Mode;

use super::{Cluster, Endpoint};
use crate::browser::{BrowserBody, BrowserTransport};

/// Why the endpoint did not answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unheard {
    /// There is none.
    NoEndpoint,
    /// The token that opens it could not be minted.
    NotMinted(ClusterError),
    /// Nobody answered.
    Silent(TransportError),
}

impl fmt::Display for Unheard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEndpoint => f.write_str("this page is served by kubectl proxy alone"),
            Self::NotMinted(error) => write!(f, "the token that opens it was not minted: {error}"),
            Self::Silent(error) => error.fmt(f),
        }
    }
}

impl Cluster {
    /// Sends a request about a namespace to the endpoint. In the cluster that takes a token of that namespace, which is
    /// minted first; one that is refused is minted anew, once.
    ///
    /// # Errors
    /// [`Unheard`]. An answer of any status is none.
    pub async fn ask_endpoint(
        &self,
        namespace: &Namespace,
        request: &Request,
    ) -> Result<Answer<BrowserBody>, Unheard> {
        let Endpoint::Serves { session, transport } = &self.endpoint else {
            return Err(Unheard::NoEndpoint);
        };
        let Mode::InCluster(minting) = &session.mode else {
            return send(transport, request).await;
        };
        let minted = || async {
            let token = self.tokens.get(&self.api, namespace, minting).await;
            token
                .map(|token| transport.with_minted(token))
                .map_err(Unheard::NotMinted)
        };
        let answer = send(&minted().await?, request).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        self.tokens.forget(namespace);
        send(&minted().await?, request).await
    }
}

async fn send(
    transport: &BrowserTransport,
    request: &Request,
) -> Result<Answer<BrowserBody>, Unheard> {
    transport.send(request).await.map_err(Unheard::Silent)
}
