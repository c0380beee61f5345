//! What the page is connected to: which API server, which endpoint, which cluster.

mod connect;
mod details;
mod endpoint;
mod follow_history;
mod follow_records;
mod installed;
mod journal;
mod payloads;
mod permissions;
mod tokens;

use std::sync::Arc;

use astern_cluster::{ClusterError, ClusterId};
use astern_protocol::Session;
use leptos::prelude::*;

use crate::browser::BrowserTransport;

pub use connect::{Endpoint, connect};
pub use details::{DetailReader, Details};
pub use endpoint::Unheard;
pub use follow_history::{follow_current, follow_history};
pub use follow_records::{Following, LiveRecords, Records, follow};
pub use installed::find_installed;
pub use journal::read_journal;
pub use payloads::{Payloads, expect_payload};
pub use permissions::{Asked, ask_may, ask_who};
pub use tokens::Tokens;

/// How far the page has come in finding its cluster.
#[derive(Clone, Debug)]
pub enum Connection {
    /// Asking.
    Looking,
    /// Nothing here is an API server, or it does not let this page in.
    Lost(Lost),
    /// It answers.
    Ready(Arc<Cluster>),
}

/// Why there is no cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lost {
    /// The endpoint wants the launch token, which this tab does not have.
    NoToken,
    /// No API server answers at any ancestor of the page's path.
    NoApiServer(ClusterError),
}

/// The cluster that everything on the page is about.
#[derive(Debug)]
pub struct Cluster {
    /// Carries requests to the API server.
    pub api: BrowserTransport,
    /// Who else serves this page.
    pub endpoint: Endpoint,
    /// Which cluster it is; an error when it may not be asked.
    pub id: Result<ClusterId, ClusterError>,
    /// Revisions that have been fetched, for as long as the page is open.
    pub payloads: Payloads,
    /// What opens the endpoint in the cluster.
    pub tokens: Tokens,
}

impl Cluster {
    /// The name that people read: the endpoint's, else the beginning of the cluster's UID.
    pub fn name(&self) -> String {
        let told = self.session().and_then(|session| session.cluster.clone());
        told.unwrap_or_else(|| match &self.id {
            Ok(id) => id.short().to_owned(),
            Err(_) => "name unknown".to_owned(),
        })
    }

    /// The endpoint's session, when there is an endpoint.
    pub fn session(&self) -> Option<&Session> {
        match &self.endpoint {
            Endpoint::Serves { session, .. } => Some(session),
            Endpoint::None => None,
        }
    }
}

/// Whether what the page shows is still true.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Liveness {
    /// Nothing is followed here.
    Still,
    /// A watch is open.
    Live,
    /// The cluster has not answered since then.
    Silent(astern_ledger::Timestamp),
}

/// What the top bar says about liveness; pages set it.
#[derive(Clone, Copy)]
pub struct LivenessSignal(pub RwSignal<Liveness>);
