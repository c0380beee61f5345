//! Field changes applied to the value they start from.

use astern_compare::{Change, FieldChange, Segment};
use astern_manifest::merge_keys::{Pairing, entry_key, pairing};
use astern_masking::MaskedValue;
use serde_json::Value;

/// The value that the changes lead to.
pub fn apply(mut value: Value, changes: &[FieldChange]) -> Value {
    // Positions of removed entries count in the old list, so the last of a list is removed first.
    let in_one_list = |a: &FieldChange, b: &FieldChange| {
        a.change == Change::Removed && b.change == Change::Removed && parent(a) == parent(b)
    };
    for run in changes.chunk_by(in_one_list) {
        for change in run.iter().rev() {
            apply_one(&mut value, change);
        }
    }
    value
}

fn parent(change: &FieldChange) -> &[Segment] {
    change
        .path
        .segments()
        .split_last()
        .map_or(&[], |(_, parent)| parent)
}

fn apply_one(root: &mut Value, change: &FieldChange) {
    if change.change == Change::Reordered {
        let list = change.path.segments().iter().fold(root, child);
        return reorder(list, change);
    }
    let Some((last, parents)) = change.path.segments().split_last() else {
        *root = shown(change);
        return;
    };
    let parent = parents.iter().fold(root, child);
    match (last, change.change) {
        (Segment::Embedded(_), kind) => panic!("{kind:?} at the root of a document in a text"),
        (Segment::Key(key), Change::Removed) => {
            drop(parent.as_object_mut().unwrap().shift_remove(key))
        }
        (Segment::Key(key), _) => drop(
            parent
                .as_object_mut()
                .unwrap()
                .insert(key.clone(), shown(change)),
        ),
        (Segment::Index(index) | Segment::Entry { index, .. }, kind) => {
            let list = parent.as_array_mut().unwrap();
            match kind {
                Change::Removed => drop(list.remove(*index)),
                Change::Added => list.insert(*index, shown(change)),
                _ => list[*index] = shown(change),
            }
        }
    }
}

fn child<'a>(value: &'a mut Value, segment: &Segment) -> &'a mut Value {
    match segment {
        Segment::Key(key) => &mut value[key.as_str()],
        Segment::Embedded(_) => {
            if let Value::String(text) = value {
                *value = embedded(text).unwrap();
            }
            value
        }
        Segment::Index(index) | Segment::Entry { index, .. } => &mut value[*index],
    }
}

/// The document that a text holds. YAML is a superset of JSON.
fn embedded(text: &str) -> Option<Value> {
    astern_manifest::value(text)
        .ok()
        .filter(|value| value.is_object() || value.is_array())
}

/// The same value with every text that holds a document replaced by it, so that values are compared by what they say.
pub fn by_meaning(value: Value) -> Value {
    match value {
        Value::String(text) => embedded(&text).map_or_else(|| Value::from(text), by_meaning),
        Value::Array(items) => items.into_iter().map(by_meaning).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (key, by_meaning(value)))
            .collect(),
        other => other,
    }
}

fn shown(change: &FieldChange) -> Value {
    match &change.to {
        Some(MaskedValue::Plain(value)) => value.clone(),
        other => panic!("not shown: {other:?}"),
    }
}

fn reorder(list: &mut Value, change: &FieldChange) {
    let list = list.as_array_mut().unwrap();
    let Pairing::Fields(fields) = pairing(change.path.field_name().unwrap_or_default(), list, list)
    else {
        panic!("a reordered list has keys");
    };
    let order = shown(change);
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
