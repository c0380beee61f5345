//! Anchors and aliases, with a cap on what aliases may unfold to.

use std::collections::HashMap;

use serde_json::Value;

use crate::YamlError;

/// What all aliases of one document may unfold to, in bytes as [`weight`] counts them.
const UNFOLD_LIMIT: usize = 16 << 20;

/// The anchored values of one document.
#[derive(Default)]
pub(super) struct Anchors {
    values: HashMap<usize, Value>,
    unfolded: usize,
}

impl Anchors {
    /// Remembers a finished value under its anchor's number.
    pub(super) fn keep(&mut self, anchor: usize, value: Value) {
        self.values.insert(anchor, value);
    }

    /// A copy of the anchored value.
    pub(super) fn unfold(&mut self, anchor: usize, line: usize) -> Result<Value, YamlError> {
        // The parser refuses unknown anchors, so one without a value yet is still open: the alias stands inside it.
        let value = self
            .values
            .get(&anchor)
            .ok_or(YamlError::RecursiveAlias { line })?;
        self.unfolded = self.unfolded.saturating_add(weight(value));
        if self.unfolded > UNFOLD_LIMIT {
            return Err(YamlError::TooManyAliases {
                line,
                limit: UNFOLD_LIMIT,
            });
        }
        Ok(value.clone())
    }
}

/// About how many bytes a copy takes.
fn weight(value: &Value) -> usize {
    const NODE: usize = 32;
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| NODE + key.len() + weight(value))
            .sum(),
        _ => 0,
    }
}
