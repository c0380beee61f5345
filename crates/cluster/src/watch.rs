//! Watches records by metadata only.

use astern_ledger::{Driver, InvalidRecord, Record};
use serde::Deserialize;

use crate::exchange::{open, parse};
use crate::object_meta::PartialObject;
use crate::records::{read, request};
use crate::{Accept, Body, ClusterError, Scope, Transport, Verb};

/// The longest line of a watch: 4 MiB.
const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// A change of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordEvent {
    /// The record was created or its metadata changed.
    Stored(Result<Record, InvalidRecord>),
    /// The record was deleted.
    Removed(Result<Record, InvalidRecord>),
    /// No change: a bookmark, which shows that the connection is alive.
    Alive,
}

/// An open watch.
#[derive(Debug)]
pub struct RecordWatch<B> {
    driver: Driver,
    body: B,
    buffer: Vec<u8>,
    resource_version: String,
}

/// Opens a watch that continues from `resource_version`.
///
/// # Errors
/// [`ClusterError`]; [`ClusterError::Expired`] means that a new list is needed.
pub async fn watch_records<T: Transport>(
    transport: &T,
    driver: Driver,
    scope: &Scope,
    resource_version: &str,
) -> Result<RecordWatch<T::Body>, ClusterError> {
    let request = request(driver, scope, Verb::Watch, Accept::Metadata)
        .query("watch", "true")
        .query("allowWatchBookmarks", "true")
        .query("resourceVersion", resource_version);
    let body = open(transport, &request).await?;
    let resource_version = resource_version.to_owned();
    Ok(RecordWatch {
        driver,
        body,
        buffer: Vec::new(),
        resource_version,
    })
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: EventKind,
    object: serde_json::Value,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "UPPERCASE")]
enum EventKind {
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

impl<B: Body> RecordWatch<B> {
    /// Returns the next event; `None` when the API server ended the watch, as it does after some
    /// minutes: open another one from [`Self::resource_version`].
    ///
    /// # Errors
    /// [`ClusterError`]; [`ClusterError::Expired`] means that a new list is needed.
    pub async fn next(&mut self) -> Result<Option<RecordEvent>, ClusterError> {
        while !self.buffer.contains(&b'\n') {
            if self.buffer.len() > LINE_LIMIT {
                return Err(ClusterError::Malformed(
                    "a watch event of over 4 MiB".to_owned(),
                ));
            }
            match self.body.chunk().await? {
                Some(chunk) => self.buffer.extend_from_slice(&chunk),
                None => return Ok(None),
            }
        }
        let end = self
            .buffer
            .iter()
            .position(|b| *b == b'\n')
            .unwrap_or_default();
        let line: Vec<u8> = self.buffer.drain(..=end).collect();
        self.event(&line).map(Some)
    }

    /// Returns the resource version of the last event.
    pub fn resource_version(&self) -> &str {
        &self.resource_version
    }

    fn event(&mut self, line: &[u8]) -> Result<RecordEvent, ClusterError> {
        let Event { kind, object } = parse(line)?;
        if let EventKind::Error = kind {
            let code = object
                .get("code")
                .and_then(serde_json::Value::as_u64)
                .unwrap_or_default();
            let message = object
                .get("message")
                .and_then(|m| m.as_str())
                .unwrap_or_default();
            return Err(match code {
                410 => ClusterError::Expired,
                429 => ClusterError::Throttled { retry_after: None },
                status => ClusterError::Refused {
                    status: u16::try_from(status).unwrap_or_default(),
                    message: message.to_owned(),
                },
            });
        }
        let object: PartialObject = serde_json::from_value(object)
            .map_err(|_| ClusterError::Malformed("a watch event without metadata".to_owned()))?;
        if !object.metadata.resource_version.is_empty() {
            self.resource_version
                .clone_from(&object.metadata.resource_version);
        }
        let record = || read(self.driver, &object);
        Ok(match kind {
            EventKind::Added | EventKind::Modified => RecordEvent::Stored(record()),
            EventKind::Deleted => RecordEvent::Removed(record()),
            EventKind::Bookmark | EventKind::Error => RecordEvent::Alive,
        })
    }
}
