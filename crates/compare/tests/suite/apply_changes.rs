//! Applies field changes to the value that they were computed from.

use astern_compare::{Change, FieldChange, Segment};
use astern_manifest::merge_keys::{Pairing, entry_key, pairing};
use astern_masking::MaskedValue;
use serde_json::Value;

/// Returns the value after all changes.
pub fn apply_changes(mut value: Value, changes: &[FieldChange]) -> Value {
    // Indices of removed entries refer to the old list, so the entry with the highest index is removed first.
    let removed_from_same_list = |a: &FieldChange, b: &FieldChange| {
        a.change == Change::Removed
            && b.change == Change::Removed
            && parent_path(a) == parent_path(b)
    };
    for run in changes.chunk_by(removed_from_same_list) {
        for change in run.iter().rev() {
            apply_change(&mut value, change);
        }
    }
    value
}

fn parent_path(change: &FieldChange) -> &[Segment] {
    change
        .path
        .segments()
        .split_last()
        .map_or(&[], |(_, parent)| parent)
}

fn apply_change(root: &mut Value, change: &FieldChange) {
    if change.change == Change::Reordered {
        let list = change.path.segments().iter().fold(root, child_mut);
        return reorder_list(list, change);
    }
    let Some((last, parents)) = change.path.segments().split_last() else {
        *root = plain_value(change);
        return;
    };
    let parent = parents.iter().fold(root, child_mut);
    match (last, change.change) {
        (Segment::Embedded(_), kind) => panic!("{kind:?} at the root of an embedded document"),
        (Segment::Key(key), Change::Removed) => {
            drop(parent.as_object_mut().unwrap().shift_remove(key))
        }
        (Segment::Key(key), _) => drop(
            parent
                .as_object_mut()
                .unwrap()
                .insert(key.clone(), plain_value(change)),
        ),
        (Segment::Index(index) | Segment::Entry { index, .. }, kind) => {
            let list = parent.as_array_mut().unwrap();
            match kind {
                Change::Removed => drop(list.remove(*index)),
                Change::Added => list.insert(*index, plain_value(change)),
                _ => list[*index] = plain_value(change),
            }
        }
    }
}

fn child_mut<'a>(value: &'a mut Value, segment: &Segment) -> &'a mut Value {
    match segment {
        Segment::Key(key) => &mut value[key.as_str()],
        Segment::Embedded(_) => {
            if let Value::String(text) = value {
                *value = parse_embedded(text).unwrap();
            }
            value
        }
        Segment::Index(index) | Segment::Entry { index, .. } => &mut value[*index],
    }
}

/// Parses the YAML or JSON document that a string contains.
fn parse_embedded(text: &str) -> Option<Value> {
    astern_manifest::value(text)
        .ok()
        .filter(|value| value.is_object() || value.is_array())
}

/// Replaces every string that contains a document by the parsed document, so that values can be compared without regard to
/// formatting.
pub fn with_parsed_documents(value: Value) -> Value {
    match value {
        Value::String(text) => {
            parse_embedded(&text).map_or_else(|| Value::from(text), with_parsed_documents)
        }
        Value::Array(items) => items.into_iter().map(with_parsed_documents).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (key, with_parsed_documents(value)))
            .collect(),
        other => other,
    }
}

fn plain_value(change: &FieldChange) -> Value {
    match &change.to {
        Some(MaskedValue::Plain(value)) => value.clone(),
        other => panic!("not a plain value: {other:?}"),
    }
}

fn reorder_list(list: &mut Value, change: &FieldChange) {
    let list = list.as_array_mut().unwrap();
    let Pairing::Fields(fields) = pairing(change.path.field_name().unwrap_or_default(), list, list)
    else {
        panic!("a reordered list has merge keys");
    };
    let order = plain_value(change);
    let position = |entry: &Value| {
        let key = Value::from(entry_key(fields, entry).unwrap().join("/"));
        order
            .as_array()
            .unwrap()
            .iter()
            .position(|other| *other == key)
    };
    list.sort_by_key(position);
}
