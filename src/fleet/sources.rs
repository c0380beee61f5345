//! The lists of records that the page is made from: of the whole cluster, or of namespaces that the person may read.

use std::collections::BTreeMap;
use std::sync::Arc;

use astern_cluster::{ClusterError, Scope};
use astern_ledger::{Driver, Namespace};
use leptos::prelude::*;

use crate::browser::{read_setting, write_setting};
use crate::connection::{Cluster, LiveRecords, Records, UpdateMode, follow_records};

/// The setting that holds the names of the added namespaces.
const NAMESPACES_SETTING: &str = "astern.namespaces";

/// The lists of records that the page is made from.
#[derive(Clone, Copy)]
pub struct RecordSources {
    /// The Secrets and the ConfigMaps of all namespaces.
    cluster_wide: [RwSignal<LiveRecords>; 2],
    /// The namespaces that the person added, because the whole cluster may not be listed.
    added: RwSignal<BTreeMap<Namespace, RwSignal<LiveRecords>>>,
}

/// The state of all lists together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListState {
    /// They are being read, with the number of records so far.
    Listing(usize),
    /// No list could be read.
    Failed(ClusterError),
    /// The records.
    Records(Records),
}

impl RecordSources {
    /// Starts to follow the records of the whole cluster.
    pub fn follow(cluster: &Arc<Cluster>) -> Self {
        // A browser has six connections for all of its tabs, so only the Secrets are watched.
        let cluster_wide = [
            (Driver::Secret, UpdateMode::Watch),
            (Driver::ConfigMap, UpdateMode::Poll),
        ]
        .map(|(driver, following)| {
            follow_records(cluster.clone(), driver, Scope::default(), following)
        });
        let sources = Self {
            cluster_wide,
            added: RwSignal::new(BTreeMap::new()),
        };
        let (owner, cluster) = (Owner::current(), cluster.clone());
        // The stored namespaces are read only when the whole cluster may not be listed.
        Effect::new(move |added: Option<bool>| {
            let is_forbidden = sources.forbidden().is_some();
            if is_forbidden && added != Some(true) {
                for namespace in stored_namespaces() {
                    sources.add_namespace(&cluster, namespace, owner.as_ref());
                }
            }
            is_forbidden || added == Some(true)
        });
        sources
    }

    /// Returns the error when RBAC forbids to list the whole cluster.
    pub fn forbidden(self) -> Option<ClusterError> {
        self.cluster_wide[0].with(|secrets| match secrets {
            LiveRecords::Failed(error @ ClusterError::Forbidden(_)) => Some(error.clone()),
            _ => None,
        })
    }

    /// Follows the records of one more namespace, and stores its name.
    pub fn add_namespace(
        self,
        cluster: &Arc<Cluster>,
        namespace: Namespace,
        owner: Option<&Owner>,
    ) {
        if self
            .added
            .with_untracked(|added| added.contains_key(&namespace))
        {
            return;
        }
        let scope = Scope {
            namespace: Some(namespace.clone()),
            release: None,
        };
        let follow = || {
            follow_records(
                cluster.clone(),
                Driver::Secret,
                scope.clone(),
                UpdateMode::Poll,
            )
        };
        let records = match owner {
            Some(owner) => owner.with(follow),
            None => follow(),
        };
        self.added.update(|added| {
            added.insert(namespace, records);
        });
        let names = self.added.with_untracked(|added| {
            added
                .keys()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(",")
        });
        write_setting(NAMESPACES_SETTING, &names);
    }

    /// Returns the added namespaces with the records of each.
    pub fn added(self) -> Vec<(Namespace, LiveRecords)> {
        self.added
            .with(|added| added.iter().map(|(n, r)| (n.clone(), r.get())).collect())
    }

    /// Returns the state of all lists together.
    pub fn state(self) -> ListState {
        let lists: Vec<LiveRecords> = self
            .cluster_wide
            .iter()
            .map(|list| list.get())
            .chain(self.added().into_iter().map(|(_, list)| list))
            .collect();
        let listed: Vec<&Records> = lists
            .iter()
            .filter_map(|list| match list {
                LiveRecords::Listed(records) => Some(records),
                LiveRecords::Listing { .. } | LiveRecords::Failed(_) => None,
            })
            .collect();
        let secrets_pending = matches!(lists[0], LiveRecords::Listing { .. });
        let secrets_failed = match &lists[0] {
            LiveRecords::Failed(error) => Some(error.clone()),
            _ => None,
        };
        let any_added = lists.len() > 2;
        match secrets_failed {
            _ if secrets_pending => ListState::Listing(count_records(&lists)),
            Some(error) if !any_added => ListState::Failed(error),
            _ => ListState::Records(
                listed
                    .into_iter()
                    .flatten()
                    .map(|(key, record)| (key.clone(), record.clone()))
                    .collect(),
            ),
        }
    }
}

fn count_records(lists: &[LiveRecords]) -> usize {
    let count = |list: &LiveRecords| match list {
        LiveRecords::Listing { found } => *found,
        LiveRecords::Listed(records) => records.len(),
        LiveRecords::Failed(_) => 0,
    };
    lists.iter().map(count).sum()
}

/// Returns the namespaces that the person added before.
fn stored_namespaces() -> Vec<Namespace> {
    let names = read_setting(NAMESPACES_SETTING).unwrap_or_default();
    names
        .split(',')
        .filter_map(|name| name.parse().ok())
        .collect()
}
