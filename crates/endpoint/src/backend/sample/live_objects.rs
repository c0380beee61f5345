//! The live objects of the sample that were not recorded: those in the manifests of its releases.

use std::collections::{BTreeMap, BTreeSet};

use astern_ledger::Release;
use astern_manifest::Object;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::object_path::ObjectPath;
use super::store::Sample;
use super::timestamps::decode_release;

/// The kinds of the sample and of common charts whose objects have no namespace.
const CLUSTER_SCOPED: [&str; 9] = [
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "PriorityClass",
    "StorageClass",
    "ValidatingWebhookConfiguration",
];

impl Sample {
    /// Returns the object at a path: its manifest in the newest revision, merged into the recorded object.
    pub(super) fn live_object(&self, path: &ObjectPath, recorded: Option<Value>) -> Option<Value> {
        let newest = self
            .releases(path.namespace.as_deref())
            .into_values()
            .filter_map(|revisions| revisions.into_iter().max_by_key(|release| release.revision));
        let objects = newest.flat_map(|release| {
            let objects = astern_manifest::parse(&release.manifest).objects;
            objects
                .into_iter()
                .map(move |object| (release.namespace.to_string(), object))
        });
        let mut matching =
            objects.filter(|(namespace, object)| path_of(object, namespace) == *path);
        match (recorded, matching.next()) {
            (recorded, None) => recorded,
            (recorded, Some((_, object))) => {
                let mut live = recorded.unwrap_or_default();
                merge(&mut live, &object.value);
                encode_string_data(&mut live);
                if let Some(namespace) = &path.namespace {
                    live["metadata"]["namespace"] = namespace.as_str().into();
                }
                Some(live)
            }
        }
    }

    /// Returns the APIResourceList at a path, or `None` when no release or hook has an object of that API version.
    pub(super) fn resources(&self, path: &str) -> Option<Value> {
        let version = match path.trim_start_matches('/').split('/').collect::<Vec<_>>()[..] {
            ["api", version] => version.to_owned(),
            ["apis", group, version] => format!("{group}/{version}"),
            _ => return None,
        };
        let releases = self.releases(None).into_values().flatten();
        let kinds: BTreeSet<String> = releases
            .flat_map(|release| {
                let hooks = release.hooks.into_iter().map(|hook| hook.manifest);
                [release.manifest].into_iter().chain(hooks)
            })
            .flat_map(|manifest| astern_manifest::parse(&manifest).objects)
            .filter(|object| object.api_version == version)
            .map(|object| object.id.kind)
            .collect();
        let resource = |kind: &String| {
            json!({ "name": plural(kind), "kind": kind, "verbs": ["get", "list", "watch"],
                "namespaced": !CLUSTER_SCOPED.contains(&kind.as_str()) })
        };
        let resources: Vec<Value> = kinds.iter().map(resource).collect();
        (!resources.is_empty()).then(|| {
            json!({ "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version,
                "resources": resources })
        })
    }

    /// Returns the revisions of each release in a namespace, or in all.
    fn releases(&self, namespace: Option<&str>) -> BTreeMap<String, Vec<Release>> {
        let records = ObjectPath {
            resource: "api/v1/secrets".to_owned(),
            namespace: namespace.map(str::to_owned),
            name: None,
        };
        let mut releases: BTreeMap<String, Vec<Release>> = BTreeMap::new();
        for release in self.objects(&records).0.iter().filter_map(decode_release) {
            let name = format!("{}/{}", release.namespace, release.name);
            releases.entry(name).or_default().push(release);
        }
        releases
    }
}

/// Returns the path of an object in a manifest.
fn path_of(object: &Object, namespace: &str) -> ObjectPath {
    let version = &object.api_version;
    let api = if version.contains('/') { "apis" } else { "api" };
    let stated = object.id.namespace.as_deref().unwrap_or(namespace);
    let namespaced = !CLUSTER_SCOPED.contains(&object.id.kind.as_str());
    ObjectPath {
        resource: format!("{api}/{version}/{}", plural(&object.id.kind)),
        namespace: namespaced.then(|| stated.to_owned()),
        name: Some(object.id.name.clone()),
    }
}

/// Returns the plural of a kind in a path, as Kubernetes guesses it. Source: `meta.UnsafeGuessKindToResource`.
fn plural(kind: &str) -> String {
    let kind = kind.to_lowercase();
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if kind.ends_with('s') => format!("{kind}es"),
        None => format!("{kind}s"),
    }
}

/// Merges an object of a manifest into a live object. The fields of the manifest take precedence.
fn merge(live: &mut Value, manifest: &Value) {
    match (live, manifest) {
        (Value::Object(live), Value::Object(manifest)) => {
            for (field, value) in manifest {
                merge(live.entry(field.clone()).or_insert(Value::Null), value);
            }
        }
        (live, manifest) => *live = manifest.clone(),
    }
}

/// Moves the `stringData` of a Secret to `data`, as the API server does.
fn encode_string_data(live: &mut Value) {
    let texts = live
        .as_object_mut()
        .and_then(|fields| fields.remove("stringData"));
    for (key, text) in texts
        .as_ref()
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let text = text.as_str().unwrap_or_default();
        live["data"][key.as_str()] = BASE64_STANDARD.encode(text).into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_guessed_as_kubernetes_does() {
        for (kind, expected) in [
            ("Service", "services"),
            ("Ingress", "ingresses"),
            ("NetworkPolicy", "networkpolicies"),
            ("HorizontalPodAutoscaler", "horizontalpodautoscalers"),
        ] {
            assert_eq!(plural(kind), expected);
        }
    }
}
