//! Who sends a request, and which namespaces the request may name.

use std::sync::Arc;

use astern_ledger::Namespace;
use astern_protocol::{ErrorCode, ReviewedIdentity};

use crate::backend::Cluster;
use crate::refusal::Refusal;

/// The authenticated sender of a request, as an extension of the request. Guards add it.
#[derive(Clone, Debug)]
pub(crate) struct Principal {
    /// The cluster, with the rights of the principal.
    pub(crate) cluster: Arc<Cluster>,
    scope: Scope,
}

/// What a principal may send requests about.
#[derive(Clone, Debug)]
enum Scope {
    /// Every namespace: the API server decides what the user of this machine may do.
    User,
    /// The namespace of the service account whose token the request carries.
    ServiceAccount {
        namespace: Namespace,
        identity: ReviewedIdentity,
    },
}

impl Principal {
    /// The user of the machine that astern runs on.
    pub(crate) fn user(cluster: Arc<Cluster>) -> Self {
        let scope = Scope::User;
        Self { cluster, scope }
    }

    /// The service account of that namespace, which `cluster` impersonates.
    pub(crate) fn service_account(
        cluster: Arc<Cluster>,
        namespace: Namespace,
        identity: ReviewedIdentity,
    ) -> Self {
        let scope = Scope::ServiceAccount {
            namespace,
            identity,
        };
        Self { cluster, scope }
    }

    /// The identity that the API server returned for the token, if the request carries one of a service account.
    pub(crate) fn identity(&self) -> Option<&ReviewedIdentity> {
        match &self.scope {
            Scope::User => None,
            Scope::ServiceAccount { identity, .. } => Some(identity),
        }
    }

    /// Refuses a namespace that is not the token's.
    pub(crate) fn check_namespace(&self, requested: &Namespace) -> Result<(), Refusal> {
        match &self.scope {
            Scope::ServiceAccount { namespace, .. } if namespace != requested => Err(Refusal::new(
                ErrorCode::Forbidden,
                format!(
                    "This token is for namespace {namespace}, and the request is for {requested}."
                ),
                format!(
                    "Mint a token for the service account {} in namespace {requested}.",
                    astern_protocol::ACCOUNT
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Returns the requested namespace, or else the token's own.
    pub(crate) fn namespace(
        &self,
        requested: Option<Namespace>,
    ) -> Result<Option<Namespace>, Refusal> {
        match (requested, &self.scope) {
            (Some(requested), _) => self.check_namespace(&requested).map(|()| Some(requested)),
            (None, Scope::ServiceAccount { namespace, .. }) => Ok(Some(namespace.clone())),
            (None, Scope::User) => Ok(None),
        }
    }
}
