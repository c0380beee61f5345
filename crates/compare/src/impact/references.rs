//! The ConfigMaps and Secrets that the pods of a workload read.

use std::collections::{BTreeSet, HashMap, HashSet};

use astern_manifest::Object;
use serde_json::Value;

use super::config_kind::ConfigKind;
use super::effects::ReadMethod;
use super::workload::{PodReplacement, Workload};

/// A ConfigMap or Secret that the pods of a workload read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodRead {
    /// Its kind.
    pub kind: ConfigKind,
    /// Its name, in the namespace of the workload.
    pub name: String,
    /// The key that is read; `None` for all keys.
    pub key: Option<String>,
}

/// Returns the ConfigMaps and Secrets that the pods of an object read; none for an object of a kind that makes no pods.
#[must_use]
pub fn pod_reads(object: &Object) -> Vec<PodRead> {
    let Some(workload) = Workload::of(&object.id) else {
        return Vec::new();
    };
    let all = references(workload, object).into_iter();
    let reads = all.map(|reference| PodRead {
        kind: reference.config,
        name: reference.name,
        key: reference.key,
    });
    reads.collect()
}

/// A reference of a pod to a ConfigMap or Secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Reference {
    pub(super) config: ConfigKind,
    pub(super) name: String,
    /// `None` when the operator reloads it.
    pub(super) method: Option<ReadMethod>,
    /// The key that is read; `None` for all keys.
    pub(super) key: Option<String>,
}

/// Returns the references of a workload's pods, each once. The time is proportional to the size of the pod's `spec`.
pub(super) fn references(workload: &Workload, object: &Object) -> Vec<Reference> {
    let mut collector = ReferenceCollector::default();
    if let Some(spec) = workload.pod_spec(object) {
        let containers = || {
            ["containers", "initContainers"]
                .into_iter()
                .flat_map(|list| items(spec, list))
        };
        for container in containers() {
            collector.environment(container);
        }
        let mut mounts: HashMap<&str, Mounts<'_>> = HashMap::new();
        for mount in containers().flat_map(|container| items(container, "volumeMounts")) {
            if let Some(name) = text(mount, "/name") {
                mounts.entry(name).or_default().insert(Mount::of(mount));
            }
        }
        for volume in items(spec, "volumes") {
            // Each volume takes its mounts: the API server refuses two volumes of one name.
            if let Some(mounts) = text(volume, "/name").and_then(|name| mounts.remove(name)) {
                collector.volume(volume, &mounts);
            }
        }
        if matches!(workload.replacement, PodReplacement::Operator { .. }) {
            collector.operator(object, spec);
        }
    }
    collector.references
}

/// How a volume is mounted, in whichever container.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mount<'a> {
    /// As a directory of all files.
    Whole,
    /// One file or directory of it, by `subPath`.
    SubPath(&'a str),
    /// One file or directory of it, by `subPathExpr`, which only the pod can resolve.
    SubPathExpr,
}

impl<'a> Mount<'a> {
    fn of(mount: &'a Value) -> Self {
        match text(mount, "/subPath").filter(|path| !path.is_empty()) {
            Some(path) => Self::SubPath(path),
            None if mount.get("subPathExpr").is_some() => Self::SubPathExpr,
            None => Self::Whole,
        }
    }
}

/// The different ways in which one volume is mounted.
type Mounts<'a> = BTreeSet<Mount<'a>>;

/// Collects references, each once.
#[derive(Default)]
struct ReferenceCollector {
    seen: HashSet<Reference>,
    references: Vec<Reference>,
}

impl ReferenceCollector {
    fn add(
        &mut self,
        config: ConfigKind,
        name: Option<&str>,
        method: Option<ReadMethod>,
        key: Option<&str>,
    ) {
        let Some(name) = name else {
            return;
        };
        let reference = Reference {
            config,
            name: name.to_owned(),
            method,
            key: key.map(str::to_owned),
        };
        if self.seen.insert(reference.clone()) {
            self.references.push(reference);
        }
    }

    fn environment(&mut self, container: &Value) {
        let method = Some(ReadMethod::Environment);
        for source in items(container, "envFrom") {
            self.add(
                ConfigKind::ConfigMap,
                text(source, "/configMapRef/name"),
                method,
                None,
            );
            self.add(
                ConfigKind::Secret,
                text(source, "/secretRef/name"),
                method,
                None,
            );
        }
        for variable in items(container, "env") {
            for (config, source) in [
                (ConfigKind::ConfigMap, "/valueFrom/configMapKeyRef"),
                (ConfigKind::Secret, "/valueFrom/secretKeyRef"),
            ] {
                if let Some(source) = variable.pointer(source) {
                    self.add(config, text(source, "/name"), method, text(source, "/key"));
                }
            }
        }
    }

    fn volume(&mut self, volume: &Value, mounts: &Mounts<'_>) {
        if let Some(map) = volume.get("configMap") {
            self.mounted(ConfigKind::ConfigMap, text(map, "/name"), map, mounts);
        }
        if let Some(secret) = volume.get("secret") {
            self.mounted(
                ConfigKind::Secret,
                text(secret, "/secretName"),
                secret,
                mounts,
            );
        }
        let projected = volume.get("projected");
        for source in projected
            .into_iter()
            .flat_map(|volume| items(volume, "sources"))
        {
            for (config, field) in [
                (ConfigKind::ConfigMap, "configMap"),
                (ConfigKind::Secret, "secret"),
            ] {
                if let Some(source) = source.get(field) {
                    self.mounted(config, text(source, "/name"), source, mounts);
                }
            }
        }
    }

    /// Adds a source of a volume: all keys, or those of `items`.
    fn mounted(
        &mut self,
        config: ConfigKind,
        name: Option<&str>,
        source: &Value,
        mounts: &Mounts<'_>,
    ) {
        let selects = source.get("items").is_some();
        // The first item of a path counts.
        let keys: HashMap<Option<&str>, Option<&str>> = items(source, "items")
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .map(|item| (text(item, "/path"), text(item, "/key")))
            .collect();
        for mount in mounts {
            match mount {
                // A directory that `items` creates is not resolved: all keys are read.
                Mount::SubPath(path) => {
                    let key = match selects {
                        true => keys.get(&Some(*path)).copied().flatten(),
                        false => Some(*path),
                    };
                    self.add(config, name, Some(ReadMethod::SubPath), key);
                }
                Mount::SubPathExpr => {
                    self.add(config, name, Some(ReadMethod::SubPath), None);
                }
                Mount::Whole if selects => {
                    for item in items(source, "items") {
                        self.add(config, name, Some(ReadMethod::Volume), text(item, "/key"));
                    }
                }
                Mount::Whole => self.add(config, name, Some(ReadMethod::Volume), None),
            }
        }
    }

    /// Adds what prometheus-operator mounts by name, and the configuration that it reads itself.
    fn operator(&mut self, object: &Object, spec: &Value) {
        for (config, list) in [
            (ConfigKind::ConfigMap, "configMaps"),
            (ConfigKind::Secret, "secrets"),
        ] {
            for name in items(spec, list) {
                self.add(config, name.as_str(), Some(ReadMethod::Volume), None);
            }
        }
        if object.id.kind == "Alertmanager" {
            let default = format!("alertmanager-{}", object.id.name);
            let name = text(spec, "/configSecret").unwrap_or(&default);
            self.add(ConfigKind::Secret, Some(name), None, None);
        }
    }
}

fn items<'a>(value: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(list)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}
