//! A Secret's `stringData`, which the API server stores as `data`.

use std::borrow::Cow;

use astern_manifest::ObjectId;
use astern_masking::decode_data;
use serde_json::{Map, Value};

/// Returns the live object in the spelling of the revision: the keys that the revision has under `stringData` are moved
/// there from `data`.
pub(super) fn with_string_data<'v>(
    id: &ObjectId,
    desired: &Value,
    live: &'v Value,
) -> Cow<'v, Value> {
    let string_data = desired.get("stringData").and_then(Value::as_object);
    let (Some(string_data), Some(live_fields)) = (string_data, live.as_object()) else {
        return Cow::Borrowed(live);
    };
    if !(id.group.is_empty() && id.kind == "Secret") {
        return Cow::Borrowed(live);
    }
    let mut live = live_fields.clone();
    let mut texts = Map::new();
    if let Some(Value::Object(data)) = live.get_mut("data") {
        for key in string_data.keys() {
            if let Some(value) = data.remove(key) {
                texts.insert(key.clone(), decode_text(value));
            }
        }
    }
    live.insert("stringData".to_owned(), Value::Object(texts));
    Cow::Owned(Value::Object(live))
}

/// Decodes base64 to text. A value that is not UTF-8 stays encoded and differs from any text of the revision.
fn decode_text(value: Value) -> Value {
    let text = value.as_str().and_then(decode_data).map(String::from_utf8);
    match text {
        Some(Ok(text)) => text.into(),
        _ => value,
    }
}
