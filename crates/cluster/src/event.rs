//! Kubernetes Events that Astern writes.

use astern_ledger::{Driver, Namespace, Timestamp};
use serde_json::{Value, json};

use crate::exchange::ask;
use crate::{ClusterError, Request, Right, Transport, Verb};

/// The type of an Event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventKind {
    /// `Normal`: information.
    Normal,
    /// `Warning`: needs attention.
    Warning,
}

/// An Event about a release. A release is not an object, so the Event refers to one of its records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The namespace.
    pub namespace: Namespace,
    /// The storage driver of the record.
    pub driver: Driver,
    /// The name of the record's object.
    pub record: String,
    /// The type.
    pub kind: EventKind,
    /// The reason in CamelCase: `RolledBack`.
    pub reason: &'static str,
    /// The message, at most 1,024 bytes.
    pub message: String,
    /// The time.
    pub at: Timestamp,
}

impl Event {
    fn object(&self) -> Value {
        let record = match self.driver {
            Driver::Secret => "Secret",
            Driver::ConfigMap => "ConfigMap",
        };
        let kind = match self.kind {
            EventKind::Normal => "Normal",
            EventKind::Warning => "Warning",
        };
        // The timestamps of an Event are whole seconds.
        let at = Timestamp::from_second(self.at.as_second()).to_string();
        json!({
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": { "generateName": "astern-", "namespace": self.namespace.as_str() },
            "involvedObject": { "apiVersion": "v1", "kind": record, "name": self.record,
                "namespace": self.namespace.as_str() },
            "type": kind,
            "reason": self.reason,
            "message": self.message,
            "source": { "component": "astern" },
            "firstTimestamp": at,
            "lastTimestamp": at,
            "count": 1,
        })
    }
}

/// Writes an event.
///
/// # Errors
/// [`ClusterError`].
pub async fn write_event<T: Transport>(transport: &T, event: &Event) -> Result<(), ClusterError> {
    let path = format!("api/v1/namespaces/{}/events", event.namespace);
    let right = Right {
        verb: Verb::Create,
        resource: "events".into(),
        namespace: Some(event.namespace.clone()),
    };
    let request = Request::post(path, event.object().to_string()).needing(right);
    ask::<_, Value>(transport, &request).await.map(drop)
}
