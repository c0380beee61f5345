//! The cluster that the page shows, with what was read from it.

use astern_cluster::{ClusterError, ClusterId};
use astern_ledger::Namespace;
use astern_protocol::{HelmSettings, Session};
use astern_wording::visible_line;

use super::endpoint::Endpoint;
use super::payloads::Payloads;
use super::tokens::TokenCache;
use crate::browser::BrowserTransport;

/// The cluster that everything on the page is about.
#[derive(Debug)]
pub struct Cluster {
    /// Sends requests to the API server.
    pub api: BrowserTransport,
    /// The endpoint that serves this page, if any.
    pub endpoint: Endpoint,
    /// The cluster's identity, or why it cannot be read.
    pub id: Result<ClusterId, ClusterError>,
    /// Payloads that were fetched since the page was opened.
    pub payloads: Payloads,
    /// Tokens for the endpoint in the cluster.
    pub tokens: TokenCache,
}

impl Cluster {
    /// Returns the name to display: the one that the endpoint reports, else the start of the cluster's UID. A context's name
    /// may be any text, so characters that are not shown are numbers in it.
    pub fn name(&self) -> String {
        let reported = self.session().and_then(|session| session.cluster.clone());
        let name = reported.unwrap_or_else(|| match &self.id {
            Ok(id) => id.short().to_owned(),
            Err(_) => "name unknown".to_owned(),
        });
        visible_line(&name).into_owned()
    }

    /// Returns what the endpoint's environment sets for helm; helm's defaults without an endpoint.
    pub fn helm_settings(&self) -> HelmSettings {
        self.session()
            .map(|session| session.helm_settings)
            .unwrap_or_default()
    }

    /// Returns the namespace of the kubeconfig's context, where the endpoint knows it.
    pub fn context_namespace(&self) -> Option<&Namespace> {
        self.session()?.namespace.as_ref()
    }

    /// Returns how many contexts the kubeconfig has besides this one; 0 without an endpoint on a laptop.
    pub fn other_contexts(&self) -> usize {
        self.session().map_or(0, |session| session.other_contexts)
    }

    /// Returns the endpoint's session, when there is an endpoint.
    pub fn session(&self) -> Option<&Session> {
        match &self.endpoint {
            Endpoint::Serves { session, .. } => Some(session),
            Endpoint::None => None,
        }
    }
}
