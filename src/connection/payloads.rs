//! The payloads of revisions: each fetched once, two at a time, and kept in memory only.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_cluster::{PayloadError, encoded_payload};
use astern_ledger::{ObjectVersion, Record, Release};
use async_lock::Semaphore;
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use send_wrapper::SendWrapper;

use super::decode::decode;
use super::payload_cache::{PayloadCache, RecordObject};
use crate::browser::BrowserTransport;

/// How many payloads are fetched at a time: enough to hide the round trip, few enough not to burden an API server.
pub(super) const MAX_IN_FLIGHT: usize = 2;

/// The content of a revision, or why it cannot be read.
pub type Payload = Result<Arc<Release>, Arc<PayloadError>>;

/// A fetch that was started before its record was listed.
type Prefetch = SendWrapper<Shared<LocalBoxFuture<'static, ()>>>;

/// Held during a fetch, so that others who need the same payload wait for it instead of fetching it too.
type FetchLock = Arc<async_lock::Mutex<()>>;

/// The payloads that were fetched since the page was opened.
#[derive(Debug)]
pub struct Payloads {
    cache: Mutex<PayloadCache<Arc<Release>>>,
    prefetches: Mutex<HashMap<RecordObject, Prefetch>>,
    fetch_locks: Mutex<HashMap<(RecordObject, ObjectVersion), FetchLock>>,
    in_flight: Semaphore,
}

impl Default for Payloads {
    fn default() -> Self {
        Self {
            cache: Mutex::default(),
            prefetches: Mutex::default(),
            fetch_locks: Mutex::default(),
            in_flight: Semaphore::new(MAX_IN_FLIGHT),
        }
    }
}

impl Payloads {
    /// Returns the payload of a record: from memory, else from the cluster. Failures are not kept.
    pub async fn get(&self, api: &BrowserTransport, record: &Record) -> Payload {
        if let Some(cached) = self.in_memory(record) {
            return Ok(cached);
        }
        let object = RecordObject::of(record);
        let prefetch = lock(&self.prefetches).get(&object).map(|p| (**p).clone());
        if let Some(prefetch) = prefetch {
            // It may have read another state than the one that was listed, or have failed.
            prefetch.await;
            if let Some(cached) = self.in_memory(record) {
                return Ok(cached);
            }
        }
        let key = (object, record.version.clone());
        let fetch_lock = lock(&self.fetch_locks).entry(key).or_default().clone();
        let _guard = fetch_lock.lock().await;
        if let Some(cached) = self.in_memory(record) {
            return Ok(cached);
        }
        self.fetch(api, record).await.map_err(Arc::new)
    }

    /// Returns the payload of a record if it is in memory, without a request.
    pub fn in_memory(&self, record: &Record) -> Option<Arc<Release>> {
        let object = RecordObject::of(record);
        lock(&self.cache).get(&object, &record.version).cloned()
    }

    /// Returns whether any payload of an object is in memory or being prefetched.
    pub(super) fn has_any(&self, object: &RecordObject) -> bool {
        lock(&self.cache).contains(object) || lock(&self.prefetches).contains_key(object)
    }

    /// Runs a fetch that [`Self::get`] waits for when it is asked for the same object.
    pub(super) fn start_prefetch(
        &self,
        object: RecordObject,
        fetch: impl Future<Output = ()> + 'static,
    ) {
        let fetch = fetch.boxed_local().shared();
        lock(&self.prefetches).insert(object, SendWrapper::new(fetch.clone()));
        leptos::task::spawn_local(fetch);
    }

    /// Forgets a prefetch that has ended.
    pub(super) fn end_prefetch(&self, object: &RecordObject) {
        lock(&self.prefetches).remove(object);
    }

    /// Fetches the payload of a record and keeps it under the state that its object is in by now.
    pub(super) async fn fetch(
        &self,
        api: &BrowserTransport,
        record: &Record,
    ) -> Result<Arc<Release>, PayloadError> {
        let permit = self.in_flight.acquire().await;
        let packed = encoded_payload(api, record).await?;
        drop(permit);
        let decoded = decode(packed).await?;
        let release = decoded.release;
        lock(&self.cache).insert(
            RecordObject::of(record),
            decoded.version,
            release.clone(),
            decoded.size,
        );
        Ok(release)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
