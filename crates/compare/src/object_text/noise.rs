//! Marks changed lines in which only noise differs.

use astern_diff::TextDiff;
use serde_json::Value;

use crate::{FieldChange, Segment};
use astern_masking::MaskedValue;

/// A label or annotation that is noise, with its value on both sides.
struct Label<'a> {
    key: &'a str,
    from: &'a Value,
    to: &'a Value,
}

/// Marks the rows in which nothing but a field that is noise differs.
pub(super) fn mark_noise(diff: TextDiff, fields: &[FieldChange]) -> TextDiff {
    let labels: Vec<_> = fields.iter().filter_map(label).collect();
    if labels.is_empty() {
        return diff;
    }
    diff.with_noise(|old, new| is_noise(&labels, old, new))
}

fn label(field: &FieldChange) -> Option<Label<'_>> {
    match (field.path.segments(), &field.from, &field.to) {
        ([.., Segment::Key(key)], Some(MaskedValue::Plain(from)), Some(MaskedValue::Plain(to)))
            if field.noise.is_some() =>
        {
            Some(Label { key, from, to })
        }
        _ => None,
    }
}

fn is_noise(labels: &[Label<'_>], old: &str, new: &str) -> bool {
    labels.iter().any(|label| {
        old.contains(label.key)
            && new.contains(label.key)
            && is_entry(old, label.key, label.from)
            && is_entry(new, label.key, label.to)
    })
}

/// Whether a line is a mapping entry with this key and value.
fn is_entry(line: &str, key: &str, value: &Value) -> bool {
    astern_manifest::value(line).is_ok_and(|read| {
        read.as_object()
            .is_some_and(|entries| entries.len() == 1 && entries.get(key) == Some(value))
    })
}
