//! How many single values a change is about.

use serde_json::Value;

use crate::FieldChange;
use astern_masking::MaskedValue;

impl FieldChange {
    /// How many single values differ: each field of a mapping and each entry of a list that came or went as a whole counts
    /// for itself, an empty one counts as one.
    #[must_use]
    pub fn single_values(&self) -> usize {
        let number = |shown: &Option<MaskedValue>| match shown {
            Some(MaskedValue::Plain(value)) => single_values(value),
            Some(MaskedValue::Secret(_)) => 1,
            None => 0,
        };
        number(&self.from).max(number(&self.to))
    }
}

fn single_values(value: &Value) -> usize {
    let number: usize = match value {
        Value::Object(entries) => entries.values().map(single_values).sum(),
        Value::Array(items) => items.iter().map(single_values).sum(),
        _ => 1,
    };
    number.max(1)
}
