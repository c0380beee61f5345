//! Revisions that have been fetched: each once, in memory only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use astern_cluster::{PayloadError, packed_payload};
use astern_ledger::{Driver, Namespace, Record, Release};

use crate::browser::{BrowserTransport, timed, yield_to_browser};

/// A fetched revision, or why it cannot be had.
pub type Payload = Result<Arc<Release>, Arc<PayloadError>>;

/// A record's payload is written again only when its status changes.
type Key = (Driver, Namespace, String, String);

/// The revisions that have been fetched since the page was opened.
#[derive(Debug, Default)]
pub struct Payloads(Mutex<HashMap<Key, Arc<Release>>>);

impl Payloads {
    /// The revision of a record: from memory, else from the cluster. Failures are not remembered.
    pub async fn get(&self, api: &BrowserTransport, record: &Record) -> Payload {
        let key = (
            record.driver,
            record.namespace.clone(),
            record.object.clone(),
            record.status.to_string(),
        );
        if let Some(known) = self.fetched().get(&key) {
            return Ok(known.clone());
        }
        let release = Arc::new(fetch(api, record).await.map_err(Arc::new)?);
        self.fetched().insert(key, release.clone());
        Ok(release)
    }

    fn fetched(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Release>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Decoding a megabyte takes several frames: the browser may draw after each half.
async fn fetch(api: &BrowserTransport, record: &Record) -> Result<Release, PayloadError> {
    let packed = packed_payload(api, record).await?;
    yield_to_browser().await;
    let inflated = timed("astern:decode", || packed.inflate())?;
    yield_to_browser().await;
    timed("astern:decode", || packed.read(&inflated))
}
