//! The rollbacks of this process: which ones run, which ones ended lately, and which requests are being admitted.
//!
//! A request is admitted in two steps. [`Registry::reserve`] reserves a slot for it, under a lock that is never held
//! across an await. While the caller holds the slot and asks the cluster, only requests for the same release, or with
//! the same request id in the same namespace, wait for it. [`Slot::fill`] then turns the slot into a run; dropping the
//! slot frees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_ledger::Namespace;
use astern_protocol::{ErrorCode, RequestId, StartRollback};
use tokio::sync::Notify;

use super::Run;
use crate::refusal::Refusal;

/// How many runs are remembered. The journal answers for the others.
const MAX_REMEMBERED: usize = 100;

/// How many bytes the events of the remembered runs have together, when a run is added. Most have under 1 kB.
const MAX_REMEMBERED_BYTES: usize = 16 << 20;

/// Runs and reserved slots.
#[derive(Debug)]
pub(super) struct Registry {
    /// How many rollbacks may run at once.
    limit: usize,
    state: Mutex<State>,
    slot_released: Notify,
}

#[derive(Default, Debug)]
struct State {
    runs: Vec<Arc<Run>>,
    reserved: Vec<Reserved>,
    next_slot: u64,
    is_closed: bool,
}

/// A slot that is held for a request.
#[derive(Debug)]
struct Reserved {
    slot: u64,
    request: StartRollback,
}

/// The result of asking for a slot.
#[derive(Debug)]
pub(super) enum Reservation<'a> {
    /// The request id belongs to a run of this process.
    Existing(Arc<Run>),
    /// The request may be checked and started.
    Slot(Slot<'a>),
    /// No slot is free for the request.
    Refused(Refusal),
}

/// A slot for one rollback, which counts against the limits. Dropping it frees it.
#[derive(Debug)]
#[must_use = "a slot that is dropped is free again"]
pub(super) struct Slot<'a> {
    registry: &'a Registry,
    id: u64,
}

impl Registry {
    /// Returns an empty registry in which at most `limit` rollbacks run at once.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            state: Mutex::default(),
            slot_released: Notify::new(),
        }
    }

    /// Reserves a slot for a request. Waits while another request for the same release, or with the same request id in
    /// the same namespace, is being admitted.
    pub(super) async fn reserve(&self, request: &StartRollback) -> Reservation<'_> {
        loop {
            // Created before the state is read, so that a slot that is released in between is not missed.
            let released = self.slot_released.notified();
            match self.try_reserve(request) {
                Some(reservation) => return reservation,
                None => released.await,
            }
        }
    }

    /// Returns `None` while a conflicting request is being admitted.
    fn try_reserve(&self, request: &StartRollback) -> Option<Reservation<'_>> {
        let mut state = self.lock();
        if let Some(run) = state.get(&request.namespace, &request.request_id) {
            return Some(Reservation::Existing(Arc::clone(run)));
        }
        if state
            .reserved
            .iter()
            .any(|other| conflicts(&other.request, request))
        {
            return None;
        }
        if let Err(refusal) = state.check_capacity(request, self.limit) {
            return Some(Reservation::Refused(refusal));
        }
        let id = state.next_slot;
        state.next_slot += 1;
        state.reserved.push(Reserved {
            slot: id,
            request: request.clone(),
        });
        Some(Reservation::Slot(Slot { registry: self, id }))
    }

    /// Makes every later reservation fail.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
    }

    /// Returns the run of a request in a namespace.
    pub(super) fn get(&self, namespace: &Namespace, id: &RequestId) -> Option<Arc<Run>> {
        self.lock().get(namespace, id).cloned()
    }

    /// Returns the run of a request in any namespace.
    pub(super) fn find(&self, id: &RequestId) -> Option<Arc<Run>> {
        let state = self.lock();
        let run = state
            .runs
            .iter()
            .find(|run| run.request().request_id == *id);
        run.cloned()
    }

    /// Returns the runs that have not ended.
    pub(super) fn running(&self) -> Vec<Arc<Run>> {
        self.lock().running().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// Turns the slot into a run.
    pub(super) fn fill(self, run: Arc<Run>) {
        let mut state = self.registry.lock();
        state.release(self.id);
        while state.remembers_too_much()
            && let Some(oldest) = state.runs.iter().position(|run| run.has_ended())
        {
            state.runs.remove(oldest);
        }
        state.runs.push(run);
        // `drop` takes the lock again and wakes who waits for the slot.
        drop(state);
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.registry.lock().release(self.id);
        self.registry.slot_released.notify_waiters();
    }
}

