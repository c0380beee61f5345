//! Masks values, objects and texts under the key of a session.

use std::{borrow::Cow, fmt};

use astern_manifest::Object;
use serde_json::{Map, Value};

use crate::{
    context::ValueContext,
    error_output::remove_quoted_values,
    fingerprint::Fingerprint,
    masked::Masked,
    masked_value::MaskedValue,
    text::{TextKind, redact},
};

/// The number of bytes of an error message that are shown.
const MAX_ERROR_OUTPUT: usize = 16 * 1024;

/// Replaces secrets by masks, under the key of a session: equal secrets get equal masks, and without the key nobody can
/// confirm a guess.
#[derive(Clone, PartialEq, Eq)]
pub struct Masking {
    key: Option<[u8; 16]>,
}

/// Writes whether secrets are masked, without the key.
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
    /// Masks secrets under a key, which should be random and kept no longer than the session.
    #[must_use]
    pub fn new(key: [u8; 16]) -> Self {
        Self { key: Some(key) }
    }

    /// Masks nothing, for a person who asked to see everything.
    #[must_use]
    pub fn off() -> Self {
        Self { key: None }
    }

    /// Masks the values of a release: each secret becomes a string such as `(masked 1f2e3d4c5b6a)`.
    #[must_use]
    pub fn mask_values(&self, values: &Value) -> Masked<Value> {
        Masked::new(self.mask(values, ValueContext::General))
    }

    /// Masks an object of a manifest: each secret becomes a string such as `(masked 1f2e3d4c5b6a)`.
    #[must_use]
    pub fn mask_object(&self, object: &Object) -> Masked<Value> {
        Masked::new(self.mask(&object.value, ValueContext::of_object(&object.id)))
    }

    /// Masks a text of unknown structure, such as the notes of a release.
    #[must_use]
    pub fn mask_text<'a>(&self, text: &'a str) -> Masked<Cow<'a, str>> {
        Masked::new(self.mask_in_text(text))
    }

    /// Masks an error message of `helm` or of the API server: the values that it quotes are left out, secrets in the rest are
    /// masked, and only the first 16 KiB are kept.
    #[must_use]
    pub fn mask_error_output<'a>(&self, message: &'a str) -> Masked<Cow<'a, str>> {
        if self.key.is_none() {
            return Masked::new(Cow::Borrowed(message));
        }
        let message = &message[..message.floor_char_boundary(MAX_ERROR_OUTPUT)];
        Masked::new(match remove_quoted_values(message) {
            Some(kept) => Cow::Owned(self.redact(&kept, TextKind::Configuration).unwrap_or(kept)),
            None => self.mask_in_text(message),
        })
    }

    /// Masks a value in its context.
    #[must_use]
    pub fn mask_value(&self, value: &Value, context: ValueContext) -> MaskedValue {
        match self.fingerprint(value, context) {
            Some(fingerprint) => MaskedValue::Secret(fingerprint),
            None => MaskedValue::Plain(self.mask(value, context)),
        }
    }

    /// Returns whether a value as a whole is a secret or, for a string, contains one. Of mappings and lists, only the items
    /// are or do.
    #[must_use]
    pub fn hides(&self, value: &Value, context: ValueContext) -> bool {
        self.fingerprint(value, context).is_some()
            || (value.is_string() && self.mask(value, context) != *value)
    }

    /// Returns whether a text of unknown structure contains a secret.
    #[must_use]
    pub fn hides_in_text(&self, text: &str) -> bool {
        self.redact(text, TextKind::Configuration).is_some()
    }

    /// Returns the fingerprint of a value that as a whole is a secret.
    pub(crate) fn fingerprint(&self, value: &Value, context: ValueContext) -> Option<Fingerprint> {
        let key = self.key.as_ref()?;
        context.is_secret(value).then(|| match value {
            Value::String(text) => Fingerprint::new(key, text),
            // A number and a string of the same digits are different values.
            other => Fingerprint::new(key, &format!("\0{other}")),
        })
    }

    /// Returns the fingerprint of a secret within a text; `None` when nothing is masked.
    pub(crate) fn fingerprint_in_text(&self, secret: &str) -> Option<Fingerprint> {
        Some(Fingerprint::new(self.key.as_ref()?, secret))
    }

    /// Returns a copy in which every secret is a string such as `(masked 1f2e3d4c5b6a)`.
    fn mask(&self, value: &Value, context: ValueContext) -> Value {
        if let Some(fingerprint) = self.fingerprint(value, context) {
            return Value::from(fingerprint.to_string());
        }
        match value {
            Value::String(text) => self
                .mask_in_string(text, context)
                .map_or_else(|| value.clone(), Value::from),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.mask(item, context.of_item(items, index)))
                .collect(),
            Value::Object(fields) => Value::Object(self.mask_fields(fields, context)),
            other => other.clone(),
        }
    }

    fn mask_fields(
        &self,
        fields: &Map<String, Value>,
        context: ValueContext,
    ) -> Map<String, Value> {
        fields
            .iter()
            .map(|(key, value)| (key.clone(), self.mask(value, context.of_field(key, fields))))
            .collect()
    }

    /// Masks the secrets within a string; `None` when it contains none.
    fn mask_in_string(&self, text: &str, context: ValueContext) -> Option<String> {
        self.key?;
        let kind = context.text_kind()?;
        self.mask_in_document(text, context)
            .or_else(|| self.redact(text, kind))
    }

    /// Masks the secrets of a string that is a whole document, by their names there, and writes the document again; `None`
    /// when the string is no document or has no such secret.
    fn mask_in_document(&self, text: &str, context: ValueContext) -> Option<String> {
        let (format, document) = context.parse_document(text)?;
        let masked = self.mask(&document, ValueContext::General);
        (masked != document).then(|| format.write(&masked))
    }

    fn mask_in_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redact(text, TextKind::Configuration)
            .map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Masks the secrets within a text of unknown structure; `None` when it contains none.
    fn redact(&self, text: &str, kind: TextKind) -> Option<String> {
        let key = self.key.as_ref()?;
        redact(text, kind, |secret| {
            Fingerprint::new(key, secret).to_string()
        })
    }
}
