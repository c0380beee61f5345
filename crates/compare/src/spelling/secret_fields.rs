//! The two fields of a Secret, `data` and `stringData`, as one: what the API server stores.

use astern_masking::decode_data;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value};

const DATA: &str = "data";
const STRING_DATA: &str = "stringData";

/// Returns a Secret with each entry in the one of the two fields in which the other Secret has it; `None` when that is so
/// already.
pub(super) fn in_fields_of(from: &Value, to: &Value) -> Option<Value> {
    let mut respelled = from.clone();
    let fields = respelled.as_object_mut()?;
    for (field, other) in [(DATA, STRING_DATA), (STRING_DATA, DATA)] {
        for (key, wanted) in entries(to, field).into_iter().flatten() {
            // Of an entry in both fields, `stringData` counts.
            let is_shadowed = field == DATA && has_entry(to, STRING_DATA, key);
            if is_shadowed || !wanted.is_string() {
                continue;
            }
            if let Some(value) = take_entry(fields, other, key) {
                let value = match field {
                    DATA => value.as_str().map(|text| BASE64_STANDARD.encode(text)),
                    _ => value
                        .as_str()
                        .and_then(decode_data)
                        .and_then(|bytes| String::from_utf8(bytes).ok()),
                };
                // What is no base64 of a text cannot be written in the other field.
                let value = value.map(Value::from);
                match value {
                    Some(value) => insert_entry(fields, field, key, value),
                    None => {
                        let original = entries(from, other).and_then(|entries| entries.get(key));
                        let original = original.cloned().unwrap_or_default();
                        insert_entry(fields, other, key, original);
                    }
                }
            }
        }
    }
    (respelled != *from).then_some(respelled)
}

fn entries<'v>(secret: &'v Value, field: &str) -> Option<&'v Map<String, Value>> {
    secret.get(field)?.as_object()
}

fn has_entry(secret: &Value, field: &str, key: &str) -> bool {
    entries(secret, field).is_some_and(|entries| entries.contains_key(key))
}

/// Removes an entry that is a text, and the field when it was the last one.
fn take_entry(fields: &mut Map<String, Value>, field: &str, key: &str) -> Option<Value> {
    let entries = fields.get_mut(field)?.as_object_mut()?;
    entries.get(key)?.as_str()?;
    let value = entries.shift_remove(key);
    if entries.is_empty() {
        fields.shift_remove(field);
    }
    value
}

fn insert_entry(fields: &mut Map<String, Value>, field: &str, key: &str, value: Value) {
    let entries = fields
        .entry(field)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(entries) = entries {
        entries.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn secret(data: Value, string_data: Value) -> Value {
        let mut secret = json!({"kind": "Secret"});
        for (field, entries) in [(DATA, data), (STRING_DATA, string_data)] {
            if !entries.is_null() {
                secret[field] = entries;
            }
        }
        secret
    }

    #[test]
    fn entries_move_to_the_field_that_the_other_side_uses() {
        let data = secret(json!({"a": "aHVudGVyMg==", "b": "eA=="}), json!(null));
        for from in [
            secret(json!(null), json!({"a": "hunter2", "b": "x"})),
            secret(json!({"b": "eA=="}), json!({"a": "hunter2"})),
        ] {
            assert_eq!(in_fields_of(&from, &data), Some(data.clone()), "{from}");
        }
        let text = secret(json!(null), json!({"a": "hunter2", "b": "x"}));
        assert_eq!(in_fields_of(&data, &text), Some(text));
        assert_eq!(in_fields_of(&data, &data), None);
    }

    #[test]
    fn other_bytes_still_differ() {
        let to = secret(json!({"a": "aHVudGVyMw=="}), json!(null));
        let from = secret(json!(null), json!({"a": "hunter2"}));
        assert_eq!(
            in_fields_of(&from, &to),
            Some(secret(json!({"a": "aHVudGVyMg=="}), json!(null)))
        );
        for (from, to) in [
            (
                secret(json!({"a": "AP8="}), json!(null)),
                secret(json!(null), json!({"a": "x"})),
            ),
            (
                secret(json!({"a": "?"}), json!(null)),
                secret(json!(null), json!({"a": "?"})),
            ),
            (
                secret(json!({"a": 1}), json!(null)),
                secret(json!(null), json!({"a": "1"})),
            ),
            (
                secret(json!("x"), json!(null)),
                secret(json!(null), json!({"a": "1"})),
            ),
        ] {
            assert_eq!(in_fields_of(&from, &to), None, "{from}");
        }
    }
}
