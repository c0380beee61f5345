//! The conditions in the status of an object.

use serde::Deserialize;
use serde_json::Value;

use crate::object_meta::null_is_empty;

/// A condition in the status of an object.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct ObjectCondition {
    /// Its type, such as `Ready`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    #[serde(default)]
    pub status: String,
    /// The reason in one word, which may be empty.
    #[serde(default)]
    pub reason: String,
    /// The message, which may be empty.
    #[serde(default)]
    pub message: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Status {
    #[serde(deserialize_with = "null_is_empty")]
    conditions: Vec<ObjectCondition>,
}

/// The conditions of an object are no list of objects with text in them.
pub(super) struct UnreadableConditions;

/// Returns the conditions of an object.
pub(super) fn conditions(object: &Value) -> Result<Vec<ObjectCondition>, UnreadableConditions> {
    match &object["status"] {
        Value::Null => Ok(Vec::new()),
        status => match Status::deserialize(status) {
            Ok(status) => Ok(status.conditions),
            Err(_) => Err(UnreadableConditions),
        },
    }
}
