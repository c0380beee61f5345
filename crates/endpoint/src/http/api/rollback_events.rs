//! `GET astern/v1/rollbacks/{id}?namespace=NS&from=N`: one event a line, as they happen.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use astern_ledger::Namespace;
use astern_protocol::{ErrorCode, Event, Happening, RequestId};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::watch;

use crate::http::App;
use crate::principal::Principal;
use crate::refusal::Refusal;
use crate::rollback::Run;
use crate::rollback::past;

/// Where to begin, and where the rollback is: another run of astern may have taken it on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default)]
    from: u64,
    namespace: Option<Namespace>,
}

/// Streams the events; ends after the last one.
pub(crate) async fn follow(
    State(app): State<Arc<App>>,
    Extension(principal): Extension<Principal>,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(Asked { from, namespace }) = asked.map_err(|error| Refusal::query(&error))?;
    let namespace = principal.namespace(namespace)?;
    let id: RequestId = id.parse().map_err(|_| unknown())?;
    let run = match &namespace {
        Some(namespace) => app.rollbacks.get(namespace, &id),
        None => app.rollbacks.find(&id),
    };
    let follower = match (run, namespace, app.rollbacks.keeping().keeper()) {
        (Some(run), _, _) => Follower::of(run, from),
        (None, Some(namespace), Some(keeper)) => {
            let told = past(keeper, &principal, &namespace, &id, from).await?;
            Follower::of_the_past(told.ok_or_else(unknown)?)
        }
        (None, _, _) => return Err(unknown()),
    };
    let lines = stream::unfold(follower, |mut follower| async move {
        let line = follower.line().await?;
        Some((Ok::<_, Infallible>(line), follower))
    });
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(lines)).into_response())
}

fn unknown() -> Refusal {
    Refusal::new(
        ErrorCode::NotFound,
        "Astern knows no such rollback here.",
        "Look at the release's history: what Helm did is recorded there.",
    )
}

/// Somebody who follows a rollback.
struct Follower {
    /// The one that is followed; none when all there is to tell is ready.
    live: Option<Live>,
    ready: VecDeque<Event>,
    over: bool,
}

struct Live {
    run: Arc<Run>,
    count: watch::Receiver<usize>,
    next: u64,
}

impl Follower {
    fn of(run: Arc<Run>, from: u64) -> Self {
        let live = Live {
            count: run.count(),
            run,
            next: from,
        };
        Self {
            live: Some(live),
            ready: VecDeque::new(),
            over: false,
        }
    }

    fn of_the_past(events: Vec<Event>) -> Self {
        Self {
            live: None,
            ready: events.into(),
            over: false,
        }
    }

    /// The next event as a line; `None` after the last.
    async fn line(&mut self) -> Option<Bytes> {
        while self.ready.is_empty() {
            if self.over {
                return None;
            }
            self.ready = self.live.as_mut()?.next().await?;
        }
        let event = self.ready.pop_front()?;
        self.over = matches!(event.what, Happening::Ended { .. });
        let mut line = serde_json::to_vec(&event).ok()?;
        line.push(b'\n');
        Some(line.into())
    }
}

impl Live {
    /// Events that have not been told, once there are some; `None` when there will be none.
    async fn next(&mut self) -> Option<VecDeque<Event>> {
        loop {
            // Marked as seen first, so that what comes while reading wakes us again.
            self.count.mark_unchanged();
            // Asked before reading: what ends it in between is read on the next round.
            let ended = self.run.has_ended();
            let ready = self.run.events_from(self.next);
            if let Some(last) = ready.last() {
                self.next = self.next.max(last.seq + 1);
                return Some(ready.into());
            }
            if ended {
                return None;
            }
            self.count.changed().await.ok()?;
        }
    }
}
