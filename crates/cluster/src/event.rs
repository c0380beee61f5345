//! Kubernetes Events, for those who look at a namespace with `kubectl get events`.

use astern_ledger::{Driver, Namespace, Timestamp};
use serde_json::{Value, json};

use crate::error::ask;
use crate::{ClusterError, Request, Right, Transport, Verb};

/// Whether an event is as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventKind {
    /// It is.
    Normal,
    /// Somebody should look.
    Warning,
}

/// Something that happened to a release. A release is no object of its own, so the event is about
/// one of its records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Where.
    pub namespace: Namespace,
    /// Where Helm keeps the record.
    pub driver: Driver,
    /// The record's name.
    pub record: String,
    /// How it is.
    pub kind: EventKind,
    /// In one word, as events have it: `RolledBack`.
    pub reason: &'static str,
    /// In a sentence, of at most 1,024 bytes.
    pub message: String,
    /// When.
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
        // Events count whole seconds.
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
