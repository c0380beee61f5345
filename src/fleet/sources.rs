//! The lists of records that the page is made from: of the whole cluster, or of namespaces that the person may read.

use std::collections::BTreeMap;
use std::sync::Arc;

use astern_cluster::{ClusterError, Scope};
use astern_ledger::Namespace;
use leptos::prelude::*;

use crate::browser::{read_setting, write_setting};
use crate::connection::{Cluster, LiveRecords, Records, UpdateMode, follow_records};

/// The setting that holds the names of the added namespaces.
const NAMESPACES_SETTING: &str = "astern.namespaces";

/// The lists of records that the page is made from.
#[derive(Clone, Copy)]
pub struct RecordSources {
    /// The objects of all namespaces: of the person's storage driver, and of the other one.
    cluster_wide: [RwSignal<LiveRecords>; 2],
    /// The same of the namespace of the kubeconfig's context, and of those that the person added, because the whole cluster may
    /// not be listed.
    added: RwSignal<BTreeMap<Namespace, [RwSignal<LiveRecords>; 2]>>,
    /// The namespace of the kubeconfig's context.
    own: StoredValue<Option<Namespace>>,
    /// The page, which the lists of added namespaces are followed for.
    page: StoredValue<Option<Owner>>,
}

/// The state of all lists together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListState {
    /// They are being read, with the number of records so far.
    Listing(usize),
    /// No list could be read.
    Failed(ClusterError),
    /// The records, of each list on its own: two storage drivers may have objects of the same name.
    Records(Vec<Records>),
}

impl RecordSources {
    /// Starts to follow the records of the whole cluster.
    pub fn follow(cluster: &Arc<Cluster>) -> Self {
        let driver = cluster.helm_settings().driver;
        // A browser has six connections for all of its tabs, so only the objects of one driver are watched.
        let cluster_wide = [
            (driver, UpdateMode::Watch),
            (driver.other(), UpdateMode::Poll),
        ]
        .map(|(driver, following)| {
            follow_records(cluster.clone(), driver, Scope::default(), following)
        });
        let sources = Self {
            cluster_wide,
            added: RwSignal::new(BTreeMap::new()),
            own: StoredValue::new(cluster.context_namespace().cloned()),
            page: StoredValue::new(Owner::current()),
        };
        let cluster = cluster.clone();
        // The context's namespace and the stored ones are read only when the whole cluster may not be listed.
        Effect::new(move |added: Option<bool>| {
            let is_forbidden = sources.forbidden().is_some();
            if is_forbidden && added != Some(true) {
                let own = sources.own.get_value();
                for namespace in own.into_iter().chain(stored_namespaces()) {
                    sources.follow_namespace(&cluster, namespace);
                }
            }
            is_forbidden || added == Some(true)
        });
        sources
    }

    /// Returns the error when RBAC forbids to list the whole cluster.
    pub fn forbidden(self) -> Option<ClusterError> {
        self.cluster_wide[0].with(|own| match own {
            LiveRecords::Failed(error @ ClusterError::Forbidden(_)) => Some(error.clone()),
            _ => None,
        })
    }

    /// Follows the records of one more namespace, and stores its name.
    pub fn add_namespace(self, cluster: &Arc<Cluster>, namespace: Namespace) {
        self.follow_namespace(cluster, namespace);
        let own = self.own.get_value();
        let names = self.added.with_untracked(|added| {
            added
                .keys()
                .filter(|name| Some(*name) != own.as_ref())
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(",")
        });
        write_setting(NAMESPACES_SETTING, &names);
    }

    fn follow_namespace(self, cluster: &Arc<Cluster>, namespace: Namespace) {
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
        let driver = cluster.helm_settings().driver;
        let is_own = self.own.with_value(|own| own.as_ref() == Some(&namespace));
        let mode = match is_own {
            true => UpdateMode::Watch,
            false => UpdateMode::Poll,
        };
        let follow = || {
            [(driver, mode), (driver.other(), UpdateMode::Poll)]
                .map(|(driver, mode)| follow_records(cluster.clone(), driver, scope.clone(), mode))
        };
        let records = match self.page.get_value() {
            Some(owner) => owner.with(follow),
            None => follow(),
        };
        self.added.update(|added| {
            added.insert(namespace, records);
        });
    }

