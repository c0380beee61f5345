//! Where the releases come from: the whole cluster, or the namespaces that a person may read.

use std::collections::BTreeMap;
use std::sync::Arc;

use astern_cluster::{ClusterError, Scope};
use astern_ledger::{Driver, Namespace};
use leptos::prelude::*;

use crate::browser::{read_setting, write_setting};
use crate::connection::{Cluster, LiveRecords, Records, UpdateMode, follow_records};

const SETTING: &str = "astern.namespaces";

/// The lists that the page is made from.
#[derive(Clone, Copy)]
pub struct Sources {
    everywhere: [RwSignal<LiveRecords>; 2],
    /// Namespaces that were asked one by one, because the cluster may not be asked as a whole.
    named: RwSignal<BTreeMap<Namespace, RwSignal<LiveRecords>>>,
}

/// What all of them together say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// Still reading, with the number of records found so far.
    Looking(usize),
    /// Nothing could be read.
    Failed(ClusterError),
    /// What there is.
    Records(Records),
}

impl Sources {
    /// Begins to read the whole cluster.
    pub fn open(cluster: &Arc<Cluster>) -> Self {
        // A browser has six connections for all of its tabs: one watch a page, for what is common.
        let everywhere = [
            (Driver::Secret, UpdateMode::Watch),
            (Driver::ConfigMap, UpdateMode::Poll),
        ]
        .map(|(driver, following)| {
            follow_records(cluster.clone(), driver, Scope::default(), following)
        });
        let sources = Self {
            everywhere,
            named: RwSignal::new(BTreeMap::new()),
        };
        let (owner, cluster) = (Owner::current(), cluster.clone());
        // Only once the cluster as a whole is refused are the remembered namespaces asked.
        Effect::new(move |opened: Option<bool>| {
            let refused = sources.refused().is_some();
            if refused && opened != Some(true) {
                for namespace in remembered() {
                    sources.look_in(&cluster, namespace, owner.as_ref());
                }
            }
            refused || opened == Some(true)
        });
        sources
    }

    /// Why the whole cluster cannot be read, when RBAC refused it.
    pub fn refused(self) -> Option<ClusterError> {
        self.everywhere[0].with(|secrets| match secrets {
            LiveRecords::Failed(error @ ClusterError::Forbidden(_)) => Some(error.clone()),
            _ => None,
        })
    }

    /// Reads one more namespace, and remembers its name.
    pub fn look_in(self, cluster: &Arc<Cluster>, namespace: Namespace, owner: Option<&Owner>) {
        if self
            .named
            .with_untracked(|named| named.contains_key(&namespace))
        {
            return;
        }
        let scope = Scope {
            namespace: Some(namespace.clone()),
            release: None,
        };
        let begin = || {
            follow_records(
                cluster.clone(),
                Driver::Secret,
                scope.clone(),
                UpdateMode::Poll,
            )
        };
        let records = match owner {
            Some(owner) => owner.with(begin),
            None => begin(),
        };
        self.named.update(|named| {
            named.insert(namespace, records);
        });
        let names = self.named.with_untracked(|named| {
            named
                .keys()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(",")
        });
        write_setting(SETTING, &names);
    }

    /// The namespaces that were asked one by one, and what each answered.
    pub fn named(self) -> Vec<(Namespace, LiveRecords)> {
        self.named
            .with(|named| named.iter().map(|(n, r)| (n.clone(), r.get())).collect())
    }

    /// All that is known.
    pub fn found(self) -> Found {
        let parts: Vec<LiveRecords> = self
            .everywhere
            .iter()
            .map(|part| part.get())
            .chain(self.named().into_iter().map(|(_, part)| part))
            .collect();
        let known: Vec<&Records> = parts
            .iter()
            .filter_map(|part| match part {
                LiveRecords::Listed(records) => Some(records),
                LiveRecords::Listing { .. } | LiveRecords::Failed(_) => None,
            })
            .collect();
        let secrets_pending = matches!(parts[0], LiveRecords::Listing { .. });
        let secrets_failed = match &parts[0] {
            LiveRecords::Failed(error) => Some(error.clone()),
            _ => None,
        };
        let any_named = parts.len() > 2;
        match secrets_failed {
            _ if secrets_pending => Found::Looking(looked(&parts)),
            Some(error) if !any_named => Found::Failed(error),
            _ => Found::Records(
                known
                    .into_iter()
                    .flatten()
                    .map(|(key, record)| (key.clone(), record.clone()))
                    .collect(),
            ),
        }
    }
}

fn looked(parts: &[LiveRecords]) -> usize {
    let found = |part: &LiveRecords| match part {
        LiveRecords::Listing { found } => *found,
        LiveRecords::Listed(records) => records.len(),
        LiveRecords::Failed(_) => 0,
    };
    parts.iter().map(found).sum()
}

fn remembered() -> Vec<Namespace> {
    let names = read_setting(SETTING).unwrap_or_default();
    names
        .split(',')
        .filter_map(|name| name.parse().ok())
        .collect()
}
