//! Finds entries of lists with the same merge key, such as a variable that is named twice.
//!
//! Kubernetes stores such a list where it is created, and what an apply makes of it depends on the way: a strategic merge patch,
//! which helm 3 sends, deletes all entries of a key when one is taken out, and server-side apply, which helm 4 uses, refuses
//! the object. Tried with Kubernetes 1.36, helm 3.22 and helm 4.3.

use std::collections::BTreeMap;

use astern_diff::EntryKey;
use astern_manifest::{
    Object,
    merge_keys::{entry_key, of_field},
};
use serde_json::Value;

use super::effects::RepeatedKey;
use crate::{FieldPath, Segment, Sides, spelling::is_of_known_type};

/// The most lists with repeated keys of one object that are told.
const MAX_TOLD: usize = 20;

/// How often each key of a list occurs, where one occurs more than once, by the path of the list.
type Repeated = Vec<(FieldPath, Vec<String>, usize)>;

/// Returns the keys that occur more than once in a list of an object on either side, and at least once on the new one; none
/// for a custom resource, whose lists are replaced as a whole.
pub(super) fn repeated_keys(from: Option<&Object>, to: &Object) -> Vec<RepeatedKey> {
    if !is_of_known_type(to) {
        return Vec::new();
    }
    let on = |object: Option<&Object>| {
        let mut repeated = Repeated::new();
        if let Some(object) = object.filter(|object| has_repeated_keys(&object.value)) {
            collect(&object.value, &mut FieldPath::default(), &mut repeated);
        }
        repeated
    };
    let (old, new) = (on(from), on(Some(to)));
    let times = |side: &Repeated, path: &FieldPath, key: &[String]| {
        let mut entries = side.iter();
        let found = entries.find(|(other, other_key, _)| other == path && other_key == key);
        found.map(|(.., times)| *times)
    };
    let only_old = old
        .iter()
        .filter(|(path, key, _)| times(&new, path, key).is_none());
    let found = new
        .iter()
        .chain(only_old)
        .map(|(path, key, _)| RepeatedKey {
            object: to.id.clone(),
            field: path.clone(),
            key: key.join("/"),
            times: Sides {
                from: times(&old, path, key).unwrap_or_else(|| count(from, path, key)),
                to: times(&new, path, key).unwrap_or_else(|| count(Some(to), path, key)),
            },
        });
    // A key that is no longer in the list is taken out, as it should be.
    found
        .filter(|repeated| repeated.times.to > 0)
        .take(MAX_TOLD)
        .collect()
}

/// Collects the repeated keys at and below a path.
fn collect(value: &Value, path: &mut FieldPath, repeated: &mut Repeated) {
    match value {
        Value::Object(fields) => {
            for (field, below) in fields {
                path.push(Segment::Key(field.clone()));
                if let Value::Array(entries) = below {
                    collect_list(field, entries, path, repeated);
                }
                collect(below, path, repeated);
                path.pop();
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let name = entry.get("name").and_then(Value::as_str);
                path.push(match name {
                    Some(name) => Segment::Entry {
                        key: EntryKey {
                            values: vec![name.to_owned()],
                        },
                        index,
                    },
                    None => Segment::Index(index),
                });
                collect(entry, path, repeated);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether a key is repeated anywhere in a value. Most objects have none, and no path is made for them.
fn has_repeated_keys(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(field, below)| {
            let repeats = below
                .as_array()
                .is_some_and(|entries| !repeated_in(field, entries).is_empty());
            repeats || has_repeated_keys(below)
        }),
        Value::Array(entries) => entries.iter().any(has_repeated_keys),
        _ => false,
    }
}

/// Collects the repeated keys of one list.
fn collect_list(field: &str, entries: &[Value], path: &FieldPath, repeated: &mut Repeated) {
    let found = repeated_in(field, entries).into_iter();
    repeated.extend(found.map(|(key, times)| (path.clone(), key, times)));
}

/// Returns the keys that a list repeats, with their numbers. The first merge key that all of its entries have applies.
fn repeated_in(field: &str, entries: &[Value]) -> Vec<(Vec<String>, usize)> {
    if entries.len() < 2 {
        return Vec::new();
    }
    let keys = of_field(field).iter().find_map(|fields| {
        let keys = entries.iter().map(|entry| entry_key(fields, entry));
        keys.collect::<Option<Vec<_>>>()
    });
    let mut times: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for key in keys.into_iter().flatten() {
        *times.entry(key).or_default() += 1;
    }
    let repeated = times.into_iter().filter(|(_, times)| *times > 1);
    repeated.take(MAX_TOLD).collect()
}

/// Returns how often a key occurs in the list at a path.
fn count(object: Option<&Object>, path: &FieldPath, key: &[String]) -> usize {
    let Some(Segment::Key(field)) = path.segments().last() else {
        return 0;
    };
    let list = object.and_then(|object| follow(&object.value, path.segments()));
    let entries = list.and_then(Value::as_array).into_iter().flatten();
    let keys = of_field(field);
    entries
        .filter(|entry| {
            keys.iter()
                .any(|fields| entry_key(fields, entry).is_some_and(|other| other == key))
        })
        .count()
}

/// Returns the value at a path; list entries are found by their name.
fn follow<'v>(value: &'v Value, path: &[Segment]) -> Option<&'v Value> {
    let Some((segment, rest)) = path.split_first() else {
        return Some(value);
    };
    let below = match segment {
        Segment::Key(key) => value.get(key),
        Segment::Entry { key, .. } => {
            let mut entries = value.as_array()?.iter();
            entries.find(|entry| {
                entry.get("name").and_then(Value::as_str) == key.values.first().map(String::as_str)
            })
        }
        Segment::Index(index) => value.get(index),
        Segment::Embedded(_) => None,
    };
    follow(below?, rest)
}
