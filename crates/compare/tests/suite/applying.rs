//! Field changes applied to the value they start from.

use astern_compare::{Change, FieldChange, Segment, Shown};
use astern_manifest::merge_keys::{Pairing, entry_key, pairing};
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
        Segment::Index(index) | Segment::Entry { index, .. } => &mut value[*index],
    }
}

fn shown(change: &FieldChange) -> Value {
    match &change.to {
        Some(Shown::Value(value)) => value.clone(),
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
        let key = Value::from(entry_key(fields, entry).unwrap().to_string());
        order
            .as_array()
            .unwrap()
            .iter()
            .position(|other| *other == key)
    };
    list.sort_by_key(position);
}
