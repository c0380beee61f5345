//! The metadata of objects and lists.

use astern_ledger::Labels;
use jiff::Timestamp;
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
    pub creation_timestamp: Option<Timestamp>,
    #[serde(default)]
    pub resource_version: String,
    #[serde(default)]
    pub generation: i64,
}

/// An object of which only the metadata matters.
#[derive(Deserialize, Debug)]
pub(crate) struct PartialObject {
    #[serde(default)]
    pub metadata: ObjectMeta,
}

/// One page of a list.
#[derive(Deserialize)]
pub(crate) struct PartialList {
    pub metadata: ListMeta,
    #[serde(default)]
    pub items: Vec<PartialObject>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListMeta {
    #[serde(default)]
    pub resource_version: String,
    /// More pages follow when this is not empty.
    #[serde(default, rename = "continue")]
    pub continue_from: String,
}
