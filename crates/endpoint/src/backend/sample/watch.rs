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

use super::list_options::ListOptions;
use super::object_path::ObjectPath;
use super::store::{Change, Sample, SharedState};

/// How often a watch without changes sends a bookmark. The API server sends one about every minute.
const BOOKMARK_INTERVAL: Duration = Duration::from_secs(30);

/// Streams the changes of the objects of a path after a resource version, without an end.
pub(super) fn stream(
    sample: &Sample,
    path: ObjectPath,
    options: ListOptions,
    version: u64,
) -> Response<Body> {
    let watch = Watch {
        state: sample.shared(),
        newest: sample.newest(),
        path,
        options,
        version,
        buffer: VecDeque::new(),
    };
    let lines = stream::unfold(watch, |mut watch| async move {
        let line = watch.line().await?;
        Some((Ok::<_, Infallible>(line), watch))
    });
    let content_type = [(header::CONTENT_TYPE, "application/json;stream=watch")];
    (content_type, Body::from_stream(lines)).into_response()
}

struct Watch {
    state: SharedState,
    newest: Receiver<u64>,
    path: ObjectPath,
    options: ListOptions,
    version: u64,
    buffer: VecDeque<Change>,
}

impl Watch {
    async fn line(&mut self) -> Option<Bytes> {
        loop {
            if let Some(change) = self.buffer.pop_front() {
                self.version = change.version;
                if self.options.matches(&change.object) {
                    let kind = if change.is_new { "ADDED" } else { "MODIFIED" };
                    return Some(event(kind, self.options.convert(change.object)));
                }
                continue;
            }
            // Before the changes are read, so that a change that is made meanwhile wakes this task.
            self.newest.mark_unchanged();
            self.buffer = self.state.changes(&self.path, self.version).into();
            if self.buffer.is_empty() {
                match tokio::time::timeout(BOOKMARK_INTERVAL, self.newest.changed()).await {
                    Ok(changed) => changed.ok()?,
                    Err(_) => return Some(self.bookmark()),
                }
            }
        }
    }

    fn bookmark(&self) -> Bytes {
        let metadata = json!({ "resourceVersion": self.version.to_string() });
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
