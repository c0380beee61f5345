//! The sample's objects, and what has changed about them since the start.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_ledger::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::object_path::ObjectPath;
use super::{Recorded, timestamps as times};

/// Where the sample's numbering begins.
const FIRST_VERSION: u64 = 1000;

/// A cluster that is played.
#[derive(Debug)]
pub struct Sample {
    pub(crate) version: Value,
    state: Shared,
    newest: watch::Sender<u64>,
}

/// The objects as every watch sees them too.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    objects: BTreeMap<ObjectPath, Value>,
    newest: u64,
    changes: Vec<Change>,
}

/// One change of one object.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) version: u64,
    pub(crate) is_new: bool,
    pub(crate) place: ObjectPath,
    pub(crate) object: Value,
}

impl Sample {
    /// Plays what was recorded, as though it had led up to `now`.
    pub fn new(mut recorded: Recorded, now: Timestamp) -> Self {
        times::shift(&mut recorded, now);
        let mut objects = BTreeMap::new();
        for mut object in recorded.objects {
            object["metadata"]["resourceVersion"] = FIRST_VERSION.to_string().into();
            if let Some(place) = place(&object) {
                objects.insert(place, object);
            }
        }
        let state = State {
            objects,
            newest: FIRST_VERSION,
            changes: Vec::new(),
        };
        Self {
            version: recorded.version,
            state: Shared(Arc::new(Mutex::new(state))),
            newest: watch::Sender::new(FIRST_VERSION),
        }
    }

    /// The objects there, and the version that they are of.
    pub(crate) fn objects(&self, there: &ObjectPath) -> (Vec<Value>, u64) {
        let state = self.state.lock();
        let chosen = state.objects.iter().filter(|(place, _)| there.holds(place));
        (
            chosen.map(|(_, object)| object.clone()).collect(),
            state.newest,
        )
    }

    /// Whether there are such objects at all.
    pub(crate) fn knows(&self, resource: &str) -> bool {
        /// What a cluster has and the sample may not.
        const EMPTY: [&str; 3] = ["api/v1/configmaps", "api/v1/events", "api/v1/pods"];
        EMPTY.contains(&resource)
            || self
                .state
                .lock()
                .objects
                .keys()
                .any(|p| p.resource == resource)
    }

    /// Writes an object, new or changed.
    pub(crate) fn put(&self, mut object: Value) {
        let Some(place) = place(&object) else { return };
        let mut state = self.state.lock();
        state.newest += 1;
        let version = state.newest;
        object["metadata"]["resourceVersion"] = version.to_string().into();
        let is_new = state
            .objects
            .insert(place.clone(), object.clone())
            .is_none();
        state.changes.push(Change {
            version,
            is_new,
            place,
            object,
        });
        self.newest.send_replace(version);
    }

    /// Takes the objects there away of which that is true. Nobody hears of it: it is for pods, which nobody watches.
    pub(crate) fn remove(&self, there: &ObjectPath, goes: impl Fn(&Value) -> bool) {
        let mut state = self.state.lock();
        state
            .objects
            .retain(|place, object| !there.holds(place) || !goes(object));
    }

    /// What is needed to hear of changes for as long as somebody listens.
    pub(crate) fn shared(&self) -> Shared {
        self.state.clone()
    }

    /// Hears of each new version.
    pub(crate) fn newest(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What has changed there since a version.
    pub(crate) fn changes(&self, there: &ObjectPath, since: u64) -> Vec<Change> {
        let state = self.lock();
        let newer = state.changes.iter().filter(|change| change.version > since);
        newer
            .filter(|change| there.holds(&change.place))
            .cloned()
            .collect()
    }
}

/// Where an object is, by what it says of itself.
pub(crate) fn place(object: &Value) -> Option<ObjectPath> {
    let plural = match object["kind"].as_str()? {
        "Secret" => "secrets",
        "ConfigMap" => "configmaps",
        "Namespace" => "namespaces",
        "Deployment" => "deployments",
        "StatefulSet" => "statefulsets",
        "DaemonSet" => "daemonsets",
        "Job" => "jobs",
        "Pod" => "pods",
        _ => return None,
    };
    let version = object["apiVersion"].as_str()?;
    let api = if version.contains('/') { "apis" } else { "api" };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(ObjectPath {
        resource: format!("{api}/{version}/{plural}"),
        namespace: text(&object["metadata"]["namespace"]),
        name: text(&object["metadata"]["name"]),
    })
}

/// The API server's way of saying no.
pub(crate) fn status(code: u16, reason: &str, message: &str) -> Value {
    json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "reason": reason, "code": code })
}
