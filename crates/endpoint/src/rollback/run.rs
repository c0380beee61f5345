//! One rollback and everything that has happened in it.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Event, Happening, StartRollback};
use tokio::sync::watch;

/// A rollback that has been taken on. It belongs to no request: a closed tab changes nothing.
#[derive(Debug)]
pub struct Run {
    request: StartRollback,
    started: Timestamp,
    events: Mutex<Vec<Event>>,
    count: watch::Sender<usize>,
}

impl Run {
    /// One to which nothing has happened yet.
    pub(crate) fn new(request: StartRollback) -> Self {
        Self {
            request,
            started: Timestamp::from(SystemTime::now()),
            events: Mutex::default(),
            count: watch::Sender::new(0),
        }
    }

    /// What was asked for.
    pub fn request(&self) -> &StartRollback {
        &self.request
    }

    /// When it was taken on.
    pub(crate) fn started(&self) -> Timestamp {
        self.started
    }

    /// Notes what happened, and tells whoever follows.
    pub(crate) fn add(&self, what: Happening) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let event = Event {
            seq: events.len() as u64,
            at: Timestamp::from(SystemTime::now()),
            what,
        };
        events.push(event);
        self.count.send_replace(events.len());
    }

    /// Every event from a sequence number on, so far.
    pub(crate) fn events_from(&self, from: u64) -> Vec<Event> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        events.get(from..).unwrap_or_default().to_vec()
    }

    /// Hears of each new event.
    pub(crate) fn count(&self) -> watch::Receiver<usize> {
        self.count.subscribe()
    }

    /// Whether it is over.
    pub fn has_ended(&self) -> bool {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(
            events.last().map(|event| &event.what),
            Some(Happening::Ended { .. })
        )
    }

    /// Waits until it is over.
    pub async fn ended(&self) {
        let mut count = self.count();
        // It fails only when the sender is gone, which `self` holds.
        let _ = count.wait_for(|_| self.has_ended()).await;
    }
}
