//! The content of the journal: a ConfigMap with one key for each request id, whose value is the entry as JSON.

use std::collections::HashSet;

use astern_cluster::{ClusterError, ConfigMap, Transport, config_map, write_config_map};
use astern_ledger::{Namespace, Timestamp};
use astern_protocol::{Entry, JOURNAL_NAME as NAME, Journal, RequestId};

/// The label of the ConfigMap that names the tool that manages it.
const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "astern");

/// How many entries are kept when one is added. An entry has at most 8 kB, and a ConfigMap holds 1 MiB.
const MAX_ENTRIES: usize = 50;

/// How many keys are kept of what is read. Whoever may write the ConfigMap can fill it with tens of thousands.
const MAX_KEYS: usize = 200;

/// The journal of a namespace, as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct JournalConfigMap {
    namespace: Namespace,
    map: ConfigMap,
    /// How many keys without a valid entry were left out when it was read.
    omitted: usize,
}

/// The value of a request id.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum StoredEntry {
    /// The journal has no such key.
    Absent,
    /// The entry of a rollback.
    Entry(Box<Entry>),
    /// A value that is not an entry of that rollback.
    Unreadable,
}

impl JournalConfigMap {
    /// Reads the journal of a namespace. Returns an empty one when the ConfigMap does not exist.
    pub(crate) async fn read(
        cluster: &impl Transport,
        namespace: &Namespace,
    ) -> Result<Self, ClusterError> {
        let existing = config_map(cluster, namespace, NAME).await?;
        let map = existing.unwrap_or_else(|| ConfigMap::new(namespace, NAME, MANAGED_BY));
        Ok(Self::bounded(namespace.clone(), map))
    }

    /// Leaves out what is too much: keys without a valid entry first, then the oldest entries.
    fn bounded(namespace: Namespace, mut map: ConfigMap) -> Self {
        let mut keys: Vec<(Option<Timestamp>, String)> = map
            .data()
            .map(|(key, text)| {
                let entry = Entry::read(&namespace, key, text);
                (entry.map(|entry| entry.started), key.to_owned())
            })
            .collect();
        let excess = keys.len().saturating_sub(MAX_KEYS);
        if excess == 0 {
            return Self {
                namespace,
                map,
                omitted: 0,
            };
        }
        keys.sort_unstable();
        let omitted = keys
            .iter()
            .take(excess)
            .filter(|(started, _)| started.is_none())
            .count();
        let kept: HashSet<String> = keys.drain(..).skip(excess).map(|(_, key)| key).collect();
        map.retain(|key| kept.contains(key));
        Self {
            namespace,
            map,
            omitted,
        }
    }

    /// Whether nobody can change it.
    pub(crate) fn is_immutable(&self) -> bool {
        self.map.is_immutable()
    }

    /// Creates or updates the ConfigMap. Fails with a conflict when it changed since it was read.
    pub(crate) async fn write(&self, cluster: &impl Transport) -> Result<(), ClusterError> {
        write_config_map(cluster, &self.namespace, &self.map)
            .await
            .map(drop)
    }

    /// Returns the entry of a request id.
    pub(crate) fn find(&self, id: &RequestId) -> StoredEntry {
        let key = id.to_string();
        let Some(text) = self.map.get(&key) else {
            return StoredEntry::Absent;
        };
        match Entry::read(&self.namespace, &key, text) {
            Some(entry) => StoredEntry::Entry(Box::new(entry)),
            None => StoredEntry::Unreadable,
        }
    }

    /// Adds or replaces the entry of a rollback. When there are too many entries, removes those that have ended first,
    /// the oldest first.
    pub(crate) fn insert(&mut self, entry: &Entry) -> Result<(), serde_json::Error> {
        let key = entry.rollback.request_id.to_string();
        self.map.set(&key, serde_json::to_string(entry)?);
        let mut others: Vec<(bool, Option<Timestamp>, String)> = self
            .map
            .data()
            .filter(|(other, _)| *other != key)
            .map(|(other, text)| {
                let entry = Entry::read(&self.namespace, other, text);
                let is_open = entry.as_ref().is_some_and(|entry| entry.end.is_none());
                (is_open, entry.map(|entry| entry.started), other.to_owned())
            })
            .collect();
        others.sort();
        let excess = others.len().saturating_sub(MAX_ENTRIES - 1);
        for (_, _, key) in others.drain(..excess) {
            self.map.remove(&key);
        }
        Ok(())
    }

