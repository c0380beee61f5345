//! Reveals one secret to a person who asks for it. Each call is one deliberate act for one value.

use astern_manifest::{Object, ObjectId, to_yaml};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use zeroize::{Zeroize, Zeroizing};

use crate::{context::ValueContext, mask::Mask, masking::Masking};

/// A secret in clear text.
///
/// It implements neither `Debug`, `Display`, `Serialize` nor `Clone`, so that it cannot reach a log or a copy by accident.
pub enum Revealed {
    /// A text. A value of a Secret's `data` is base64-decoded.
    Text(ClearText),
    /// A value of a Secret's `data` that is not readable text, as its number of bytes.
    Bytes(usize),
}

impl Revealed {
    /// Reveals a value as it is written.
    #[must_use]
    pub fn plain(value: &Value) -> Self {
        let text = match value {
            Value::String(text) => text.clone(),
            other => {
                let yaml = Zeroizing::new(to_yaml(other));
                yaml.trim_end().to_owned()
            }
        };
        Self::Text(ClearText::new(text))
    }

    /// Reveals a value of a Secret's `data`, where strings are base64-encoded.
    #[must_use]
    pub fn decoded(value: &Value) -> Self {
        let Value::String(encoded) = value else {
            return Self::plain(value);
        };
        let Ok(bytes) = STANDARD.decode(encoded.trim()) else {
            return Self::plain(value);
        };
        match String::from_utf8(bytes) {
            Ok(text) if is_printable(&text) => Self::Text(ClearText::new(text)),
            Ok(mut text) => {
                let length = text.len();
                text.zeroize();
                Self::Bytes(length)
            }
            Err(error) => {
                let bytes = Zeroizing::new(error.into_bytes());
                Self::Bytes(bytes.len())
            }
        }
    }
}

/// A text in clear, overwritten with zeros when it is dropped.
pub struct ClearText(Zeroizing<String>);

impl ClearText {
    fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text. Show it and keep no copy.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl Masking {
    /// Returns the secret behind a mask that [`Masking::mask_values`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_values(&self, mask: Mask, values: &Map<String, Value>) -> Option<Revealed> {
        let found = values.iter().find_map(|(key, value)| {
            self.under(mask, value, ValueContext::General.of_field(key, values))
        })?;
        Some(reveal(found, Revealed::plain))
    }

    /// Returns the secret behind a mask that [`Masking::mask_text`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_text(&self, mask: Mask, text: &str) -> Option<Revealed> {
        let secret = self.under_in_text(mask, text)?;
        Some(Revealed::Text(ClearText::new(secret.to_owned())))
    }

    /// Returns the secret behind a mask that [`Masking::mask_object`] shows; `None` when no secret has that mask. A value of
    /// a Secret's `data` is decoded.
    #[must_use]
    pub fn reveal_in_object(&self, mask: Mask, object: &Object) -> Option<Revealed> {
        let data = match is_secret(&object.id) {
            true => object.value.get("data"),
            false => None,
        };
        if let Some(found) = data.and_then(|data| self.under(mask, data, ValueContext::Secret)) {
            return Some(reveal(found, Revealed::decoded));
        }
        let found = self.under(mask, &object.value, ValueContext::of_object(&object.id))?;
        Some(reveal(found, Revealed::plain))
    }
}

/// Returns whether an object is a Secret of the core API group.
#[must_use]
pub fn is_secret(id: &ObjectId) -> bool {
    id.group.is_empty() && id.kind == "Secret"
}

/// Reveals a copy of a value, and overwrites the copy.
fn reveal(copy: Value, how: impl Fn(&Value) -> Revealed) -> Revealed {
    let revealed = how(&copy);
    if let Value::String(mut text) = copy {
        text.zeroize();
    }
    revealed
}

fn is_printable(text: &str) -> bool {
    text.chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}
