//! The objects of the sample, and their changes since the start.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use astern_ledger::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::object_path::ObjectPath;
use super::recording::Recording;
use super::timestamps;

/// The resource version of the recorded objects.
const FIRST_VERSION: u64 = 1000;

/// A cluster that exists only in memory.
#[derive(Debug)]
pub struct Sample {
    pub(crate) version: Value,
    state: SharedState,
    newest: watch::Sender<u64>,
}

/// The state, shared with the watches.
#[derive(Clone, Debug)]
pub(crate) struct SharedState(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    objects: BTreeMap<ObjectPath, Value>,
    newest: u64,
    changes: Vec<Change>,
}

/// A change of an object.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) version: u64,
    pub(crate) is_new: bool,
    pub(super) path: ObjectPath,
    pub(crate) object: Value,
}

impl Sample {
    /// Returns a cluster with the objects of a recording, whose times are moved so that it ends at `now`.
    pub fn new(mut recording: Recording, now: Timestamp) -> Self {
        timestamps::shift(&mut recording, now);
        let mut objects = BTreeMap::new();
        for mut object in recording.objects {
            object["metadata"]["resourceVersion"] = FIRST_VERSION.to_string().into();
            if let Some(path) = path_of(&object) {
                objects.insert(path, object);
            }
        }
        let state = State {
            objects,
            newest: FIRST_VERSION,
            changes: Vec::new(),
        };
        Self {
            version: recording.version,
            state: SharedState(Arc::new(Mutex::new(state))),
            newest: watch::Sender::new(FIRST_VERSION),
        }
    }

    /// Returns the objects of a path, and the resource version of the list.
    pub(crate) fn objects(&self, path: &ObjectPath) -> (Vec<Value>, u64) {
        let state = self.state.lock();
        let matching = state
            .objects
            .iter()
            .filter(|(object_path, _)| path.contains(object_path));
        (
            matching.map(|(_, object)| object.clone()).collect(),
            state.newest,
        )
    }

    /// Whether the cluster serves a resource.
    pub(crate) fn has_resource(&self, resource: &str) -> bool {
        /// Resources that are served even when the sample has no objects of them.
        const EMPTY: [&str; 3] = ["api/v1/configmaps", "api/v1/events", "api/v1/pods"];
        EMPTY.contains(&resource)
            || self
                .state
                .lock()
                .objects
                .keys()
                .any(|path| path.resource == resource)
    }

    /// Creates or replaces an object.
    pub(crate) fn put(&self, mut object: Value) {
        let Some(path) = path_of(&object) else {
            return;
        };
        let mut state = self.state.lock();
        state.newest += 1;
        let version = state.newest;
        object["metadata"]["resourceVersion"] = version.to_string().into();
        let is_new = state.objects.insert(path.clone(), object.clone()).is_none();
        state.changes.push(Change {
            version,
            is_new,
            path,
            object,
        });
        self.newest.send_replace(version);
    }

    /// Deletes the objects of a path for which the predicate holds. Watches get no event: only pods are deleted, and the
    /// page does not watch pods.
    pub(crate) fn remove(&self, path: &ObjectPath, is_deleted: impl Fn(&Value) -> bool) {
        let mut state = self.state.lock();
        state
            .objects
            .retain(|object_path, object| !path.contains(object_path) || !is_deleted(object));
    }

    /// Returns the state, for a watch.
    pub(crate) fn shared(&self) -> SharedState {
        self.state.clone()
    }

    /// Returns a receiver that is notified of each new resource version.
    pub(crate) fn newest(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }
}

impl SharedState {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the changes of the objects of a path after a resource version.
    pub(crate) fn changes(&self, path: &ObjectPath, after: u64) -> Vec<Change> {
        let state = self.lock();
        let newer = state.changes.iter().filter(|change| change.version > after);
        newer
            .filter(|change| path.contains(&change.path))
            .cloned()
            .collect()
    }
}

/// Returns the path of an object, or `None` when the sample does not serve its kind.
fn path_of(object: &Value) -> Option<ObjectPath> {
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

/// Returns a Status object for a failure.
pub(crate) fn status(code: u16, reason: &str, message: &str) -> Value {
    json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "reason": reason, "code": code })
}
