//! Rights, as RBAC names them.

use std::borrow::Cow;
use std::fmt;

use astern_ledger::Namespace;

/// What may be done to a resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Read one object by name.
    Get,
    /// Read many.
    List,
    /// Follow changes.
    Watch,
    /// Make an object.
    Create,
    /// Write an object that is there.
    Update,
}

/// A right that a request needs: what has to be granted when it is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Right {
    /// What is to be done.
    pub verb: Verb,
    /// The resource in the plural, with its group when it has one: `secrets`, `deployments.apps`.
    pub resource: Cow<'static, str>,
    /// Where, or `None` for the whole cluster.
    pub namespace: Option<Namespace>,
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Update => "update",
        })
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.resource)?;
        match &self.namespace {
            Some(namespace) => write!(f, " in namespace {namespace}"),
            None => f.write_str(" in all namespaces"),
        }
    }
}
