//! `metadata.managedFields`: who wrote which field.
//!
//! Helm 3 writes by `Update` and so owns the defaults too; Helm 4 applies and owns what it sent. In both, what another
//! manager owns and the revision does not set was added by that manager, and what nobody owns is a default.

use std::collections::BTreeMap;

use astern_diff::EntryKey;
use serde_json::{Map, Value};

use super::{FieldManager, FieldManagerKind};
use crate::{FieldPath, Segment};

/// Helm marks what it makes with this annotation; its owner is helm, whatever the program calls itself.
const MARK: &str = "meta.helm.sh/release-name";

/// One entry of `managedFields`.
pub(super) struct Manager<'a> {
    pub(super) writer: FieldManager,
    /// Its fields, as a trie of `f:NAME`, `k:{KEY}` and `v:VALUE`.
    pub(super) fields: &'a Map<String, Value>,
}

/// Those who wrote more than the object's status.
pub(super) fn managers(live: &Value) -> Vec<Manager<'_>> {
    let entries = live.pointer("/metadata/managedFields");
    let entries = entries.and_then(Value::as_array).map(Vec::as_slice);
    entries
        .unwrap_or_default()
        .iter()
        .filter_map(manager)
        .collect()
}

fn manager(entry: &Value) -> Option<Manager<'_>> {
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
    Some(Manager { writer, fields })
}

fn kind(manager: &str, subresource: &str, fields: &Map<String, Value>) -> FieldManagerKind {
    let marks = || {
        ["f:metadata", "f:annotations"]
            .iter()
            .try_fold(fields, |fields, name| fields.get(*name)?.as_object())
            .is_some_and(|annotations| annotations.contains_key(&format!("f:{MARK}")))
    };
    match (manager, subresource) {
        _ if manager.starts_with("kubectl") => FieldManagerKind::Kubectl,
        _ if manager.eq_ignore_ascii_case("helm") => FieldManagerKind::Helm,
        ("kube-controller-manager", "scale") => FieldManagerKind::Autoscaler,
        _ if marks() => FieldManagerKind::Helm,
        _ => FieldManagerKind::Other,
    }
}

/// One step in the trie.
pub(super) enum Step<'a> {
    /// The owner owns this node itself.
    Own,
    /// A mapping's field.
    Field(&'a str),
    /// A list's entry by the fields that identify it.
    Entry(Map<String, Value>),
    /// A list's entry by its value.
    Value(Value),
}

/// What a name in the trie means; `None` for what is not known.
pub(super) fn step(name: &str) -> Option<Step<'_>> {
    match name.split_once(':') {
        None => (name == ".").then_some(Step::Own),
        Some(("f", field)) => Some(Step::Field(field)),
        Some(("k", key)) => serde_json::from_str(key).ok().map(Step::Entry),
        Some(("v", value)) => serde_json::from_str(value).ok().map(Step::Value),
        Some(_) => None,
    }
}

/// Whether an entry is the one that these fields identify.
pub(super) fn is_entry(entry: &Value, key: &Map<String, Value>) -> bool {
    key.iter().all(|(field, value)| match entry.get(field) {
        Some(own) => own == value,
        // What a manifest leaves out is the default by which the API server keys it.
        None => field == "protocol" && value == "TCP",
    })
}

/// What the writers know of one place: a node for each who has been on the way to it.
#[derive(Clone, Default)]
pub(super) struct Nodes<'a>(Vec<(&'a Map<String, Value>, bool)>);

impl<'a> Nodes<'a> {
    /// The root.
    pub(super) fn new(managers: &[Manager<'a>]) -> Self {
        let node = |manager: &Manager<'a>| {
            (
                manager.fields,
                manager.writer.kind == FieldManagerKind::Helm,
            )
        };
        Self(managers.iter().map(node).collect())
    }

    /// Below a mapping's field.
    pub(super) fn field(&self, field: &str) -> Self {
        let name = format!("f:{field}");
        let below = |(node, helm): &(&'a Map<String, Value>, bool)| {
            Some((node.get(&name)?.as_object()?, *helm))
        };
        Self(self.0.iter().filter_map(below).collect())
    }

    /// Below a list's entry, given the fields that identify it.
    pub(super) fn entry(&self, keys: &[&str], entry: &Value) -> Self {
        // As the API server writes it; `keys` are in its order.
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

    /// How the API server keeps the list here, as far as its writers show.
    pub(super) fn list(&self) -> Option<ListKind<'a>> {
        let mut names = self.0.iter().flat_map(|(node, _)| node.keys());
        let kind = names.find_map(|name| match name.split_once(':')? {
            ("k", key) => keys(key).map(ListKind::ByKey),
            ("v", _) => Some(ListKind::ByValue),
            _ => None,
        });
        kind.or_else(|| (!self.0.is_empty()).then_some(ListKind::Whole))
    }

    /// Whether somebody other than helm wrote this as a whole.
    pub(super) fn is_overwritten(&self) -> bool {
        self.0.iter().any(|(node, helm)| node.is_empty() && !helm)
    }
}

/// The names of the fields in `{"containerPort":80,"protocol":"TCP"}`.
fn keys(key: &str) -> Option<Vec<&str>> {
    let fields: BTreeMap<&str, serde::de::IgnoredAny> = serde_json::from_str(key).ok()?;
    Some(fields.into_keys().collect())
}

/// How the API server keeps a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ListKind<'a> {
    /// As a mapping: each entry has its own owners, and these fields identify it.
    ByKey(Vec<&'a str>),
    /// As a set.
    ByValue,
    /// As one value.
    Whole,
}

/// Who wrote the field at that path last: somebody other than helm before helm, then the latest.
pub(super) fn writer<'m>(
    managers: &'m [Manager<'_>],
    path: &FieldPath,
) -> Option<&'m FieldManager> {
    // The API server moves a Secret's `stringData` into its `data`; who wrote the one need not own the other.
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
    // A leaf owns all that is below it.
    let Some((first, rest)) = path.split_first().filter(|_| !node.is_empty()) else {
        return true;
    };
    let below = match first {
        Segment::Key(key) => node.get(&format!("f:{key}")),
        Segment::Entry { key, .. } => node
            .iter()
            .find(
                |(name, _)| matches!(step(name), Some(Step::Entry(fields)) if names(&fields, key)),
            )
            .map(|(_, below)| below),
        // What has no name in the trie stands below a leaf.
        _ => None,
    };
    below
        .and_then(Value::as_object)
        .is_some_and(|below| owns(below, rest))
}

/// Whether both identify the same entry; the trie has its fields in alphabetical order, as `merge_keys` has.
fn names(fields: &Map<String, Value>, key: &EntryKey) -> bool {
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
