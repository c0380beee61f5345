//! Finding the API server and the endpoint.

use std::sync::Arc;

use astern_cluster::{
    Accept, ClusterError, Request, Transport as _, base_candidates, cluster_id, read_to_end,
    server_version,
};
use astern_protocol::{SESSION_PATH, Session};

use super::{Cluster, Connection, Lost, Payloads, Tokens};
use crate::browser::{BrowserTransport, LaunchToken, page_path};

/// Who else serves this page.
#[derive(Debug)]
pub enum Endpoint {
    /// Nobody: `kubectl proxy` alone. Reading works; a rollback is a command to copy.
    None,
    /// Astern's endpoint.
    Serves {
        /// What it says of itself.
        session: Session,
        /// Carries requests to it.
        transport: BrowserTransport,
    },
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
                let beside = BrowserTransport::new(page.clone(), token.clone());
                let endpoint = find_endpoint(beside).await;
                let id = cluster_id(&api).await;
                return Connection::Ready(Arc::new(Cluster {
                    api,
                    endpoint,
                    id,
                    payloads: Payloads::default(),
                    tokens: Tokens::default(),
                }));
            }
            Err(ClusterError::Unauthorized(_)) if token.is_none() => {
                return Connection::Lost(Lost::NoToken);
            }
            // A silent or refusing server says more than a path that is none.
            Err(error @ (ClusterError::NotFound(_) | ClusterError::Malformed(_))) => {
                if matches!(failure, ClusterError::NotFound(_)) {
                    failure = error;
                }
            }
            Err(error) => failure = error,
        }
    }
    Connection::Lost(Lost::NoApiServer(failure))
}

async fn find_endpoint(transport: BrowserTransport) -> Endpoint {
    match session(&transport).await {
        Some(session) => Endpoint::Serves { session, transport },
        None => Endpoint::None,
    }
}

/// Under plain `kubectl proxy` this path is a file that is not there: no endpoint, and no error.
pub(super) async fn session(transport: &BrowserTransport) -> Option<Session> {
    let request = Request::get(SESSION_PATH, Accept::Json);
    let mut answer = transport.send(&request).await.ok()?;
    if answer.status != 200 {
        return None;
    }
    serde_json::from_slice(&read_to_end(&mut answer.body).await.ok()?).ok()
}
