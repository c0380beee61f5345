//! Reads and writes a ConfigMap with optimistic concurrency.

use astern_ledger::Namespace;
use serde_json::{Value, json};

use crate::exchange::ask;
use crate::request::segment;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// A ConfigMap with all of its fields, so that a write does not lose what others wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct ConfigMap(Value);

impl ConfigMap {
    /// Creates an empty ConfigMap that is not yet in the cluster.
    pub fn new(namespace: &Namespace, name: &str, label: (&str, &str)) -> Self {
        Self(json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": name,
                "namespace": namespace.as_str(),
                "labels": { label.0: label.1 },
            },
            "data": {},
        }))
    }

    /// Returns the keys and values of `data`.
    pub fn data(&self) -> impl Iterator<Item = (&str, &str)> {
        let data = self.0["data"].as_object().into_iter().flatten();
        data.filter_map(|(key, text)| Some((key.as_str(), text.as_str()?)))
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0["data"][key].as_str()
    }

    /// Sets the value of a key.
    pub fn set(&mut self, key: &str, text: String) {
        // An empty ConfigMap has no `data`.
        if !self.0["data"].is_object() {
            self.0["data"] = json!({});
        }
        self.0["data"][key] = text.into();
    }

    /// Whether nobody can change the data, until the ConfigMap is deleted.
    pub fn is_immutable(&self) -> bool {
        self.0["immutable"] == true
    }

    /// Keeps those keys only. Whoever may write the ConfigMap can fill it with tens of thousands of keys.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        if let Some(data) = self.0["data"].as_object_mut() {
            data.retain(|key, _| keep(key));
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        if let Some(data) = self.0["data"].as_object_mut() {
            data.remove(key);
        }
    }

    /// Drops what is only large: the API server keeps it when it is missing in a write.
    fn read(mut object: Value) -> Self {
        if let Some(metadata) = object["metadata"].as_object_mut() {
            metadata.remove("managedFields");
        }
        Self(object)
    }

    fn is_in_the_cluster(&self) -> bool {
        self.0["metadata"]["resourceVersion"].is_string()
    }

    fn name(&self) -> &str {
        self.0["metadata"]["name"].as_str().unwrap_or_default()
    }
}

fn right(verb: Verb, namespace: &Namespace) -> Right {
    Right {
        verb,
        resource: "configmaps".into(),
        namespace: Some(namespace.clone()),
    }
}

/// Reads a ConfigMap. `None`: it does not exist.
///
/// # Errors
/// [`ClusterError`] other than not found.
pub async fn config_map<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    name: &str,
) -> Result<Option<ConfigMap>, ClusterError> {
    let path = format!("api/v1/namespaces/{namespace}/configmaps/{}", segment(name));
    let request = Request::get(path, Accept::Json).needing(right(Verb::Get, namespace));
    match ask(transport, &request).await {
        Ok(object) => Ok(Some(ConfigMap::read(object))),
        Err(ClusterError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Creates a new ConfigMap, or replaces the one that was read. Returns the stored ConfigMap.
///
/// # Errors
/// [`ClusterError`]; [`ClusterError::is_conflict`] when the ConfigMap was changed since it was read.
pub async fn write_config_map<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    written: &ConfigMap,
) -> Result<ConfigMap, ClusterError> {
    let folder = format!("api/v1/namespaces/{namespace}/configmaps");
    let body = written.0.to_string();
    let request = if written.is_in_the_cluster() {
        let path = format!("{folder}/{}", segment(written.name()));
        Request::put(path, body).needing(right(Verb::Update, namespace))
    } else {
        Request::post(folder, body).needing(right(Verb::Create, namespace))
    };
    ask(transport, &request).await.map(ConfigMap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_leaves_what_others_wrote() {
        let mut map = ConfigMap(json!({ "metadata": { "name": "a", "resourceVersion": "7",
            "annotations": { "team": "shop" } } }));
        map.set("k", "v".to_owned());
        assert_eq!(map.get("k"), Some("v"));
        assert_eq!(map.data().collect::<Vec<_>>(), [("k", "v")]);
        assert_eq!(map.0["metadata"]["annotations"]["team"], "shop");
        assert!(map.is_in_the_cluster());
        map.remove("k");
        assert_eq!(map.get("k"), None);
        map.set("k", "v".to_owned());
        map.set("l", "v".to_owned());
        map.retain(|key| key == "l");
        assert_eq!(map.data().collect::<Vec<_>>(), [("l", "v")]);
    }

    #[test]
    fn what_is_only_large_is_dropped() {
        let map = json!({ "metadata": { "managedFields": [{}] }, "immutable": true });
        let map = ConfigMap::read(map);
        assert_eq!(map.0["metadata"], json!({}));
        assert!(map.is_immutable());
        assert!(!ConfigMap::read(json!({})).is_immutable());
    }
}
