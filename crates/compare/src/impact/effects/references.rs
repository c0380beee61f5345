//! Which ConfigMaps and Secrets the pods of a workload read, and how.

use astern_manifest::Object;
use serde_json::Value;

use super::ReadMethod;
use super::workload::{Pods, Workload};

/// A ConfigMap or a Secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Config {
    Map,
    Secret,
}

/// One way in which a pod reads one of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) config: Config,
    pub(super) name: String,
    /// `None` when it is read again by itself.
    pub(super) method: Option<ReadMethod>,
    /// The only key that is read, where it is one.
    pub(super) key: Option<String>,
}

/// What the pods of a workload read.
pub(super) fn references(workload: &Workload, object: &Object) -> Vec<Reference> {
    let mut found = Found(Vec::new());
    if let Some(spec) = workload.pod_spec(object) {
        let containers = || {
            ["containers", "initContainers"]
                .into_iter()
                .flat_map(|list| items(spec, list))
        };
        for container in containers() {
            found.environment(container);
        }
        for volume in items(spec, "volumes") {
            let mounts: Vec<&Value> = containers()
                .flat_map(|container| items(container, "volumeMounts"))
                .filter(|mount| mount.get("name") == volume.get("name"))
                .collect();
            found.volume(volume, &mounts);
        }
        if matches!(workload.pods, Pods::Operated { .. }) {
            found.operated(object, spec);
        }
    }
    found.0
}

struct Found(Vec<Reference>);

impl Found {
    fn add(
        &mut self,
        config: Config,
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
                Config::Map,
                text(source, "/configMapRef/name"),
                method,
                None,
            );
            self.add(
                Config::Secret,
                text(source, "/secretRef/name"),
                method,
                None,
            );
        }
        for variable in items(container, "env") {
            for (config, source) in [
                (Config::Map, "/valueFrom/configMapKeyRef"),
                (Config::Secret, "/valueFrom/secretKeyRef"),
            ] {
                if let Some(source) = variable.pointer(source) {
                    self.add(config, text(source, "/name"), method, text(source, "/key"));
                }
            }
        }
    }

    fn volume(&mut self, volume: &Value, mounts: &[&Value]) {
        if let Some(map) = volume.get("configMap") {
            self.mounted(Config::Map, text(map, "/name"), map, mounts);
        }
        if let Some(secret) = volume.get("secret") {
            self.mounted(Config::Secret, text(secret, "/secretName"), secret, mounts);
        }
        let projected = volume.get("projected");
        for source in projected
            .into_iter()
            .flat_map(|volume| items(volume, "sources"))
        {
            for (config, field) in [(Config::Map, "configMap"), (Config::Secret, "secret")] {
                if let Some(source) = source.get(field) {
                    self.mounted(config, text(source, "/name"), source, mounts);
                }
            }
        }
    }

    /// One source of a volume: all its keys, or those that `items` names.
    fn mounted(&mut self, config: Config, name: Option<&str>, source: &Value, mounts: &[&Value]) {
        for mount in mounts {
            match text(mount, "/subPath").filter(|path| !path.is_empty()) {
                // A folder that `items` makes is not taken apart: all keys count.
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

    /// What prometheus-operator mounts by name, and the configuration that it reads and sends on.
    fn operated(&mut self, object: &Object, spec: &Value) {
        for (config, list) in [(Config::Map, "configMaps"), (Config::Secret, "secrets")] {
            for name in items(spec, list) {
                self.add(config, name.as_str(), Some(ReadMethod::Volume), None);
            }
        }
        if object.id.kind == "Alertmanager" {
            let default = format!("alertmanager-{}", object.id.name);
            let name = text(spec, "/configSecret").unwrap_or(&default);
            self.add(Config::Secret, Some(name), None, None);
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
