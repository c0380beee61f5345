//! Counts the single values of a change.

use serde_json::Value;

use crate::FieldChange;
use astern_masking::MaskedValue;

impl FieldChange {
    /// Returns the number of single values that differ. Of a mapping or list that was added or removed, each field or entry
    /// counts; an empty one counts as one, as does a field that stands for all that differs below it.
    #[must_use]
    pub fn single_values(&self) -> usize {
        let number = |shown: &Option<MaskedValue>| match shown {
            Some(MaskedValue::Plain(value)) => single_values(value),
            Some(MaskedValue::Secret(_)) => 1,
            None => 0,
        };
        match self.is_abridged() {
            true => 1,
            false => number(&self.from).max(number(&self.to)),
        }
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
