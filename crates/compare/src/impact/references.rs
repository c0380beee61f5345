//! The ConfigMaps and Secrets that the pods of a workload read.

use astern_manifest::{Object, ObjectId};
use serde_json::Value;

use super::effects::ReadMethod;
use super::workload::{PodReplacement, Workload};

/// A ConfigMap or a Secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ConfigKind {
    ConfigMap,
    Secret,
}

impl ConfigKind {
    /// Returns the kind of an object; `None` when it is neither.
    pub(super) fn of(id: &ObjectId) -> Option<Self> {
        match (id.group.as_str(), id.kind.as_str()) {
            ("", "ConfigMap") => Some(Self::ConfigMap),
            ("", "Secret") => Some(Self::Secret),
            _ => None,
        }
    }
}

/// A reference of a pod to a ConfigMap or Secret.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) config: ConfigKind,
    pub(super) name: String,
    /// `None` when the operator reloads it.
    pub(super) method: Option<ReadMethod>,
    /// The key that is read; `None` for all keys.
    pub(super) key: Option<String>,
}

/// Returns the references of a workload's pods.
pub(super) fn references(workload: &Workload, object: &Object) -> Vec<Reference> {
    let mut collector = ReferenceCollector(Vec::new());
    if let Some(spec) = workload.pod_spec(object) {
        let containers = || {
            ["containers", "initContainers"]
                .into_iter()
                .flat_map(|list| items(spec, list))
        };
        for container in containers() {
            collector.environment(container);
        }
        for volume in items(spec, "volumes") {
            let mounts: Vec<&Value> = containers()
                .flat_map(|container| items(container, "volumeMounts"))
                .filter(|mount| mount.get("name") == volume.get("name"))
                .collect();
            collector.volume(volume, &mounts);
        }
        if matches!(workload.replacement, PodReplacement::Operator { .. }) {
            collector.operator(object, spec);
        }
    }
    collector.0
}

struct ReferenceCollector(Vec<Reference>);

impl ReferenceCollector {
    fn add(
        &mut self,
        config: ConfigKind,
        name: Option<&str>,
        method: Option<ReadMethod>,
        key: Option<&str>,
    ) {
        if let Some(name) = name {
            self.0.push(Reference {
                config,
                name: name.to_owned(),
                method,
                key: key.map(str::to_owned),
            });
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

    fn volume(&mut self, volume: &Value, mounts: &[&Value]) {
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
        mounts: &[&Value],
    ) {
        for mount in mounts {
            match text(mount, "/subPath").filter(|path| !path.is_empty()) {
                // A directory that `items` creates is not resolved: all keys are read.
                Some(path) => {
                    let item =
                        items(source, "items").find(|item| text(item, "/path") == Some(path));
                    let key = match source.get("items") {
                        Some(_) => item.and_then(|item| text(item, "/key")),
                        None => Some(path),
                    };
                    self.add(config, name, Some(ReadMethod::SubPath), key);
                }
                None if mount.get("subPathExpr").is_some() => {
                    self.add(config, name, Some(ReadMethod::SubPath), None);
                }
                None if source.get("items").is_some() => {
                    for item in items(source, "items") {
                        self.add(config, name, Some(ReadMethod::Volume), text(item, "/key"));
                    }
                }
                None => self.add(config, name, Some(ReadMethod::Volume), None),
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