/// Whether two requests have to be admitted one after the other.
fn conflicts(a: &StartRollback, b: &StartRollback) -> bool {
    a.namespace == b.namespace && (a.release == b.release || a.request_id == b.request_id)
}

impl State {
    fn get(&self, namespace: &Namespace, id: &RequestId) -> Option<&Arc<Run>> {
        self.runs.iter().find(|run| {
            let request = run.request();
            request.namespace == *namespace && request.request_id == *id
        })
    }

    fn running(&self) -> impl Iterator<Item = &Arc<Run>> {
        self.runs.iter().filter(|run| !run.has_ended())
    }

    fn release(&mut self, slot: u64) {
        self.reserved.retain(|reserved| reserved.slot != slot);
    }

    fn remembers_too_much(&self) -> bool {
        let size: usize = self.runs.iter().map(|run| run.size()).sum();
        self.runs.len() >= MAX_REMEMBERED || size >= MAX_REMEMBERED_BYTES
    }

    /// Refuses a request when its release is busy or a limit is reached. Reserved slots count as running.
    fn check_capacity(&self, request: &StartRollback, limit: usize) -> Result<(), Refusal> {
        if self.is_closed {
            return Err(Refusal::new(
                ErrorCode::Ending,
                "Nothing was started: this astern is ending, and takes nothing on any more.",
                "Press again when it is back. It ends after the rollbacks that are running.",
            ));
        }
        let running: Vec<&StartRollback> = self.running().map(|run| run.request()).collect();
        let same_release = running.iter().find(|other| {
            (&other.namespace, &other.release) == (&request.namespace, &request.release)
        });
        if let Some(other) = same_release {
            let (namespace, release, target) = (&other.namespace, &other.release, other.target);
            return Err(Refusal::new(
                ErrorCode::AlreadyRunning,
                format!("A rollback of {namespace}/{release} to revision {target} is running."),
                "Wait for it to end; its progress is in the tab that started it.",
            ));
        }
        let reserved = self.reserved.iter().map(|reserved| &reserved.request);
        let occupied: Vec<&StartRollback> = running.into_iter().chain(reserved).collect();
        let advice =
            "Press again in a moment; it is the same request, so it is not carried out twice.";
        let total = occupied.len();
        if total >= limit {
            let message = format!(
                "Nothing was started: {total} rollbacks are running, and no more may at once."
            );
            return Err(Refusal::new(ErrorCode::TooMany, message, advice));
        }
        let in_namespace = occupied
            .iter()
            .filter(|other| other.namespace == request.namespace)
            .count();
        if in_namespace >= limit.div_ceil(2) {
            let message = format!(
                "Nothing was started: {in_namespace} rollbacks are running in this namespace, and no more may at once: \
                 the other half of the places is kept for other namespaces."
            );
            return Err(Refusal::new(ErrorCode::TooMany, message, advice));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use astern_protocol::{EventKind, Outcome, Stream};
    use futures_util::FutureExt as _;

    use super::*;

    fn request(id: u32, release: &str) -> StartRollback {
        let (namespace, release) = release.split_once('/').unwrap();
        let json = format!(
            r#"{{"request_id":"{id:032}","namespace":"{namespace}","release":"{release}","target":3,"expected_current":4}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    /// Returns the slot, when one is free at once.
    fn slot<'a>(registry: &'a Registry, request: &StartRollback) -> Option<Slot<'a>> {
        match registry.reserve(request).now_or_never()? {
            Reservation::Slot(slot) => Some(slot),
            other => panic!("{other:?}"),
        }
    }

    fn is_refused(registry: &Registry, request: &StartRollback) -> bool {
        let reservation = registry.reserve(request).now_or_never();
        matches!(reservation, Some(Reservation::Refused(_)))
    }

    #[test]
    fn only_a_request_for_the_same_release_or_with_the_same_id_waits_for_a_slot() {
        let registry = Registry::new(10);
        let held = slot(&registry, &request(1, "shop/shop")).unwrap();
        assert!(slot(&registry, &request(1, "shop/shop")).is_none());
        assert!(slot(&registry, &request(2, "shop/shop")).is_none());
        assert!(slot(&registry, &request(1, "shop/cache")).is_none());
        assert!(slot(&registry, &request(2, "shop/cache")).is_some());
        assert!(slot(&registry, &request(1, "search/shop")).is_some());
        drop(held);
        assert!(slot(&registry, &request(2, "shop/shop")).is_some());
    }

    #[tokio::test]
    async fn a_request_that_waits_sees_what_became_of_the_one_before() {
        let registry = Registry::new(10);
        let first = request(1, "shop/shop");
        let held = slot(&registry, &first).unwrap();
        let waiting = registry.reserve(&first);
        let fill = async {
            tokio::task::yield_now().await;
            held.fill(Arc::new(Run::new(first.clone())));
        };
        let (reservation, ()) = tokio::join!(waiting, fill);
        assert!(matches!(reservation, Reservation::Existing(_)));
        assert!(is_refused(&registry, &request(2, "shop/shop")));
    }

    #[test]
    fn requests_that_are_being_admitted_count_against_both_limits() {
        let registry = Registry::new(3);
        let first = slot(&registry, &request(1, "shop/a")).unwrap();
        let _second = slot(&registry, &request(2, "shop/b")).unwrap();
        assert!(is_refused(&registry, &request(3, "shop/c")));
        let _third = slot(&registry, &request(3, "search/a")).unwrap();
        assert!(is_refused(&registry, &request(4, "web/a")));
        drop(first);
        assert!(slot(&registry, &request(4, "web/a")).is_some());
        let admitted = request(5, "shop/d");
        let run = Arc::new(Run::new(admitted.clone()));
        slot(&registry, &admitted).unwrap().fill(run);
        assert!(is_refused(&registry, &request(6, "shop/e")));
    }

    #[test]
    fn the_same_request_id_in_two_namespaces_is_two_runs() {
        let registry = Registry::new(10);
        for release in ["shop/shop", "search/search"] {
            let admitted = request(1, release);
            let run = Arc::new(Run::new(admitted.clone()));
            slot(&registry, &admitted).unwrap().fill(run);
        }
        let run = registry.get(
            &"search".parse().unwrap(),
            &request(1, "search/x").request_id,
        );
        assert_eq!(run.unwrap().request().release.as_str(), "search");
    }

    #[test]
    fn the_oldest_runs_are_forgotten_when_their_events_take_too_much() {
        let registry = Registry::new(10);
        for id in 1..=4 {
            let admitted = request(id, "shop/shop");
            let run = Arc::new(Run::new(admitted.clone()));
            slot(&registry, &admitted).unwrap().fill(Arc::clone(&run));
            run.add(EventKind::Printed {
                stream: Stream::Out,
                line: "x".repeat(MAX_REMEMBERED_BYTES / 2),
            });
            let revision = 5.try_into().unwrap();
            run.add(EventKind::Ended {
                outcome: Outcome::Done { revision },
            });
        }
        let shop = "shop".parse().unwrap();
        let is_known = |id| {
            registry
                .get(&shop, &request(id, "shop/shop").request_id)
                .is_some()
        };
        assert_eq!([1, 2, 3, 4].map(is_known), [false, false, true, true]);
    }

    #[test]
    fn a_closed_registry_refuses_every_request() {
        let registry = Registry::new(10);
        registry.close();
        assert!(is_refused(&registry, &request(1, "shop/shop")));
    }
}
