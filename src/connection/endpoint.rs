//! The endpoint that serves the page, and its session.

use astern_cluster::{Accept, Request, Transport as _, read_to_end};
use astern_protocol::{SESSION_PATH, Session};

use crate::browser::BrowserTransport;

/// What serves this page besides the API server.
#[derive(Debug)]
pub enum Endpoint {
    /// Nothing: the page is served by `kubectl proxy` alone. Reading works; a rollback is a command to copy.
    None,
    /// Astern's endpoint.
    Serves {
        /// What it reports about itself.
        session: Session,
        /// Sends requests to it.
        transport: BrowserTransport,
    },
}

/// Asks for the endpoint's session at the address of a transport.
pub(super) async fn find_endpoint(transport: BrowserTransport) -> Endpoint {
    match fetch_session(&transport).await {
        Some(session) => Endpoint::Serves { session, transport },
        None => Endpoint::None,
    }
}

/// Fetches the session of an endpoint; `None` where none answers. Under plain `kubectl proxy` the path is a file that
/// does not exist, which is no error.
pub(super) async fn fetch_session(transport: &BrowserTransport) -> Option<Session> {
    let request = Request::get(SESSION_PATH, Accept::Json);
    let mut answer = transport.send(&request).await.ok()?;
    if answer.status != 200 {
        return None;
    }
    serde_json::from_slice(&read_to_end(&mut answer.body).await.ok()?).ok()
}
