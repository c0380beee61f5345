//! The metadata of objects and lists.

use astern_ledger::{Labels, ObjectVersion, Timestamp};
use serde::Deserialize;

/// The part of `ObjectMeta` that Astern reads.
#[derive(Deserialize, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ObjectMeta {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub namespace: String,
    #[serde(default)]
    pub uid: String,
    #[serde(default)]
    pub labels: Labels,
    #[serde(default)]
    pub annotations: Labels,
    pub creation_timestamp: Option<Timestamp>,
    pub deletion_timestamp: Option<Timestamp>,
    #[serde(default)]
    pub resource_version: String,
    #[serde(default)]
    pub generation: i64,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub finalizers: Vec<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub owner_references: Vec<OwnerReference>,
}

/// A reference to the object that an object belongs to.
#[derive(Deserialize, Debug, Default)]
pub(crate) struct OwnerReference {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: String,
}

impl ObjectMeta {
    /// Returns the version of the object.
    pub(crate) fn version(&self) -> ObjectVersion {
        ObjectVersion {
            uid: self.uid.clone(),
            resource_version: self.resource_version.clone(),
        }
    }
}

/// A `PartialObjectMetadata`.
#[derive(Deserialize, Debug)]
pub(crate) struct PartialObject {
    #[serde(default)]
    pub metadata: ObjectMeta,
}

/// One page of a list.
#[derive(Deserialize)]
pub(crate) struct PartialList {
    pub metadata: ListMeta,
    /// `null` is an empty list: the API server writes it so in metadata-only lists.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub items: Vec<PartialObject>,
}

/// Reads `null` as an empty list: Go writes a nil slice so.
pub(crate) fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListMeta {
    #[serde(default)]
    pub resource_version: String,
    /// Not empty when more pages follow.
    #[serde(default, rename = "continue")]
    pub continue_from: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_items_are_an_empty_list() {
        let answer = r#"{ "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
            "metadata": { "resourceVersion": "1390" }, "items": null }"#;
        let list: PartialList = serde_json::from_str(answer).unwrap();
        assert!(list.items.is_empty());
    }
}
