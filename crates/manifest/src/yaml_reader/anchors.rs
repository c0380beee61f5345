//! Anchors and aliases, with a limit on the expanded size.

use std::collections::HashMap;

use serde_json::Value;

use crate::YamlError;

/// The largest total size of the expanded aliases of a document, in bytes as [`estimated_size`] counts them.
const EXPANSION_LIMIT: usize = 16 << 20;

/// The anchored values of one document.
#[derive(Default)]
pub(super) struct Anchors {
    values: HashMap<usize, Value>,
    expanded: usize,
}

impl Anchors {
    /// Stores a complete value under the number of its anchor.
    pub(super) fn insert(&mut self, anchor: usize, value: Value) {
        self.values.insert(anchor, value);
    }

    /// Returns a copy of the anchored value.
    pub(super) fn expand(&mut self, anchor: usize, line: usize) -> Result<Value, YamlError> {
        // The parser refuses unknown anchors, so an anchor without a value has not ended: the alias is inside it.
        let value = self
            .values
            .get(&anchor)
            .ok_or(YamlError::RecursiveAlias { line })?;
        self.expanded = self.expanded.saturating_add(estimated_size(value));
        if self.expanded > EXPANSION_LIMIT {
            return Err(YamlError::TooManyAliases {
                line,
                limit: EXPANSION_LIMIT,
            });
        }
        Ok(value.clone())
    }
}

/// Returns the approximate number of bytes of a copy.
fn estimated_size(value: &Value) -> usize {
    const NODE: usize = 32;
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(estimated_size).sum(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| NODE + key.len() + estimated_size(value))
            .sum(),
        _ => 0,
    }
}
