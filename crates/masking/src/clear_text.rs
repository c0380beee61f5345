//! Secrets in clear text, for a person who asks for one.

use astern_manifest::to_yaml;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::encoding::decode_data;

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
    pub fn plain(value: Value) -> Self {
        Self::Text(ClearText::new(match value {
            Value::String(text) => text,
            other => {
                let yaml = Zeroizing::new(to_yaml(&other));
                yaml.trim_end().to_owned()
            }
        }))
    }

    /// Reveals a value of a Secret's `data`, where strings are base64-encoded.
    #[must_use]
    pub fn decoded(value: Value) -> Self {
        let Value::String(encoded) = value else {
            return Self::plain(value);
        };
        let encoded = ClearText::new(encoded);
        let Some(bytes) = decode_data(encoded.expose_secret()) else {
            return Self::Text(encoded);
        };
        match String::from_utf8(bytes) {
            Ok(text) if is_printable(&text) => Self::Text(ClearText::new(text)),
            Ok(text) => Self::Bytes(ClearText::new(text).expose_secret().len()),
            Err(error) => Self::Bytes(Zeroizing::new(error.into_bytes()).len()),
        }
    }
}

/// A text in clear, overwritten with zeros when it is dropped.
pub struct ClearText(Zeroizing<String>);

impl ClearText {
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text. Show it and keep no copy.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

fn is_printable(text: &str) -> bool {
    text.chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}
