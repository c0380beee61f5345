//! A rollback that was started, with its events.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use astern_ledger::Timestamp;
use astern_protocol::{Event, EventKind, StartRollback};
use axum::body::Bytes;
use tokio::sync::watch;

/// A rollback that was started, with its events so far.
#[derive(Debug)]
pub struct Run {
    request: StartRollback,
    started: Timestamp,
    events: Mutex<Events>,
    event_count: watch::Sender<usize>,
}

/// The events of a run, each as the line of JSON that followers get. All followers share these bytes.
#[derive(Default, Debug)]
struct Events {
    lines: Vec<Bytes>,
    size: usize,
    has_ended: bool,
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
        let mut events = self.events();
        let is_end = matches!(what, EventKind::Ended { .. });
        let event = Event {
            seq: events.lines.len() as u64,
            at: Timestamp::from(SystemTime::now()),
            what,
        };
        if let Some(line) = json_line(&event) {
            events.size += line.len();
            events.lines.push(line);
        }
        events.has_ended |= is_end;
        self.event_count.send_replace(events.lines.len());
    }

    /// Returns the event of a sequence number as a line of JSON; `None` when there is none yet.
    pub(super) fn event(&self, seq: u64) -> Option<Bytes> {
        let seq = usize::try_from(seq).ok()?;
        self.events().lines.get(seq).cloned()
    }

    /// Returns the size of the events so far, in bytes.
    pub(super) fn size(&self) -> usize {
        self.events().size
    }

    /// Returns a receiver that is notified of each new event.
    pub(super) fn subscribe(&self) -> watch::Receiver<usize> {
        self.event_count.subscribe()
    }

    /// Whether the rollback has ended.
    pub fn has_ended(&self) -> bool {
        self.events().has_ended
    }

    /// Waits until the rollback has ended.
    pub async fn ended(&self) {
        let mut events = self.subscribe();
        // Fails only when the sender is dropped, which `self` holds.
        let _ = events.wait_for(|_| self.has_ended()).await;
    }

    fn events(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns an event as a line of JSON. `None` when it cannot be serialized, which no event is known for.
pub(super) fn json_line(event: &Event) -> Option<Bytes> {
    let mut line = serde_json::to_vec(event).ok()?;
    line.push(b'\n');
    Some(line.into())
}