    /// Returns the added namespaces with the records of each: those of the person's storage driver, or those of the other one where
    /// it has none.
    pub fn added(self) -> Vec<(Namespace, LiveRecords)> {
        self.added.with(|added| {
            let lists = added.iter();
            lists
                .map(|(namespace, [own, other])| {
                    let (own, other) = (own.get(), other.get());
                    let list = if has_records(&own) || !has_records(&other) {
                        own
                    } else {
                        other
                    };
                    (namespace.clone(), list)
                })
                .collect()
        })
    }

    /// Returns the state of all lists together.
    pub fn state(self) -> ListState {
        let mut lists: Vec<LiveRecords> = self.cluster_wide.iter().map(|list| list.get()).collect();
        self.added.with(|added| {
            lists.extend(added.values().flatten().map(|list| list.get()));
        });
        list_state(&lists)
    }
}

/// Returns the state of all lists together. The first two are of the whole cluster, that of the person's storage driver first;
/// the others, of single namespaces, are shown where that one may not be read.
fn list_state(lists: &[LiveRecords]) -> ListState {
    let added = lists.get(2..).unwrap_or_default();
    let is_listed = |list: &LiveRecords| matches!(list, LiveRecords::Listed(_));
    let is_shown = added.iter().any(is_listed) || lists.iter().any(has_records);
    let is_pending = |list: &LiveRecords| matches!(list, LiveRecords::Listing { .. });
    match lists.first() {
        None | Some(LiveRecords::Listing { .. }) => ListState::Listing(count_records(lists)),
        Some(LiveRecords::Failed(_)) if !is_shown && added.iter().any(is_pending) => {
            ListState::Listing(count_records(lists))
        }
        Some(LiveRecords::Failed(error)) if !is_shown => ListState::Failed(error.clone()),
        Some(LiveRecords::Failed(_) | LiveRecords::Listed(_)) => {
            let listed = lists.iter().filter_map(|list| match list {
                LiveRecords::Listed(records) => Some(records.clone()),
                LiveRecords::Listing { .. } | LiveRecords::Failed(_) => None,
            });
            ListState::Records(listed.collect())
        }
    }
}

fn has_records(list: &LiveRecords) -> bool {
    matches!(list, LiveRecords::Listed(records) if !records.is_empty())
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

#[cfg(test)]
mod tests {
    use std::iter;

    use astern_cluster::Refusal;
    use astern_ledger::{Driver, Record};

    use super::*;

    fn listed(driver: Driver) -> LiveRecords {
        let record = Record {
            driver,
            ..Record::expected(
                "shop".parse().unwrap(),
                "shop".parse().unwrap(),
                1.try_into().unwrap(),
            )
        };
        let key = ("shop".to_owned(), record.object.clone());
        LiveRecords::Listed(iter::once((key, Ok(record))).collect())
    }

    #[test]
    fn the_records_of_one_storage_driver_are_shown_to_who_may_not_read_the_other() {
        let forbidden = || {
            let refusal = Refusal {
                missing: None,
                who: None,
                message: "secrets is forbidden".to_owned(),
            };
            LiveRecords::Failed(ClusterError::Forbidden(refusal))
        };
        let state = list_state(&[forbidden(), listed(Driver::ConfigMap)]);
        assert!(matches!(state, ListState::Records(lists) if lists.len() == 1));
        let state = list_state(&[forbidden(), forbidden()]);
        assert!(matches!(state, ListState::Failed(_)));
    }

    #[test]
    fn objects_of_one_name_in_two_storage_drivers_are_both_kept() {
        let state = list_state(&[listed(Driver::Secret), listed(Driver::ConfigMap)]);
        let ListState::Records(lists) = state else {
            panic!("both lists are there");
        };
        assert_eq!(lists.iter().map(Records::len).sum::<usize>(), 2);
    }
}
