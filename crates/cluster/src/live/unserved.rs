//! Which kinds of a manifest the cluster serves no longer.

use std::collections::BTreeSet;

use astern_ledger::Namespace;
use astern_manifest::Object;

use super::live_object::{Unavailable, locate};
use crate::Transport;

/// A kind that the cluster serves in no resource of this API version.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnservedKind {
    /// The kind.
    pub kind: String,
    /// The API version, as the manifest states it.
    pub api_version: String,
}

/// Returns the kinds of `objects` that the cluster does not serve, each once. Each API version is discovered once; one that cannot
/// be asked is not said to be missing. helm cannot build a manifest with such an object, of the current revision or of the target,
/// and applies nothing then. Source: `performRollback` in `pkg/action/rollback.go`.
pub async fn unserved_kinds<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    objects: &[&Object],
) -> Vec<UnservedKind> {
    let located = locate(transport, namespace, objects).await;
    let unserved = located.into_iter().filter_map(|request| match request {
        Err(Unavailable::NotServed { api_version, kind }) => {
            Some(UnservedKind { kind, api_version })
        }
        Ok(_) | Err(Unavailable::Cluster(_) | Unavailable::Nameless) => None,
    });
    let unserved: BTreeSet<UnservedKind> = unserved.collect();
    unserved.into_iter().collect()
}
