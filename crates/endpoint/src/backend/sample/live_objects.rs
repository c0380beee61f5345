//! What is in the sample's cluster besides what was recorded: everything that its releases name.

use std::collections::{BTreeMap, BTreeSet};

use astern_ledger::Release;
use astern_manifest::Object;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::object_path::ObjectPath;
use super::store::Sample;
use super::timestamps::release;

/// The kinds of the sample and of everyday charts that are in no namespace.
const CLUSTER_WIDE: [&str; 9] = [
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
    /// The object of that place as the release that it belongs to has it now, on top of what was recorded of it.
    pub(super) fn live(&self, there: &ObjectPath, recorded: Option<Value>) -> Option<Value> {
        let newest = self
            .releases(there.namespace.as_deref())
            .into_values()
            .filter_map(|revisions| revisions.into_iter().max_by_key(|release| release.revision));
        let objects = newest.flat_map(|release| {
            let objects = astern_manifest::parse(&release.manifest).objects;
            objects
                .into_iter()
                .map(move |object| (release.namespace.to_string(), object))
        });
        let mut named = objects.filter(|(namespace, object)| place(object, namespace) == *there);
        match (recorded, named.next()) {
            (recorded, None) => recorded,
            (recorded, Some((_, object))) => {
                let mut live = recorded.unwrap_or_default();
                merge(&mut live, &object.value);
                store_text(&mut live);
                if let Some(namespace) = &there.namespace {
                    live["metadata"]["namespace"] = namespace.as_str().into();
                }
                Some(live)
            }
        }
    }

    /// Which resources a version of an API has; `None` when that is no version of an API that any release or hook names.
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
                "namespaced": !CLUSTER_WIDE.contains(&kind.as_str()) })
        };
        let resources: Vec<Value> = kinds.iter().map(resource).collect();
        (!resources.is_empty()).then(|| {
            json!({ "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version,
                "resources": resources })
        })
    }

    /// The revisions of each release there.
    fn releases(&self, namespace: Option<&str>) -> BTreeMap<String, Vec<Release>> {
        let records = ObjectPath {
            resource: "api/v1/secrets".to_owned(),
            namespace: namespace.map(str::to_owned),
            name: None,
        };
        let mut releases: BTreeMap<String, Vec<Release>> = BTreeMap::new();
        for release in self.objects(&records).0.iter().filter_map(release) {
            let name = format!("{}/{}", release.namespace, release.name);
            releases.entry(name).or_default().push(release);
        }
        releases
    }
}

/// Where an object of a release is.
fn place(object: &Object, namespace: &str) -> ObjectPath {
    let version = &object.api_version;
    let api = if version.contains('/') { "apis" } else { "api" };
    let stated = object.id.namespace.as_deref().unwrap_or(namespace);
    let namespaced = !CLUSTER_WIDE.contains(&object.id.kind.as_str());
    ObjectPath {
        resource: format!("{api}/{version}/{}", plural(&object.id.kind)),
        namespace: namespaced.then(|| stated.to_owned()),
        name: Some(object.id.name.clone()),
    }
}

/// What the objects of a kind are called in a path, as Kubernetes guesses it (`meta.UnsafeGuessKindToResource`).
fn plural(kind: &str) -> String {
    let kind = kind.to_lowercase();
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if kind.ends_with('s') => format!("{kind}es"),
        None => format!("{kind}s"),
    }
}

/// Puts what a release says over what was recorded.
fn merge(live: &mut Value, said: &Value) {
    match (live, said) {
        (Value::Object(live), Value::Object(said)) => {
            for (field, said) in said {
                merge(live.entry(field.clone()).or_insert(Value::Null), said);
            }
        }
        (live, said) => *live = said.clone(),
    }
}

/// The API server keeps a Secret's `stringData` as `data`.
fn store_text(live: &mut Value) {
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
