//! What may be shown, and what stands in the place of what may not.

use std::{
    borrow::Cow,
    fmt,
    hash::{DefaultHasher, Hasher},
};

use astern_manifest::Object;
use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::{Map, Value};

use crate::{
    context::ValueContext,
    error_output,
    text::{self, Reading},
};

/// How secrets are hidden: with a key of the session, so that equal secrets look equal and different ones different, and
/// nobody can find one out by hashing guesses.
#[derive(Clone, PartialEq, Eq)]
pub struct Masking {
    pub(crate) key: Option<[u8; 16]>,
}

/// Without the key.
impl fmt::Debug for Masking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.key.is_some() {
            "Masking(on)"
        } else {
            "Masking(off)"
        })
    }
}

impl Masking {
    /// Hides secrets. The key should be random and live no longer than the session: fingerprints are only comparable
    /// under the same key.
    #[must_use]
    pub fn new(key: [u8; 16]) -> Self {
        Self { key: Some(key) }
    }

    /// Hides nothing: for a person who asked to see.
    #[must_use]
    pub fn off() -> Self {
        Self { key: None }
    }

    /// User-set values as they may be shown: each secret is a string such as `(masked 1f2e3d4c5b6a)`.
    #[must_use]
    pub fn mask_values(&self, values: &Value) -> Value {
        self.mask(values, ValueContext::General)
    }

    /// An object as it may be shown.
    #[must_use]
    pub fn mask_object(&self, object: &Object) -> Value {
        self.mask(&object.value, ValueContext::of_object(&object.id))
    }

    /// A text as it may be shown, such as the notes: passwords in URLs and assignments and private keys are masked.
    #[must_use]
    pub fn mask_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redact(text).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// What helm or the API server says of an error, as it may be shown: without the values that it quotes, with secrets
    /// in the rest masked, and no more than its first 16 KiB.
    #[must_use]
    pub fn mask_error_output<'a>(&self, said: &'a str) -> Cow<'a, str> {
        if self.key.is_none() {
            return Cow::Borrowed(said);
        }
        let said = &said[..said.floor_char_boundary(16 * 1024)];
        match error_output::without_quotes(said) {
            Some(kept) => Cow::Owned(self.redact(&kept).unwrap_or(kept)),
            None => self.mask_text(said),
        }
    }

    /// A value as it may be shown, given where it stands.
    pub fn mask_value(&self, value: &Value, context: ValueContext) -> MaskedValue {
        match self.fingerprint_if(value, context) {
            Some(fingerprint) => MaskedValue::Secret(fingerprint),
            None => MaskedValue::Plain(self.mask(value, context)),
        }
    }

    /// A copy in which every secret is a string such as `(masked 1f2e3d4c5b6a)`.
    pub fn mask(&self, value: &Value, context: ValueContext) -> Value {
        if let Some(fingerprint) = self.fingerprint_if(value, context) {
            return Value::from(fingerprint.to_string());
        }
        match value {
            Value::String(text) => self
                .mask_within(text, context)
                .map_or_else(|| value.clone(), Value::from),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.mask(item, context.of_item(items, index)))
                .collect(),
            Value::Object(entries) => Value::Object(self.mask_entries(entries, context)),
            other => other.clone(),
        }
    }

    /// A text in which secrets stand, as it may be shown; `None` when none does.
    fn mask_within(&self, text: &str, context: ValueContext) -> Option<String> {
        self.key?;
        let reading = context.reading()?;
        self.mask_embedded(text, context)
            .or_else(|| self.redact_as(text, reading))
    }

    fn mask_entries(
        &self,
        entries: &Map<String, Value>,
        context: ValueContext,
    ) -> Map<String, Value> {
        entries
            .iter()
            .map(|(key, value)| {
                (
                    key.clone(),
                    self.mask(value, context.of_field(key, entries)),
                )
            })
            .collect()
    }

    /// Whether this very value is a secret or, as a text, holds one. Mappings and lists are looked into instead.
    pub fn hides(&self, value: &Value, context: ValueContext) -> bool {
        self.fingerprint_if(value, context).is_some()
            || (value.is_string() && self.mask(value, context) != *value)
    }

    /// A text that is a document in which a name says that a secret stands beside it: written anew, with that masked.
    fn mask_embedded(&self, text: &str, context: ValueContext) -> Option<String> {
        let (format, document) = context.parse_document(text)?;
        let masked = self.mask(&document, ValueContext::General);
        (masked != document).then(|| format.write(&masked))
    }

    /// A text of no known structure, with what looks like a secret masked; `None` when there is nothing to mask.
    pub fn redact(&self, text: &str) -> Option<String> {
        self.redact_as(text, Reading::Anything)
    }

    fn redact_as(&self, text: &str, reading: Reading) -> Option<String> {
        self.key?;
        text::redact(text, reading, |secret| self.fingerprint(secret).to_string())
    }

    pub(crate) fn fingerprint_if(
        &self,
        value: &Value,
        context: ValueContext,
    ) -> Option<Fingerprint> {
        (self.key.is_some() && context.hides(value)).then(|| match value {
            Value::String(text) => self.fingerprint(text),
            // A number and a string of the same digits are different values.
            other => self.fingerprint(&format!("\0{other}")),
        })
    }

    pub(crate) fn fingerprint(&self, secret: &str) -> Fingerprint {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.key.unwrap_or_default());
        hasher.write(secret.as_bytes());
        Fingerprint(hasher.finish())
    }
}

/// Tells two secrets apart without telling what they are. Only comparable within one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub(crate) u64);

impl Fingerprint {
    /// Twelve hexadecimal digits.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:012x}", self.0 >> 16)
    }
}

/// `(masked 1f2e3d4c5b6a)`.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(masked {})", self.digits())
    }
}

/// A value as it may be shown. A secret inside a mapping or list is already a `(masked …)` string there.
#[derive(Debug, Clone, PartialEq)]
pub enum MaskedValue {
    /// The value, its type kept: `"8080"` and `8080` differ.
    Plain(Value),
    /// A secret.
    Secret(Fingerprint),
}

/// The value itself; for a secret `{"masked": true, "fingerprint": "…"}`.
impl Serialize for MaskedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::Secret(fingerprint) => {
                let mut masked = serializer.serialize_struct("Masked", 2)?;
                masked.serialize_field("masked", &true)?;
                masked.serialize_field("fingerprint", &fingerprint.digits())?;
                masked.end()
            }
        }
    }
}

/// The value as JSON, on one line; a secret as its mask.
impl fmt::Display for MaskedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => value.fmt(f),
            Self::Secret(fingerprint) => fingerprint.fmt(f),
        }
    }
}
