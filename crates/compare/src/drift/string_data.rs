//! A Secret's `stringData`, which the API server keeps as `data`.

use std::borrow::Cow;

use astern_manifest::ObjectId;
use serde_json::{Map, Value};

use super::equivalence::decode_base64;

/// The live object as the revision writes it: what that has under `stringData` is taken there from `data`.
pub(super) fn as_text<'v>(id: &ObjectId, said: &Value, live: &'v Value) -> Cow<'v, Value> {
    let wanted = said.get("stringData").and_then(Value::as_object);
    let (Some(wanted), Some(live_fields)) = (wanted, live.as_object()) else {
        return Cow::Borrowed(live);
    };
    if !(id.group.is_empty() && id.kind == "Secret") {
        return Cow::Borrowed(live);
    }
    let mut live = live_fields.clone();
    let mut texts = Map::new();
    if let Some(Value::Object(data)) = live.get_mut("data") {
        for key in wanted.keys() {
            if let Some(value) = data.remove(key) {
                texts.insert(key.clone(), text(value));
            }
        }
    }
    live.insert("stringData".to_owned(), Value::Object(texts));
    Cow::Owned(Value::Object(live))
}

/// The text that the base64 is of; bytes that are no text stay as they are, and differ from any text of the revision.
fn text(value: Value) -> Value {
    let text = value
        .as_str()
        .and_then(decode_base64)
        .map(String::from_utf8);
    match text {
        Some(Ok(text)) => text.into(),
        _ => value,
    }
}
