//! A lock for each of many things: the journal of a namespace, the records of a release.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

/// The locks of the things that are in use. A lock is held while the cluster is asked, so a request that hangs delays only
/// those about the same thing.
#[derive(Debug)]
pub(super) struct KeyedLocks<K>(Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>);

impl<K> Default for KeyedLocks<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> KeyedLocks<K> {
    /// Waits for the lock of a thing.
    pub(super) async fn lock(&self, key: K) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // A lock that only the map refers to is neither held nor waited for.
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(key).or_default())
        };
        lock.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_thing_is_locked_once_and_forgotten_when_it_is_released() {
        let locks = KeyedLocks::default();
        let held = locks.lock("shop").now_or_never();
        assert!(held.is_some());
        assert!(locks.lock("shop").now_or_never().is_none());
        assert!(locks.lock("search").now_or_never().is_some());
        drop(held);
        assert!(locks.lock("shop").now_or_never().is_some());
        assert_eq!(locks.0.lock().unwrap().len(), 1);
    }
}
