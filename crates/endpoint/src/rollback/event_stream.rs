//! The events of a rollback as a stream, for one follower.

use std::collections::VecDeque;
use std::sync::Arc;

use astern_protocol::{Event, EventKind};
use tokio::sync::watch;

use super::Run;

/// The events of a rollback. Ends after the last event.
pub(crate) struct EventStream {
    /// The run that more events come from; `None` when all events are in `buffer`.
    source: Option<Source>,
    buffer: VecDeque<Event>,
    has_ended: bool,
}

/// A run, and the position in its events.
struct Source {
    run: Arc<Run>,
    changes: watch::Receiver<usize>,
    next_seq: u64,
}

impl EventStream {
    /// Returns the events of a run from a sequence number on, those that are still to come included.
    pub(crate) fn of_run(run: Arc<Run>, from: u64) -> Self {
        let source = Source {
            changes: run.subscribe(),
            run,
            next_seq: from,
        };
        Self {
            source: Some(source),
            buffer: VecDeque::new(),
            has_ended: false,
        }
    }

    /// Returns these events only.
    pub(crate) fn of_events(events: Vec<Event>) -> Self {
        Self {
            source: None,
            buffer: events.into(),
            has_ended: false,
        }
    }

    /// Waits for the next event. Returns `None` after the last one.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        while self.buffer.is_empty() {
            if self.has_ended {
                return None;
            }
            self.buffer = self.source.as_mut()?.next().await?;
        }
        let event = self.buffer.pop_front()?;
        self.has_ended = matches!(event.what, EventKind::Ended { .. });
        Some(event)
    }
}

impl Source {
    /// Waits for new events. Returns `None` when the run has ended and has no more of them.
    async fn next(&mut self) -> Option<VecDeque<Event>> {
        loop {
            // Before the events are read, so that an event that is added meanwhile wakes this task.
            self.changes.mark_unchanged();
            // Before the events are read, so that a last event that is added meanwhile is read in the next iteration.
            let has_ended = self.run.has_ended();
            let events = self.run.events_from(self.next_seq);
            if let Some(last) = events.last() {
                self.next_seq = self.next_seq.max(last.seq + 1);
                return Some(events.into());
            }
            if has_ended {
                return None;
            }
            self.changes.changed().await.ok()?;
        }
    }
}