    /// Returns the entries, newest first.
    pub(crate) fn journal(&self) -> Journal {
        let journal = Journal::read(self.namespace.clone(), self.map.data());
        Journal {
            unreadable: journal.unreadable + self.omitted,
            ..journal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_protocol::{Outcome, RollbackEnd, RunBy, RunLocation};

    fn entry(number: u32) -> Entry {
        let request = format!(
            r#"{{"request_id":"{number:032x}","namespace":"shop","release":"shop","target":3,"expected_current":4}}"#
        );
        let at = Timestamp::from_second(i64::from(number));
        Entry {
            rollback: serde_json::from_str(&request).unwrap(),
            by: None,
            started: at,
            helm: "v4.3.1".to_owned(),
            run_by: RunBy {
                place: RunLocation::Laptop,
                run: "r".to_owned(),
            },
            end: Some(RollbackEnd {
                at,
                seconds: 0,
                outcome: Outcome::Done {
                    revision: 5.try_into().unwrap(),
                },
            }),
        }
    }

    fn journal() -> JournalConfigMap {
        let namespace = "shop".parse().unwrap();
        let map = ConfigMap::new(&namespace, NAME, MANAGED_BY);
        JournalConfigMap::bounded(namespace, map)
    }

    #[test]
    fn the_last_fifty_entries_are_kept_and_one_without_an_end_stays() {
        let mut config_map = journal();
        let running = Entry {
            end: None,
            ..entry(1)
        };
        config_map.insert(&running).unwrap();
        for number in 2..=60 {
            config_map.insert(&entry(number)).unwrap();
        }
        let journal = config_map.journal();
        assert_eq!(journal.entries.len(), MAX_ENTRIES);
        assert_eq!(journal.entries[0], entry(60));
        assert_eq!(journal.entries[MAX_ENTRIES - 1], running);
        assert_eq!(journal.entries[MAX_ENTRIES - 2], entry(12));
        assert_eq!(
            config_map.find(&entry(2).rollback.request_id),
            StoredEntry::Absent
        );
    }

    #[test]
    fn a_map_full_of_other_keys_is_bounded_and_keeps_its_entries() {
        let mut config_map = journal();
        config_map.insert(&entry(1)).unwrap();
        config_map
            .insert(&Entry {
                end: None,
                ..entry(2)
            })
            .unwrap();
        for number in 0..60_000 {
            // Keys before and after those of entries, and some of their form.
            config_map.map.set(&format!("{number:x}-"), String::new());
        }
        config_map
            .map
            .set(&format!("{:032x}", 3), "[[[".repeat(1000));
        let mut poisoned = JournalConfigMap::bounded(config_map.namespace, config_map.map);
        assert_eq!(poisoned.map.data().count(), MAX_KEYS);
        let journal = poisoned.journal();
        assert_eq!((journal.entries.len(), journal.unreadable), (2, 60_001));
        // The next entry leaves no more than fifty.
        poisoned.insert(&entry(4)).unwrap();
        assert_eq!(poisoned.map.data().count(), MAX_ENTRIES);
        assert_eq!(poisoned.journal().entries.len(), 3);
    }

    #[test]
    fn a_value_that_is_no_entry_is_listed_as_unreadable() {
        let mut config_map = journal();
        config_map.map.set("README", "written by hand".to_owned());
        config_map.insert(&entry(1)).unwrap();
        let journal = config_map.journal();
        assert_eq!(journal.entries, [entry(1)]);
        assert_eq!(journal.unreadable, 1);
        config_map.map.set(&format!("{:032x}", 1), "{}".to_owned());
        assert_eq!(
            config_map.find(&entry(1).rollback.request_id),
            StoredEntry::Unreadable
        );
    }
}
