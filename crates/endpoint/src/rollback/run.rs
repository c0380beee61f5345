//! A rollback that was started, with its events.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Event, EventKind, StartRollback};
use tokio::sync::watch;

/// A rollback that was started, with its events so far.
#[derive(Debug)]
pub struct Run {
    request: StartRollback,
    started: Timestamp,
    events: Mutex<Vec<Event>>,
    event_count: watch::Sender<usize>,
}

impl Run {
    /// Returns a run without events, which starts now.
    pub(super) fn new(request: StartRollback) -> Self {
        Self {
            request,
            started: Timestamp::from(SystemTime::now()),
            events: Mutex::default(),
            event_count: watch::Sender::new(0),
        }
    }

    /// Returns the request.
    pub fn request(&self) -> &StartRollback {
        &self.request
    }

    /// Returns when the rollback was started.
    pub(super) fn started(&self) -> Timestamp {
        self.started
    }

    /// Appends an event, and wakes the followers.
    pub(super) fn add(&self, what: EventKind) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let event = Event {
            seq: events.len() as u64,
            at: Timestamp::from(SystemTime::now()),
            what,
        };
        events.push(event);
        self.event_count.send_replace(events.len());
    }

    /// Returns the events so far, from a sequence number on.
    pub(super) fn events_from(&self, from: u64) -> Vec<Event> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        events.get(from..).unwrap_or_default().to_vec()
    }

    /// Returns a receiver that is notified of each new event.
    pub(super) fn subscribe(&self) -> watch::Receiver<usize> {
        self.event_count.subscribe()
    }

    /// Whether the rollback has ended.
    pub fn has_ended(&self) -> bool {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(
            events.last().map(|event| &event.what),
            Some(EventKind::Ended { .. })
        )
    }

    /// Waits until the rollback has ended.
    pub async fn ended(&self) {
        let mut events = self.subscribe();
        // Fails only when the sender is dropped, which `self` holds.
        let _ = events.wait_for(|_| self.has_ended()).await;
    }
}
