//! The events of a rollback as a stream, for one follower.

use std::collections::VecDeque;
use std::sync::Arc;

use astern_protocol::Event;
use axum::body::Bytes;
use tokio::sync::watch;

use super::Run;
use super::run::json_line;

/// The events of a rollback as lines of JSON. Ends after the last event.
///
/// A follower holds a position in the events of the run and no event, so that one that reads slowly, or not at all, costs
/// nothing.
pub(crate) enum EventStream {
    /// The events of a run of this process.
    Run {
        /// The run.
        run: Arc<Run>,
        /// Notified of each new event.
        changes: watch::Receiver<usize>,
        /// The sequence number of the next event.
        next_seq: u64,
    },
    /// These events.
    Events(VecDeque<Event>),
}

impl EventStream {
    /// Returns the events of a run from a sequence number on, those that are still to come included.
    pub(crate) fn of_run(run: Arc<Run>, from: u64) -> Self {
        Self::Run {
            changes: run.subscribe(),
            run,
            next_seq: from,
        }
    }

    /// Returns these events only.
    pub(crate) fn of_events(events: Vec<Event>) -> Self {
        Self::Events(events.into())
    }

    /// Waits for the next event. Returns `None` after the last one.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        let (run, changes, next_seq) = match self {
            Self::Events(events) => return json_line(&events.pop_front()?),
            Self::Run {
                run,
                changes,
                next_seq,
            } => (run, changes, next_seq),
        };
        loop {
            // Before the events are read, so that an event that is added meanwhile wakes this task.
            changes.mark_unchanged();
            // Before the events are read, so that a last event that is added meanwhile is read in the next iteration.
            let has_ended = run.has_ended();
            if let Some(line) = run.event(*next_seq) {
                *next_seq = next_seq.saturating_add(1);
                return Some(line);
            }
            if has_ended {
                return None;
            }
            changes.changed().await.ok()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use astern_protocol::{EventKind, Stream};
    use futures_util::FutureExt as _;

    use super::*;

    fn run_with_lines(lines: usize) -> Arc<Run> {
        let request = r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#;
        let run = Run::new(serde_json::from_str(request).unwrap());
        for _ in 0..lines {
            run.add(EventKind::Printed {
                stream: Stream::Out,
                line: "line".to_owned(),
            });
        }
        Arc::new(run)
    }

    #[tokio::test]
    async fn followers_share_the_bytes_of_an_event() {
        let run = run_with_lines(2);
        let mut first = EventStream::of_run(Arc::clone(&run), 0);
        let mut second = EventStream::of_run(Arc::clone(&run), 0);
        let (one, other) = (first.next().await.unwrap(), second.next().await.unwrap());
        assert_eq!(one.as_ptr(), other.as_ptr());
        let last = first.next().await.unwrap();
        assert!(last.starts_with(b"{\"seq\":1,"));
        assert_eq!(run.size(), one.len() + last.len());
    }

    #[tokio::test]
    async fn a_position_beyond_the_events_waits_for_them() {
        let run = run_with_lines(0);
        let mut follower = EventStream::of_run(Arc::clone(&run), u64::MAX);
        assert!(follower.next().now_or_never().is_none());
    }
}
