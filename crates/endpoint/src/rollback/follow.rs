//! `GET astern/v1/rollbacks/{id}?from=N`: one event a line, as they happen.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use astern_protocol::{ErrorCode, Event, Happening};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::watch;

use super::Run;
use crate::app::App;
use crate::refusal::Refusal;

/// Where to begin.
#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    from: u64,
}

/// Streams the events; ends after the last one.
pub(crate) async fn follow(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(From { from }): Query<From>,
) -> Result<Response, Refusal> {
    let run = id.parse().ok().and_then(|id| app.rollbacks.get(&id));
    let run = run.ok_or_else(|| {
        Refusal::new(
            ErrorCode::NotFound,
            "This run of astern knows no such rollback.",
            "Look at the release's history: what Helm did is recorded there.",
        )
    })?;
    let follower = Follower {
        count: run.count(),
        run,
        next: from,
        ready: VecDeque::new(),
        over: false,
    };
    let lines = stream::unfold(follower, |mut follower| async move {
        let line = follower.line().await?;
        Some((Ok::<_, Infallible>(line), follower))
    });
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(lines)).into_response())
}

/// Somebody who follows a rollback.
struct Follower {
    run: Arc<Run>,
    count: watch::Receiver<usize>,
    next: u64,
    ready: VecDeque<Event>,
    over: bool,
}

impl Follower {
    /// The next event as a line; `None` after the last.
    async fn line(&mut self) -> Option<Bytes> {
        while self.ready.is_empty() {
            if self.over {
                return None;
            }
            // Marked as seen first, so that what comes while reading wakes us again.
            self.count.mark_unchanged();
            // Asked before reading: what ends it in between is read on the next round.
            let ended = self.run.has_ended();
            self.ready = self.run.events_from(self.next).into();
            self.next = self
                .next
                .max(self.ready.back().map_or(0, |event| event.seq + 1));
            if self.ready.is_empty() {
                if ended {
                    return None;
                }
                self.count.changed().await.ok()?;
            }
        }
        let event = self.ready.pop_front()?;
        self.over = matches!(event.what, Happening::Ended { .. });
        let mut line = serde_json::to_vec(&event).ok()?;
        line.push(b'\n');
        Some(line.into())
    }
}
