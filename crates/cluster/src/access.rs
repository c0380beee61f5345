//! Rights in terms of RBAC.

use std::borrow::Cow;
use std::fmt;

use astern_ledger::Namespace;

/// An RBAC verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Read one object by name.
    Get,
    /// List objects.
    List,
    /// Watch for changes.
    Watch,
    /// Create an object.
    Create,
    /// Replace an object.
    Update,
}

/// The right that a request needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Right {
    /// The verb.
    pub verb: Verb,
    /// The resource in the plural, with its group when it has one: `secrets`, `deployments.apps`.
    pub resource: Cow<'static, str>,
    /// The namespace; `None` for the whole cluster.
    pub namespace: Option<Namespace>,
}

/// The resources that hold Helm's records. Objects of both belong to a namespace.
const RECORD_RESOURCES: [&str; 2] = ["secrets", "configmaps"];

impl Right {
    /// Whether this right is one on the records of all namespaces, so that the same right in one namespace is of use too.
    pub fn spans_namespaces(&self) -> bool {
        self.namespace.is_none() && RECORD_RESOURCES.contains(&self.resource.as_ref())
    }
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
