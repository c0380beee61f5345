//! The fields of a mapping that decide what the fields beside them are.

use serde_json::{Map, Value};

use crate::{
    kinds::{DATA, STRING_DATA},
    names::is_auth_name,
};

/// The names of fields that decide about others: see [`ValueContext::of_field`](crate::ValueContext::of_field).
const DECIDING: [&str; 12] = [
    "kind",
    "apiVersion",
    "name",
    "key",
    "path",
    "value",
    "secret",
    "secretKey",
    "secretName",
    "remoteRef",
    "envName",
    "kty",
];

/// Returns whether a field holds the contents of a Secret or ConfigMap.
pub(super) fn is_data_name(key: &str) -> bool {
    matches!(key, DATA | STRING_DATA)
}

/// Adds a field of a mapping to its siblings where it decides about other fields. `value` is empty, or begins with a brace or
/// bracket, where it is a mapping or list.
pub(super) fn add(siblings: &mut Map<String, Value>, key: &str, value: &str) {
    let is_scalar = !value.is_empty() && !value.starts_with(['{', '[']);
    if is_data_name(key) && !value.starts_with('[') && !is_scalar {
        siblings.insert(key.to_owned(), Value::Object(Map::new()));
    } else if is_scalar && (DECIDING.contains(&key) || is_auth_name(key)) {
        siblings.insert(key.to_owned(), Value::from(value));
    }
}
