//! The size of a value.

use serde_json::Value;

/// About how many bytes a value takes up besides its text.
const NODE: usize = 64;

/// Returns about how many bytes a value takes up, with all that is below it.
pub(crate) fn size(value: &Value) -> usize {
    let below = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).fold(0, usize::saturating_add),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| NODE + key.len() + size(value))
            .fold(0, usize::saturating_add),
    };
    NODE.saturating_add(below)
}
