//! Revisions that have been fetched: each once, two at a time, in memory only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_cluster::{PayloadError, packed_payload};
use astern_ledger::{Driver, Namespace, Record, Release, ReleaseName, Revision, Status};
use async_lock::Semaphore;
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use send_wrapper::SendWrapper;

use super::Cluster;
use crate::browser::{BrowserTransport, timed, yield_to_browser};

/// Payloads in flight at once: enough to hide the round trip, too few to burden an API server.
pub(super) const IN_FLIGHT: usize = 2;

/// A fetched revision, or why it cannot be had.
pub type Payload = Result<Arc<Release>, Arc<PayloadError>>;

/// Where a record is kept.
type Stored = (Driver, Namespace, String);

/// A record in one state.
type Key = (Stored, Status);

/// A fetch that others may wait for.
type Begun = SendWrapper<Shared<LocalBoxFuture<'static, Payload>>>;

/// The revisions that have been fetched since the page was opened.
#[derive(Debug)]
pub struct Payloads {
    /// A record's payload is written again only when its status changes.
    fetched: Mutex<HashMap<Key, Arc<Release>>>,
    begun: Mutex<HashMap<Stored, Begun>>,
    /// Held by whoever asks for a revision, so that others who want it wait instead of asking too.
    asked: Mutex<HashMap<Key, Arc<async_lock::Mutex<()>>>>,
    in_flight: Semaphore,
}

impl Default for Payloads {
    fn default() -> Self {
        Self {
            fetched: Mutex::default(),
            begun: Mutex::default(),
            asked: Mutex::default(),
            in_flight: Semaphore::new(IN_FLIGHT),
        }
    }
}

impl Payloads {
    /// The revision of a record: from memory, else from the cluster. Failures are not remembered.
    pub async fn get(&self, api: &BrowserTransport, record: &Record) -> Payload {
        let key = (stored(record), record.status.clone());
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let begun = lock(&self.begun).get(&key.0).map(|begun| (**begun).clone());
        if let Some(begun) = begun {
            // What was read before its record was listed may be of an older status, or have failed.
            let _ = begun.await;
            if let Some(known) = self.known(&key) {
                return Ok(known);
            }
        }
        let asked = lock(&self.asked).entry(key.clone()).or_default().clone();
        let _asking = asked.lock().await;
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let release = Arc::new(self.fetch(api, record).await.map_err(Arc::new)?);
        lock(&self.fetched).insert(key, release.clone());
        Ok(release)
    }

    /// The revision of a record where it is in memory already; asks for nothing.
    pub fn in_memory(&self, record: &Record) -> Option<Arc<Release>> {
        self.known(&(stored(record), record.status.clone()))
    }

    fn known(&self, key: &Key) -> Option<Arc<Release>> {
        lock(&self.fetched).get(key).cloned()
    }

    /// Decoding a megabyte takes several frames: the browser may draw after each half.
    async fn fetch(
        &self,
        api: &BrowserTransport,
        record: &Record,
    ) -> Result<Release, PayloadError> {
        let turn = self.in_flight.acquire().await;
        let packed = packed_payload(api, record).await?;
        drop(turn);
        yield_to_browser().await;
        let inflated = timed("astern:decode", || packed.inflate())?;
        yield_to_browser().await;
        timed("astern:decode", || packed.read(&inflated))
    }
}

/// Begins to fetch a revision before its record has been listed, so that a page which is about to need it saves a round
/// trip. Helm keeps records in Secrets by default; where it does not, this finds nothing and nobody is told.
pub fn expect_payload(
    cluster: &Arc<Cluster>,
    namespace: &Namespace,
    release: &ReleaseName,
    revision: Revision,
) {
    let expected = Record::expected(namespace.clone(), release.clone(), revision);
    let stored = stored(&expected);
    let payloads = &cluster.payloads;
    let known = lock(&payloads.fetched)
        .keys()
        .any(|(key, _)| *key == stored);
    if known || lock(&payloads.begun).contains_key(&stored) {
        return;
    }
    let (of, key) = (cluster.clone(), stored.clone());
    let fetching = async move {
        let payload = of
            .payloads
            .fetch(&of.api, &expected)
            .await
            .map(Arc::new)
            .map_err(Arc::new);
        if let Ok(release) = &payload {
            let key = (key.clone(), release.info.status.clone());
            lock(&of.payloads.fetched).insert(key, release.clone());
        }
        lock(&of.payloads.begun).remove(&key);
        payload
    };
    let fetching = fetching.boxed_local().shared();
    lock(&payloads.begun).insert(stored, SendWrapper::new(fetching.clone()));
    leptos::task::spawn_local(async move {
        // Whoever waits for it is told.
        let _ = fetching.await;
    });
}

fn stored(record: &Record) -> Stored {
    let (namespace, object) = (record.namespace.clone(), record.object.clone());
    (record.driver, namespace, object)
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
