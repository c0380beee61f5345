//! `metadata.managedFields`: which manager wrote which field.
//!
//! Helm 3 writes with `Update` and so owns the defaults too; Helm 4 applies and owns the fields that it sent. In both cases
//! a field that another manager owns and the revision does not set was added by that manager, and a field without an owner
//! is a default.

use std::collections::BTreeMap;

use astern_diff::EntryKey;
use serde_json::{Map, Value};

use super::field_manager::{FieldManager, FieldManagerKind};
use crate::{FieldPath, Segment};

/// The annotation that Helm adds to its objects. A manager that owns it is Helm, whatever its name is.
const RELEASE_NAME_ANNOTATION: &str = "meta.helm.sh/release-name";

/// One entry of `managedFields`.
pub(super) struct ManagedFieldsEntry<'a> {
    pub(super) writer: FieldManager,
    /// The fields, in the format `FieldsV1`: a trie of `f:NAME`, `k:{KEY}` and `v:VALUE`.
    pub(super) fields: &'a Map<String, Value>,
}

/// Returns the entries of managers that wrote more than the object's status.
pub(super) fn managed_fields(live: &Value) -> Vec<ManagedFieldsEntry<'_>> {
    let entries = live.pointer("/metadata/managedFields");
    let entries = entries.and_then(Value::as_array).map(Vec::as_slice);
    entries
        .unwrap_or_default()
        .iter()
        .filter_map(parse_entry)
        .collect()
}

fn parse_entry(entry: &Value) -> Option<ManagedFieldsEntry<'_>> {
    let text = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default();
    let fields = entry.get("fieldsV1")?.as_object()?;
    let subresource = text("subresource");
    if subresource == "status" {
        return None;
    }
    let manager = text("manager");
    let writer = FieldManager {
        manager: manager.to_owned(),
        kind: kind(manager, subresource, fields),
        operation: text("operation").to_owned(),
        subresource: (!subresource.is_empty()).then(|| subresource.to_owned()),
        time: text("time").parse().ok(),
    };
    Some(ManagedFieldsEntry { writer, fields })
}

fn kind(manager: &str, subresource: &str, fields: &Map<String, Value>) -> FieldManagerKind {
    let owns_release_name = || {
        ["f:metadata", "f:annotations"]
            .iter()
            .try_fold(fields, |fields, name| fields.get(*name)?.as_object())
            .is_some_and(|annotations| {
                annotations.contains_key(&format!("f:{RELEASE_NAME_ANNOTATION}"))
            })
    };
    match (manager, subresource) {
        _ if manager.starts_with("kubectl") => FieldManagerKind::Kubectl,
        _ if manager.eq_ignore_ascii_case("helm") => FieldManagerKind::Helm,
        ("kube-controller-manager", "scale") => FieldManagerKind::Autoscaler,
        _ if owns_release_name() => FieldManagerKind::Helm,
        _ => FieldManagerKind::Other,
    }
}

/// A key of a `FieldsV1` node.
pub(super) enum PathElement<'a> {
    /// `.`: the node itself.
    Itself,
    /// `f:NAME`: a field of a mapping.
    Field(&'a str),
    /// `k:{KEY}`: an entry of a list, by the fields that identify it.
    Entry(Map<String, Value>),
    /// `v:VALUE`: an entry of a list, by its value.
    Value(Value),
}

/// Parses a key of a `FieldsV1` node; `None` for an unknown format.
pub(super) fn parse_path_element(name: &str) -> Option<PathElement<'_>> {
    match name.split_once(':') {
        None => (name == ".").then_some(PathElement::Itself),
        Some(("f", field)) => Some(PathElement::Field(field)),
        Some(("k", key)) => serde_json::from_str(key).ok().map(PathElement::Entry),
        Some(("v", value)) => serde_json::from_str(value).ok().map(PathElement::Value),
        Some(_) => None,
    }
}

/// Whether these fields identify an entry.
pub(super) fn is_entry(entry: &Value, key: &Map<String, Value>) -> bool {
    key.iter().all(|(field, value)| match entry.get(field) {
        Some(own) => own == value,
        // The API server identifies an entry without the field by the default.
        None => field == "protocol" && value == "TCP",
    })
}

/// The `FieldsV1` nodes of one field, one for each manager that owns the field or a part of it, and whether that manager is
/// Helm.
#[derive(Clone, Default)]
pub(super) struct ManagedNodes<'a>(Vec<(&'a Map<String, Value>, bool)>);

