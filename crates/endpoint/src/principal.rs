//! Who asks, and what they may ask for.

use std::sync::Arc;

use astern_ledger::Namespace;
use astern_protocol::{ErrorCode, Reviewed};

use crate::backend::Cluster;
use crate::refusal::Refusal;

/// Whoever got past the guards.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The cluster, with the rights of whom is acted for.
    pub(crate) cluster: Arc<Cluster>,
    reach: Reach,
}

#[derive(Clone, Debug)]
enum Reach {
    /// The person whose machine this is; the API server judges what they may do.
    Person,
    /// The holder of a minted token.
    Account { namespace: Namespace, by: Reviewed },
}

impl Caller {
    /// The person whose machine this is.
    pub(crate) fn person(cluster: Arc<Cluster>) -> Self {
        let reach = Reach::Person;
        Self { cluster, reach }
    }

    /// The holder of a token of the account in that namespace, as whom `cluster` is asked.
    pub(crate) fn account(cluster: Arc<Cluster>, namespace: Namespace, by: Reviewed) -> Self {
        let reach = Reach::Account { namespace, by };
        Self { cluster, reach }
    }

    /// The identity that the API server vouched for.
    pub(crate) fn by(&self) -> Option<&Reviewed> {
        match &self.reach {
            Reach::Person => None,
            Reach::Account { by, .. } => Some(by),
        }
    }

    /// Refuses what is about another namespace than the token's.
    pub(crate) fn check(&self, asked: &Namespace) -> Result<(), Refusal> {
        match &self.reach {
            Reach::Account { namespace, .. } if namespace != asked => Err(Refusal::new(
                ErrorCode::Forbidden,
                format!("This token is for namespace {namespace}, and the request is for {asked}."),
                format!(
                    "Mint a token for the service account {} in namespace {asked}.",
                    astern_protocol::ACCOUNT
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The namespace that is meant: the one asked for, else the token's own.
    pub(crate) fn namespace(&self, asked: Option<Namespace>) -> Result<Option<Namespace>, Refusal> {
        match (asked, &self.reach) {
            (Some(asked), _) => self.check(&asked).map(|()| Some(asked)),
            (None, Reach::Account { namespace, .. }) => Ok(Some(namespace.clone())),
            (None, Reach::Person) => Ok(None),
        }
    }
}
