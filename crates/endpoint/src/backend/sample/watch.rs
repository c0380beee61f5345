//! Watches on the sample.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use axum::response::IntoResponse as _;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::watch::Receiver;

use super::object_path::ObjectPath;
use super::response::Asked;
use super::store::{Change, Sample, Shared};

/// How often a watch on which nothing happens says that it is alive; the API server does so about
/// once a minute.
const BOOKMARK: Duration = Duration::from_secs(30);

/// Streams what changes there after a version, for good.
pub(super) fn stream(
    sample: &Sample,
    place: ObjectPath,
    asked: Asked,
    since: u64,
) -> Response<Body> {
    let watch = Watch {
        state: sample.shared(),
        newest: sample.newest(),
        place,
        asked,
        since,
        ready: VecDeque::new(),
    };
    let lines = stream::unfold(watch, |mut watch| async move {
        let line = watch.line().await?;
        Some((Ok::<_, Infallible>(line), watch))
    });
    let kind = [(header::CONTENT_TYPE, "application/json;stream=watch")];
    (kind, Body::from_stream(lines)).into_response()
}

struct Watch {
    state: Shared,
    newest: Receiver<u64>,
    place: ObjectPath,
    asked: Asked,
    since: u64,
    ready: VecDeque<Change>,
}

impl Watch {
    async fn line(&mut self) -> Option<Bytes> {
        loop {
            if let Some(change) = self.ready.pop_front() {
                self.since = change.version;
                if self.asked.chooses(&change.object) {
                    let kind = if change.is_new { "ADDED" } else { "MODIFIED" };
                    return Some(event(kind, self.asked.form(change.object)));
                }
                continue;
            }
            // Marked as seen first, so that what comes while reading wakes us again.
            self.newest.mark_unchanged();
            self.ready = self.state.changes(&self.place, self.since).into();
            if self.ready.is_empty() {
                match tokio::time::timeout(BOOKMARK, self.newest.changed()).await {
                    Ok(changed) => changed.ok()?,
                    Err(_) => return Some(self.bookmark()),
                }
            }
        }
    }

    fn bookmark(&self) -> Bytes {
        let metadata = json!({ "resourceVersion": self.since.to_string() });
        event(
            "BOOKMARK",
            json!({ "kind": "Bookmark", "apiVersion": "v1", "metadata": metadata }),
        )
    }
}

fn event(kind: &str, object: Value) -> Bytes {
    let mut line = json!({ "type": kind, "object": object }).to_string();
    line.push('\n');
    line.into()
}
