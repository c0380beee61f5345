//! Writing the journal: nobody's entry is lost when two write at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use astern_cluster::{ClusterError, Driver, Right};
use astern_ledger::Namespace;
use astern_protocol::{Entry, Ground, RunBy};
use tokio::sync::OwnedMutexGuard;

use super::announcement::tell_others;
use super::{Book, Found};
use crate::backend::Cluster;
use crate::random::hex_digits;

/// How long one answer may take.
const WAIT: Duration = Duration::from_secs(10);

/// How often somebody else may be faster before it is given up.
const RACES: u32 = 20;

/// How long an end is tried to be written: an API server that is restarted is back by then.
const END_WAIT: Duration = Duration::from_secs(60);

/// The pause before an end is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// The pause once nobody waits for it any more.
const LONG_PAUSE: Duration = Duration::from_secs(10);

/// Keeps the journals of all namespaces for one run of astern.
#[derive(Debug)]
pub struct Keeper {
    run_by: RunBy,
    locks: NamespaceLocks,
}

/// A lock for the journal of each namespace, held while it is read and written, so that this process does not race
/// itself. Requests that hang in one namespace hold up no other.
#[derive(Default, Debug)]
struct NamespaceLocks(Mutex<HashMap<Namespace, Arc<tokio::sync::Mutex<()>>>>);

impl NamespaceLocks {
    async fn lock(&self, namespace: &Namespace) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // A lock that only the map refers to is neither held nor waited for.
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(namespace.clone()).or_default())
        };
        lock.lock_owned().await
    }
}

/// An entry was not written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NotKept {
    /// The cluster refused it, or did not answer.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// No answer.
    #[error("the cluster did not answer within {} seconds", WAIT.as_secs())]
    Late,
    /// Others wrote it all the time.
    #[error("others wrote the journal at the same moment, {RACES} times")]
    Raced,
    /// It could not be put into words.
    #[error("the entry cannot be written as JSON")]
    Form,
}

impl NotKept {
    /// The right that is missing, when that is why, and who misses it.
    pub(crate) fn missing(&self) -> Option<(&Right, Option<&str>)> {
        match self {
            Self::Cluster(ClusterError::Forbidden(refusal)) => {
                Some((refusal.missing.as_ref()?, refusal.who.as_deref()))
            }
            _ => None,
        }
    }

    /// Whether the same may work later.
    pub(crate) fn passes(&self) -> bool {
        match self {
            // A token that was refused may be renewed by the next time.
            Self::Cluster(ClusterError::Unreachable(_) | ClusterError::Unauthorized(_)) => true,
            Self::Late | Self::Raced => true,
            Self::Cluster(_) | Self::Form => false,
        }
    }
}

/// What came of writing a beginning.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Begun {
    /// It stands there.
    New,
    /// The request id stood there already.
    Known(Found),
}

impl Keeper {
    /// One for this run.
    ///
    /// # Errors
    /// When the system has no randomness to tell this run from others by.
    pub fn new(place: Ground) -> Result<Self, getrandom::Error> {
        let run = hex_digits::<8>()?;
        Ok(Self {
            run_by: RunBy { place, run },
            locks: NamespaceLocks::default(),
        })
    }

    /// This run, as the journal names it.
    pub(crate) fn run_by(&self) -> &RunBy {
        &self.run_by
    }

    /// Reads the journal of a namespace.
    pub(crate) async fn read(
        &self,
        cluster: &Cluster,
        namespace: &Namespace,
    ) -> Result<Book, NotKept> {
        match tokio::time::timeout(WAIT, Book::read(cluster, namespace)).await {
            Ok(book) => Ok(book?),
            Err(_) => Err(NotKept::Late),
        }
    }

    /// Writes that a rollback was taken on, unless its request id stands there. `book` is how the
    /// journal was a moment ago.
    pub(crate) async fn begin(
        &self,
        cluster: &Cluster,
        mut book: Book,
        entry: &Entry,
    ) -> Result<Begun, NotKept> {
        let _lock = self.locks.lock(&entry.rollback.namespace).await;
        for _ in 0..RACES {
            match book.find(&entry.rollback.request_id) {
                Found::Nothing => {}
                known => return Ok(Begun::Known(known)),
            }
            if self.write(cluster, book, entry).await? {
                return Ok(Begun::New);
            }
            book = self.read(cluster, &entry.rollback.namespace).await?;
        }
        Err(NotKept::Raced)
    }

    /// Writes how a rollback ended. A cluster that does not answer is asked again for a minute.
    pub(crate) async fn end(&self, cluster: &Cluster, entry: &Entry) -> Result<(), NotKept> {
        let deadline = tokio::time::Instant::now() + END_WAIT;
        loop {
            let error = match self.end_at_once(cluster, entry).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if !error.passes() || tokio::time::Instant::now() > deadline {
                return Err(error);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Writes how a rollback ended, however long the cluster does not answer. Ends with astern at the latest.
    pub(crate) async fn end_whenever_it_can(&self, cluster: &Cluster, entry: &Entry) {
        while let Err(error) = self.end(cluster, entry).await {
            if !error.passes() {
                return;
            }
            tokio::time::sleep(LONG_PAUSE).await;
        }
    }

    /// Writes how a rollback ended, without a second try.
    pub(crate) async fn end_at_once(
        &self,
        cluster: &Cluster,
        entry: &Entry,
    ) -> Result<(), NotKept> {
        self.write_where(cluster, entry, |_| true).await
    }

    /// Writes the end of a rollback that another astern took on, where that stands without one.
    pub(crate) async fn close(&self, cluster: &Cluster, entry: &Entry) -> Result<(), NotKept> {
        let is_open = |found| match found {
            Found::Entry(there) => there.end.is_none(),
            Found::Nothing | Found::Unreadable => false,
        };
        self.write_where(cluster, entry, is_open).await
    }

    /// Writes an entry into the journal as it is now, if what stands in its place is to be replaced.
    async fn write_where(
        &self,
        cluster: &Cluster,
        entry: &Entry,
        replaces: impl Fn(Found) -> bool,
    ) -> Result<(), NotKept> {
        let _lock = self.locks.lock(&entry.rollback.namespace).await;
        for _ in 0..RACES {
            let book = self.read(cluster, &entry.rollback.namespace).await?;
            let wanted = replaces(book.find(&entry.rollback.request_id));
            if !wanted || self.write(cluster, book, entry).await? {
                return Ok(());
            }
        }
        Err(NotKept::Raced)
    }

    /// Tells others than the page where a rollback stands, as well as that can be done.
    pub(crate) async fn tell_others(&self, cluster: &Cluster, driver: Driver, entry: &Entry) {
        tell_others(cluster, driver, entry).await;
    }

    /// Writes an entry; `false` when somebody else wrote since the book was read.
    async fn write(
        &self,
        cluster: &Cluster,
        mut book: Book,
        entry: &Entry,
    ) -> Result<bool, NotKept> {
        book.put(entry).map_err(|_| NotKept::Form)?;
        let write = book.write(cluster);
        match tokio::time::timeout(WAIT, write).await {
            Ok(Ok(())) => Ok(true),
            Ok(Err(error)) if error.is_conflict() => Ok(false),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(NotKept::Late),
        }
    }
}
