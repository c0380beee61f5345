//! Reading and writing the journals of all namespaces. Writes that conflict are repeated, so that no entry is lost.

use std::time::Duration;

use astern_cluster::Driver;
use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{Entry, RunBy, RunLocation, StartRollback};
use tokio::sync::OwnedMutexGuard;

use super::announcement;
use super::config_map::{JournalConfigMap, StoredEntry};
use super::error::{JournalError, MAX_CONFLICTS, RESPONSE_TIMEOUT};
use super::keyed_locks::KeyedLocks;
use crate::backend::Cluster;
use crate::random;

/// How long writing an end is retried; an API server that restarts is back by then.
const END_TIMEOUT: Duration = Duration::from_secs(60);

/// The pause before an end is written again.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The pause before an end is written again that no page waits for.
const BACKGROUND_RETRY_PAUSE: Duration = Duration::from_secs(10);

/// Writes the journals of all namespaces for one process.
#[derive(Debug)]
pub struct JournalWriter {
    run_by: RunBy,
    /// Held while a journal is read and written, so that this process does not conflict with itself.
    locks: KeyedLocks<Namespace>,
    /// Held while the records of a release are read for a rollback that has no end in the journal.
    reads: KeyedLocks<(Namespace, ReleaseName)>,
}

/// The result of writing the start of a rollback.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum BeginResult {
    /// The entry is written.
    Written,
    /// The journal had an entry with that request id already.
    Exists(StoredEntry),
}

impl JournalWriter {
    /// Returns a writer that signs its entries with a random id.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(place: RunLocation) -> Result<Self, getrandom::Error> {
        let run = random::hex_digits::<8>()?;
        Ok(Self {
            run_by: RunBy { place, run },
            locks: KeyedLocks::default(),
            reads: KeyedLocks::default(),
        })
    }

    /// Returns this process, as its entries name it.
    pub(crate) fn run_by(&self) -> &RunBy {
        &self.run_by
    }

    /// Reads the journal of a namespace.
    pub(crate) async fn read(
        &self,
        cluster: &Cluster,
        namespace: &Namespace,
    ) -> Result<JournalConfigMap, JournalError> {
        let read = JournalConfigMap::read(cluster, namespace);
        match tokio::time::timeout(RESPONSE_TIMEOUT, read).await {
            Ok(journal) => Ok(journal?),
            Err(_) => Err(JournalError::Timeout),
        }
    }

    /// Writes the start of a rollback, unless the journal has its request id. `journal` is what was read last.
    pub(crate) async fn begin(
        &self,
        cluster: &Cluster,
        mut journal: JournalConfigMap,
        entry: &Entry,
    ) -> Result<BeginResult, JournalError> {
        let namespace = &entry.rollback.namespace;
        let _lock = self.locks.lock(namespace.clone()).await;
        for _ in 0..MAX_CONFLICTS {
            match journal.find(&entry.rollback.request_id) {
                StoredEntry::Absent => {}
                existing => return Ok(BeginResult::Exists(existing)),
            }
            match write(cluster, journal, entry).await? {
                Write::Done => return Ok(BeginResult::Written),
                Write::Conflict => journal = self.read(cluster, namespace).await?,
            }
        }
        Err(JournalError::Conflict)
    }

    /// Writes the end of a rollback. Retries for a minute while the cluster does not respond.
    pub(crate) async fn end(&self, cluster: &Cluster, entry: &Entry) -> Result<(), JournalError> {
        let deadline = tokio::time::Instant::now() + END_TIMEOUT;
        loop {
            let error = match self.try_end(cluster, entry).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if !error.is_transient() || tokio::time::Instant::now() > deadline {
                return Err(error);
            }
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }

    /// Writes the end of a rollback. Retries until it is written, the cluster refuses it, or the process ends.
    pub(crate) async fn end_in_background(&self, cluster: &Cluster, entry: &Entry) {
        while let Err(error) = self.end(cluster, entry).await {
            if !error.is_transient() {
                return;
            }
            tokio::time::sleep(BACKGROUND_RETRY_PAUSE).await;
        }
    }

    /// Writes the end of a rollback, without a retry.
    pub(crate) async fn try_end(
        &self,
        cluster: &Cluster,
        entry: &Entry,
    ) -> Result<(), JournalError> {
        self.update(cluster, entry, |_| true).await
    }

    /// Writes the end of a rollback of another process, unless the journal has an end of it.
    pub(crate) async fn close(&self, cluster: &Cluster, entry: &Entry) -> Result<(), JournalError> {
        let is_open = |stored| match stored {
            StoredEntry::Entry(stored) => stored.end.is_none(),
            StoredEntry::Absent | StoredEntry::Unreadable => false,
        };
        self.update(cluster, entry, is_open).await
    }

    /// Writes an entry, when the stored one is to be replaced.
    async fn update(
        &self,
        cluster: &Cluster,
        entry: &Entry,
        is_replaced: impl Fn(StoredEntry) -> bool,
    ) -> Result<(), JournalError> {
        let namespace = &entry.rollback.namespace;
        let _lock = self.locks.lock(namespace.clone()).await;
        for _ in 0..MAX_CONFLICTS {
            let journal = self.read(cluster, namespace).await?;
            if !is_replaced(journal.find(&entry.rollback.request_id)) {
                return Ok(());
            }
            if let Write::Done = write(cluster, journal, entry).await? {
                return Ok(());
            }
        }
        Err(JournalError::Conflict)
    }

    /// Waits until no other request reads the records of the rollback's release. Those of one release can take 60 MB of
    /// memory, and many pages can follow one rollback.
    pub(crate) async fn lock_records(&self, rollback: &StartRollback) -> OwnedMutexGuard<()> {
        let release = (rollback.namespace.clone(), rollback.release.clone());
        self.reads.lock(release).await
    }

    /// Announces the start or the end of a rollback with an Event and a line in the log.
    pub(crate) async fn announce(&self, cluster: &Cluster, driver: Driver, entry: &Entry) {
        announcement::announce(cluster, driver, entry).await;
    }
}

/// The result of one attempt to write.
enum Write {
    Done,
    /// The ConfigMap changed since it was read.
    Conflict,
}

async fn write(
    cluster: &Cluster,
    mut journal: JournalConfigMap,
    entry: &Entry,
) -> Result<Write, JournalError> {
    if journal.is_immutable() {
        return Err(JournalError::Immutable);
    }
    journal.insert(entry).map_err(|_| JournalError::Serialize)?;
    let write = journal.write(cluster);
    match tokio::time::timeout(RESPONSE_TIMEOUT, write).await {
        Ok(Ok(())) => Ok(Write::Done),
        Ok(Err(error)) if error.is_conflict() => Ok(Write::Conflict),
        Ok(Err(error)) => Err(JournalError::of_write(error)),
        Err(_) => Err(JournalError::Timeout),
    }
}
