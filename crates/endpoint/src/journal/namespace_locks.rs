//! A lock for the journal of each namespace.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use astern_ledger::Namespace;
use tokio::sync::OwnedMutexGuard;

/// The locks of the namespaces whose journals are being written. A lock is held while a journal is read and written, so
/// that this process does not conflict with itself. A request that hangs in one namespace delays no other.
#[derive(Default, Debug)]
pub(super) struct NamespaceLocks(Mutex<HashMap<Namespace, Arc<tokio::sync::Mutex<()>>>>);

impl NamespaceLocks {
    /// Waits for the lock of a namespace.
    pub(super) async fn lock(&self, namespace: &Namespace) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // A lock that only the map refers to is neither held nor waited for.
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(namespace.clone()).or_default())
        };
        lock.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_namespace_is_locked_once_and_forgotten_when_it_is_released() {
        let (shop, search) = ("shop".parse().unwrap(), "search".parse().unwrap());
        let locks = NamespaceLocks::default();
        let held = locks.lock(&shop).now_or_never();
        assert!(held.is_some());
        assert!(locks.lock(&shop).now_or_never().is_none());
        assert!(locks.lock(&search).now_or_never().is_some());
        drop(held);
        assert!(locks.lock(&shop).now_or_never().is_some());
        assert_eq!(locks.0.lock().unwrap().len(), 1);
    }
}
