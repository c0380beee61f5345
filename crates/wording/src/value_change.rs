//! The change of a value in a few words, for the cells of a history.

use astern_compare::{Change, FieldChange};
use astern_masking::MaskedValue;
use serde_json::Value;

use crate::{beginning, excerpts};

/// The longest value, in characters.
const LIMIT: usize = 32;

/// Returns how a value changed: `15d → 30d`, `set to 30d`, `15d removed`. Of a hidden value it says only that it changed.
#[must_use]
pub fn value_change(field: &FieldChange) -> String {
    let hidden = |value: &Option<MaskedValue>| matches!(value, Some(MaskedValue::Secret(_)));
    if hidden(&field.from) || hidden(&field.to) {
        return match field.change {
            Change::Added => "set to a hidden value",
            Change::Removed => "hidden value removed",
            Change::Changed | Change::Reordered => "hidden value changed",
        }
        .to_owned();
    }
    match (shown(&field.from), shown(&field.to)) {
        _ if field.change == Change::Reordered => "in another order".to_owned(),
        (Some(from), Some(to)) => {
            let (from, to) = excerpts(&from, &to, LIMIT);
            format!("{from} → {to}")
        }
        (None, Some(to)) => format!("set to {}", beginning(&to, LIMIT)),
        (Some(from), None) => format!("{} removed", beginning(&from, LIMIT)),
        (None, None) => "changed".to_owned(),
    }
}

/// Returns a value on one line: a text without quotes where nothing else reads like it.
fn shown(value: &Option<MaskedValue>) -> Option<String> {
    Some(match value.as_ref()? {
        MaskedValue::Plain(Value::String(text)) if is_plain(text) => text.clone(),
        other => other.to_string(),
    })
}

/// Whether a text is read as a text without quotes: it is not empty, has no quotes and no space at its ends, and is not written
/// like a number or a word for true, false or null.
fn is_plain(text: &str) -> bool {
    let is_text = serde_json::from_str::<Value>(text).is_err();
    !text.is_empty() && is_text && text.trim() == text && !text.contains(['"', '\n'])
}

#[cfg(test)]
mod tests {
    use astern_compare::changed_fields;
    use astern_masking::Masking;
    use serde_json::json;

    use super::*;

    fn change(from: &Value, to: &Value) -> Vec<String> {
        let fields = changed_fields(from, to, &Masking::new([7; 16]));
        fields.iter().map(value_change).collect()
    }

    #[test]
    fn a_value_is_shown_on_both_sides() {
        assert_eq!(
            change(
                &json!({"retention": "15d", "port": 8080, "old": true, "password": "hunter2"}),
                &json!({"retention": "30d", "port": "8080", "new": {"a": 1}, "password": "hunter3"})
            ),
            [
                "15d → 30d",
                "8080 → \"8080\"",
                "true removed",
                "hidden value changed",
                "set to {\"a\":1}"
            ]
        );
    }
}
