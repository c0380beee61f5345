//! Masks values, objects and texts under the key of a session.

use std::{borrow::Cow, fmt, ops::Range, sync::Arc};

use astern_manifest::Object;
use serde_json::{Map, Value};

use crate::{
    context::ValueContext,
    encoding::decode_data,
    error_output::remove_quoted_values,
    fingerprint::Fingerprint,
    known::KnownSecrets,
    masked::Masked,
    masked_value::MaskedValue,
    ranges::{replace, union},
    structure::{Scope, structural_secrets},
    text::{TextKind, secret_ranges},
};

/// The longest text in which single secrets are looked for, in bytes: the largest object that Kubernetes stores by default
/// (`--max-request-bytes` of etcd). A longer text is masked as a whole.
const MAX_TEXT: usize = 1_572_864;

/// The number of bytes of an error message that are shown.
const MAX_ERROR_OUTPUT: usize = 16 * 1024;

/// Replaces secrets by masks, under the key of a session: equal secrets get equal masks, and without the key nobody can
/// confirm a guess.
#[derive(Clone)]
pub struct Masking {
    key: Option<[u8; 16]>,
    known: Option<Arc<KnownSecrets>>,
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
        Self {
            key: Some(key),
            known: None,
        }
    }

    /// Masks nothing, for a person who asked to see everything.
    #[must_use]
    pub fn off() -> Self {
        Self {
            key: None,
            known: None,
        }
    }

    /// Returns the same masking for releases of which all secrets are known: it also masks these wherever they stand. Equal
    /// secrets keep equal masks.
    #[must_use]
    pub fn knowing(&self, secrets: KnownSecrets) -> Self {
        Self {
            key: self.key,
            known: self.key.map(|_| Arc::new(secrets)),
        }
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

    /// Masks the known secrets in a name, such as the key of a mapping or the path of a template. Nothing else in a name is a
    /// secret.
    #[must_use]
    pub fn mask_name<'a>(&self, name: &'a str) -> Masked<Cow<'a, str>> {
        let masked = self.replace(name, self.find_known(name));
        Masked::new(masked.map_or(Cow::Borrowed(name), Cow::Owned))
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
            Some(kept) => Cow::Owned(self.redact(&kept).unwrap_or(kept)),
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
        self.redact(text).is_some()
    }

    /// Returns the fingerprint of a value that as a whole is a secret. It is that of the bytes: a password in `stringData`, in
    /// `data` and in a variable has the same one.
    pub(crate) fn fingerprint(&self, value: &Value, context: ValueContext) -> Option<Fingerprint> {
        let key = self.key.as_ref()?;
        if !context.is_secret(value) && !self.is_known(value) {
            return None;
        }
        Some(match (value, context) {
            (Value::String(text), ValueContext::SecretData) => match decode_data(text) {
                Some(bytes) => Fingerprint::new(key, &bytes),
                None => Fingerprint::new(key, text.as_bytes()),
            },
            (Value::String(text), _) => Fingerprint::new(key, text.as_bytes()),
            // A number and a string of the same digits are different values.
            (other, _) => Fingerprint::new(key, format!("\0{other}").as_bytes()),
        })
    }

    /// Returns whether a string or number as a whole is a known secret.
    fn is_known(&self, value: &Value) -> bool {
        let is_whole = |text: &str| matches!(self.find_known(text).as_slice(), [range] if range.len() == text.len());
        match value {
            Value::String(text) => is_whole(text),
            Value::Number(number) if self.known.is_some() => is_whole(&number.to_string()),
            _ => false,
        }
    }

    /// Returns the fingerprint of a secret within a text; `None` when nothing is masked.
    pub(crate) fn fingerprint_in_text(&self, secret: &str) -> Option<Fingerprint> {
        Some(Fingerprint::new(self.key.as_ref()?, secret.as_bytes()))
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
            .map(|(key, value)| {
                let value = self.mask(value, context.of_field(key, fields));
                (self.mask_name(key).into_inner().into_owned(), value)
            })
            .collect()
    }

    /// Masks the secrets within a string; `None` when it contains none.
    fn mask_in_string(&self, text: &str, context: ValueContext) -> Option<String> {
        self.key?;
        let document = match is_too_long(text) {
            true => None,
            false => self.mask_in_document(text, context),
        };
        document.or_else(|| self.replace(text, self.secrets_in_string(text, context)))
    }

    /// Masks the secrets of a string that is a whole document, by their names there, and writes the document again; `None`
    /// when the string is no document or has no such secret.
    fn mask_in_document(&self, text: &str, context: ValueContext) -> Option<String> {
        let (format, document) = context.parse_document(text)?;
        let masked = self.mask(&document, ValueContext::General);
        (masked != document).then(|| format.write(&masked))
    }

    /// Returns where the secrets within a string are. Whether it is a document that can be parsed and compared does not matter.
    pub(crate) fn secrets_in_string(&self, text: &str, context: ValueContext) -> Vec<Range<usize>> {
        let mut secrets = self.find_known(text);
        if let Some(kind) = context.text_kind() {
            if is_too_long(text) {
                return whole(text);
            }
            secrets.extend(secret_ranges(text, kind));
            if kind == TextKind::Configuration {
                secrets.extend(structural_secrets(text, Scope::Configuration));
            }
        }
        union(secrets)
    }

    /// Returns where the secrets of a text of unknown structure are.
    pub(crate) fn secrets_in_text(&self, text: &str) -> Vec<Range<usize>> {
        if is_too_long(text) {
            return whole(text);
        }
        let mut secrets = self.find_known(text);
        secrets.extend(secret_ranges(text, TextKind::Configuration));
        secrets.extend(structural_secrets(text, Scope::SecretObjects));
        union(secrets)
    }

    /// Returns where known secrets are in a text.
    pub(crate) fn find_known(&self, text: &str) -> Vec<Range<usize>> {
        self.known
            .as_ref()
            .map_or_else(Vec::new, |known| known.find(text))
    }

    fn mask_in_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redact(text).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Masks the secrets within a text of unknown structure; `None` when it contains none.
    fn redact(&self, text: &str) -> Option<String> {
        self.key?;
        self.replace(text, self.secrets_in_text(text))
    }

    /// Replaces parts of a text by their masks; `None` when there are none.
    fn replace(&self, text: &str, secrets: Vec<Range<usize>>) -> Option<String> {
        let key = self.key.as_ref()?;
        (!secrets.is_empty()).then(|| {
            replace(text, &secrets, |secret| {
                Fingerprint::new(key, secret.as_bytes()).to_string()
            })
        })
    }
}

fn is_too_long(text: &str) -> bool {
    text.len() > MAX_TEXT
}

fn whole(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}
