//! The endpoint that serves the page, and its session.

use astern_cluster::{Accept, ClusterError, Request, fetch, fetch_once};
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
        session: Box<Session>,
        /// Sends requests to it.
        transport: BrowserTransport,
    },
}

/// Asks for the endpoint's session at the address of a transport.
///
/// # Errors
/// [`ClusterError`] of a failure that may pass: then it is not known whether there is an endpoint.
pub(super) async fn find_endpoint(transport: BrowserTransport) -> Result<Endpoint, ClusterError> {
    Ok(match fetch_session(&transport).await? {
        Some(session) => Endpoint::Serves {
            session: Box::new(session),
            transport,
        },
        None => Endpoint::None,
    })
}

/// Fetches the session of an endpoint; `None` where another server answers. Under plain `kubectl proxy` the path is a file
/// that does not exist, which is no error.
///
/// # Errors
/// [`ClusterError`] of a failure that may pass.
pub(super) async fn fetch_session(
    transport: &BrowserTransport,
) -> Result<Option<Session>, ClusterError> {
    session_of(fetch(transport, &request()).await)
}

/// Fetches the session of an endpoint that may be away: what fails is not sent again.
///
/// # Errors
/// [`ClusterError`] of a failure that may pass.
pub(super) async fn fetch_session_once(
    transport: &BrowserTransport,
) -> Result<Option<Session>, ClusterError> {
    session_of(fetch_once(transport, &request()).await)
}

fn request() -> Request {
    Request::get(SESSION_PATH, Accept::Json)
}

fn session_of(fetched: Result<Vec<u8>, ClusterError>) -> Result<Option<Session>, ClusterError> {
    match fetched {
        Ok(session) => Ok(serde_json::from_slice(&session).ok()),
        Err(error) if error.temporary().is_some() => Err(error),
        Err(_) => Ok(None),
    }
}
