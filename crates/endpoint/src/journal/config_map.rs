//! The ConfigMap as the journal's pages: one key for each request id.

use astern_cluster::{ClusterError, ConfigMap, Transport, config_map, write_config_map};
use astern_ledger::{Namespace, Timestamp};
use astern_protocol::{Entry, JOURNAL_NAME as NAME, Journal, RequestId};

/// Who made it, for people and for tools that clean up.
const LABEL: (&str, &str) = ("app.kubernetes.io/managed-by", "astern");

/// How many rollbacks are kept. The largest has under 8 kB, and a ConfigMap holds 1 MiB.
const KEPT: usize = 50;

/// The journal of a namespace as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Book {
    namespace: Namespace,
    map: ConfigMap,
}

/// What stands under a request id.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A rollback.
    Entry(Box<Entry>),
    /// Something that is none.
    Unreadable,
}

impl Book {
    /// Reads it; an empty one where there is none yet.
    pub(crate) async fn read(
        cluster: &impl Transport,
        namespace: &Namespace,
    ) -> Result<Self, ClusterError> {
        let there = config_map(cluster, namespace, NAME).await?;
        Ok(Self {
            namespace: namespace.clone(),
            map: there.unwrap_or_else(|| ConfigMap::new(namespace, NAME, LABEL)),
        })
    }

    /// Writes it, and gives it as it is then.
    pub(crate) async fn write(&self, cluster: &impl Transport) -> Result<(), ClusterError> {
        write_config_map(cluster, &self.namespace, &self.map)
            .await
            .map(drop)
    }

    /// What stands under a request id.
    pub(crate) fn find(&self, id: &RequestId) -> Found {
        let key = id.to_string();
        let Some(text) = self.map.get(&key) else {
            return Found::Nothing;
        };
        match Entry::read(&self.namespace, &key, text) {
            Some(entry) => Found::Entry(Box::new(entry)),
            None => Found::Unreadable,
        }
    }

    /// Puts a rollback in, in the place of what is known of it already. What is over goes first when
    /// there are too many, and of that the oldest.
    pub(crate) fn put(&mut self, entry: &Entry) -> Result<(), serde_json::Error> {
        let key = entry.rollback.request_id.to_string();
        self.map.set(&key, serde_json::to_string(entry)?);
        let mut others: Vec<(bool, Option<Timestamp>, String)> = self
            .map
            .data()
            .filter(|(other, _)| *other != key)
            .map(|(other, text)| {
                let read = Entry::read(&self.namespace, other, text);
                let open = read.as_ref().is_some_and(|entry| entry.end.is_none());
                (open, read.map(|entry| entry.started), other.to_owned())
            })
            .collect();
        others.sort();
        let too_many = others.len().saturating_sub(KEPT - 1);
        for (_, _, key) in others.drain(..too_many) {
            self.map.remove(&key);
        }
        Ok(())
    }

    /// What is in it, newest first.
    pub(crate) fn journal(&self) -> Journal {
        Journal::read(self.namespace.clone(), self.map.data())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_protocol::{Ended, Ground, Outcome, RunBy};

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
                place: Ground::Laptop,
                run: "r".to_owned(),
            },
            end: Some(Ended {
                at,
                seconds: 0,
                outcome: Outcome::Done {
                    revision: 5.try_into().unwrap(),
                },
            }),
        }
    }

    fn book() -> Book {
        let namespace = "shop".parse().unwrap();
        let map = ConfigMap::new(&namespace, NAME, LABEL);
        Book { namespace, map }
    }

    #[test]
    fn the_last_fifty_are_kept_and_one_that_runs_stays() {
        let mut book = book();
        let running = Entry {
            end: None,
            ..entry(1)
        };
        book.put(&running).unwrap();
        for number in 2..=60 {
            book.put(&entry(number)).unwrap();
        }
        let journal = book.journal();
        assert_eq!(journal.entries.len(), KEPT);
        assert_eq!(journal.entries[0], entry(60));
        assert_eq!(journal.entries[KEPT - 1], running);
        assert_eq!(journal.entries[KEPT - 2], entry(12));
        assert_eq!(book.find(&entry(2).rollback.request_id), Found::Nothing);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_breaks_nothing() {
        let mut book = book();
        book.map.set("README", "written by hand".to_owned());
        book.put(&entry(1)).unwrap();
        let journal = book.journal();
        assert_eq!(journal.entries, [entry(1)]);
        assert_eq!(journal.unreadable, ["README"]);
        book.map.set(&format!("{:032x}", 1), "{}".to_owned());
        assert_eq!(book.find(&entry(1).rollback.request_id), Found::Unreadable);
    }
}