impl<'a> ManagedNodes<'a> {
    /// Returns the nodes of the object itself.
    pub(super) fn new(managers: &[ManagedFieldsEntry<'a>]) -> Self {
        let node = |manager: &ManagedFieldsEntry<'a>| {
            (
                manager.fields,
                manager.writer.kind == FieldManagerKind::Helm,
            )
        };
        Self(managers.iter().map(node).collect())
    }

    /// Returns the nodes of a field of this mapping.
    pub(super) fn field(&self, field: &str) -> Self {
        let name = format!("f:{field}");
        let below = |(node, helm): &(&'a Map<String, Value>, bool)| {
            Some((node.get(&name)?.as_object()?, *helm))
        };
        Self(self.0.iter().filter_map(below).collect())
    }

    /// Returns the nodes of an entry of this list, given the fields that identify it.
    pub(super) fn entry(&self, keys: &[&str], entry: &Value) -> Self {
        // The format of the API server; `keys` are in its order.
        let mut name = String::from("k:{");
        for key in keys {
            let value = match entry.get(*key) {
                Some(value) => value.to_string(),
                None if *key == "protocol" => "\"TCP\"".to_owned(),
                None => return Self::default(),
            };
            let comma = if name.ends_with('{') { "" } else { "," };
            name.push_str(&format!("{comma}{}:{value}", Value::from(*key)));
        }
        name.push('}');
        let below = |(node, helm): &(&'a Map<String, Value>, bool)| {
            Some((node.get(&name)?.as_object()?, *helm))
        };
        Self(self.0.iter().filter_map(below).collect())
    }

    /// Returns how the API server merges this list, as far as its managers show.
    pub(super) fn list(&self) -> Option<ListKind<'a>> {
        let mut names = self.0.iter().flat_map(|(node, _)| node.keys());
        let kind = names.find_map(|name| match name.split_once(':')? {
            ("k", key) => keys(key).map(ListKind::ByKey),
            ("v", _) => Some(ListKind::ByValue),
            _ => None,
        });
        kind.or_else(|| (!self.0.is_empty()).then_some(ListKind::Whole))
    }

    /// Whether a manager other than Helm owns this field as a whole.
    pub(super) fn is_overwritten(&self) -> bool {
        self.0.iter().any(|(node, helm)| node.is_empty() && !helm)
    }
}

/// Returns the field names of `{"containerPort":80,"protocol":"TCP"}`.
fn keys(key: &str) -> Option<Vec<&str>> {
    let fields: BTreeMap<&str, serde::de::IgnoredAny> = serde_json::from_str(key).ok()?;
    Some(fields.into_keys().collect())
}

/// How the API server merges a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ListKind<'a> {
    /// As a map (`x-kubernetes-list-type: map`): each entry has its own owners, and these fields identify it.
    ByKey(Vec<&'a str>),
    /// As a set (`set`).
    ByValue,
    /// As one value (`atomic`).
    Whole,
}

/// Returns the manager that wrote a field last. Managers other than Helm take precedence over Helm.
pub(super) fn last_writer<'m>(
    managers: &'m [ManagedFieldsEntry<'_>],
    path: &FieldPath,
) -> Option<&'m FieldManager> {
    // The API server moves a Secret's `stringData` into its `data`, so owners are recorded under `data` only.
    let moved: Vec<Segment> = match path.segments() {
        [Segment::Key(root), rest @ ..] if root == "stringData" => {
            let data = Segment::Key("data".to_owned());
            [data].into_iter().chain(rest.iter().cloned()).collect()
        }
        path => path.to_vec(),
    };
    managers
        .iter()
        .filter(|manager| owns(manager.fields, &moved))
        .map(|manager| &manager.writer)
        .max_by_key(|writer| (writer.kind != FieldManagerKind::Helm, writer.time))
}

fn owns(node: &Map<String, Value>, path: &[Segment]) -> bool {
    // The owner of a leaf owns everything below it.
    let Some((first, rest)) = path.split_first().filter(|_| !node.is_empty()) else {
        return true;
    };
    let below = match first {
        Segment::Key(key) => node.get(&format!("f:{key}")),
        Segment::Entry { key, .. } => node
            .iter()
            .find(
                |(name, _)| matches!(parse_path_element(name), Some(PathElement::Entry(fields)) if is_same_key(&fields, key)),
            )
            .map(|(_, below)| below),
        // An entry by index has no key in the trie: it is below a leaf.
        _ => None,
    };
    below
        .and_then(Value::as_object)
        .is_some_and(|below| owns(below, rest))
}

/// Whether both identify the same entry. The fields are in alphabetical order in the trie and in `merge_keys`.
fn is_same_key(fields: &Map<String, Value>, key: &EntryKey) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    fields.len() == key.values.len()
        && fields
            .values()
            .zip(&key.values)
            .all(|(field, value)| text(field) == *value)
}
