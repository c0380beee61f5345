//! Collects the secrets of releases and of the objects in the cluster.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    ops::Range,
    sync::Arc,
};

use astern_manifest::Object;
use serde_json::{Map, Value};
use zeroize::{Zeroize as _, Zeroizing};

use super::{
    KnownSecrets, forms,
    harmless::{HarmlessTexts, MIN_LENGTH, is_identity_name},
    matcher::{GRAM, Matcher},
};
use crate::{
    context::ValueContext,
    encoding::decode_data,
    kinds::{DATA, STRING_DATA},
    structure::{Scope, structural_secrets},
    text::{TextKind, secret_ranges},
};

/// How many bytes of texts are searched for secrets. Real releases have one or two million of them.
const SEARCHED_BYTES: usize = 4 << 20;

/// Collects secrets from everything that a release consists of. What is added twice is read once.
///
/// Texts are searched up to a limit; values under secret names and the contents of Secrets are added without one.
pub struct SecretCollector {
    secrets: HashSet<Vec<u8>>,
    harmless: HarmlessTexts,
    read: HashSet<Arc<str>>,
    /// The texts that were searched, by their context: most stand in both releases.
    searched: HashMap<ValueContext, HashSet<Box<str>>>,
    /// How many more bytes of texts are searched.
    allowance: usize,
    not_searched: usize,
}

impl Default for SecretCollector {
    fn default() -> Self {
        Self::searching(SEARCHED_BYTES)
    }
}

impl Drop for SecretCollector {
    fn drop(&mut self) {
        self.secrets.drain().for_each(|mut secret| secret.zeroize());
    }
}

/// Omits the secrets.
impl fmt::Debug for SecretCollector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretCollector")
    }
}

impl SecretCollector {
    /// Returns a collector that searches this many bytes of texts.
    pub(super) fn searching(allowance: usize) -> Self {
        Self {
            secrets: HashSet::new(),
            harmless: HarmlessTexts::default(),
            read: HashSet::new(),
            searched: HashMap::new(),
            allowance,
            not_searched: 0,
        }
    }

    /// Returns the number of texts that were not searched, because together they are too long. A secret that is known from
    /// one of them alone is masked there, but not where it stands without a name or form by which it is known.
    #[must_use]
    pub fn not_searched(&self) -> usize {
        self.not_searched
    }

    /// Adds the values that the user set, or the chart's defaults.
    pub fn add_values(&mut self, values: &Map<String, Value>) {
        self.fields(values, ValueContext::General);
    }

    /// Adds an object of a manifest, and its text with the comments.
    pub fn add_object(&mut self, object: &Object) {
        if self.read.insert(Arc::clone(&object.text)) {
            self.value(&object.value, ValueContext::of_object(&object.id));
        }
    }

    /// Adds an object of the cluster.
    pub fn add_live_object(&mut self, object: &Value, manifest: &Object) {
        self.value(object, ValueContext::of_object(&manifest.id));
    }

    /// Adds a text of unknown structure, such as notes.
    pub fn add_text(&mut self, text: &str) {
        if !self.spend(text) {
            return;
        }
        for range in secret_ranges(text, TextKind::Configuration) {
            self.secret(&text[range]);
        }
    }

    /// Adds a document of a manifest that could not be read.
    pub fn add_unreadable(&mut self, text: &str) {
        self.text(text, ValueContext::General);
    }

    /// Adds a text that is shown as it is, such as the name of the release: a secret that is equal to it is masked in its own
    /// place only.
    pub fn add_identity(&mut self, identity: &str) {
        self.harmless.add(identity);
    }

    /// Returns the secrets that were added so far.
    #[must_use]
    pub fn known(&self) -> KnownSecrets {
        let mut matcher = Matcher::default();
        for secret in &self.secrets {
            let is_harmless =
                str::from_utf8(secret).is_ok_and(|secret| self.harmless.contains(secret));
            if !is_harmless {
                forms::for_each(secret, |form| matcher.add(form));
            }
        }
        KnownSecrets(matcher)
    }

    fn value(&mut self, value: &Value, context: ValueContext) {
        match value {
            Value::String(text) if context == ValueContext::SecretData => self.data(text),
            Value::String(text) if context.is_secret(value) => {
                self.secret(text);
                self.text(text, ValueContext::General);
            }
            Value::Number(number) if context.is_secret(value) => {
                self.insert(number.to_string().as_bytes())
            }
            Value::String(text) => self.text(text, context),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, context.of_item(items, index));
                }
            }
            Value::Object(fields) => self.fields(fields, context),
            _ => {}
        }
    }

    fn fields(&mut self, fields: &Map<String, Value>, context: ValueContext) {
        for (key, value) in fields {
            let of_field = context.of_field(key, fields);
            let name = match key.as_str() {
                "value" => fields.get("name").and_then(Value::as_str).unwrap_or(key),
                _ => key,
            };
            if let Value::String(text) = value
                && is_identity_name(name)
            {
                // In a Secret it identifies something and is hidden all the same.
                if !of_field.is_secret(value) {
                    self.harmless.add(text);
                    self.text(text, of_field);
                }
                continue;
            }
            if matches!(key.as_str(), DATA | STRING_DATA)
                && matches!(of_field, ValueContext::Secret | ValueContext::SecretData)
                && let Value::Object(entries) = value
            {
                entries.keys().for_each(|key| self.harmless.add(key));
            }
            self.value(value, of_field);
        }
    }

    /// Adds a value of a Secret's `data`.
    fn data(&mut self, encoded: &str) {
        let Some(bytes) = decode_data(encoded) else {
            return self.secret(encoded);
        };
        let bytes = Zeroizing::new(bytes);
        match str::from_utf8(&bytes) {
            Ok(text) => {
                self.secret(text);
                self.text(text, ValueContext::General);
            }
            Err(_) => self.insert(&bytes),
        }
    }

    /// Returns whether a text is to be searched, and counts one that is not.
    fn spend(&mut self, text: &str) -> bool {
        match self.allowance.checked_sub(text.len()) {
            Some(left) => {
                self.allowance = left;
                true
            }
            None => {
                self.not_searched += 1;
                false
            }
        }
    }

    /// Adds the secrets within a string.
    fn text(&mut self, text: &str, context: ValueContext) {
        // The shortest text with a secret is `a:` before it.
        if text.len() < MIN_LENGTH + 2 {
            return;
        }
        let searched = self.searched.get(&context);
        if searched.is_some_and(|searched| searched.contains(text)) || !self.spend(text) {
            return;
        }
        self.searched
            .entry(context)
            .or_default()
            .insert(text.into());
        if let Some((_, document)) = context.parse_document(text) {
            return self.value(&document, ValueContext::General);
        }
        let Some(kind) = context.text_kind() else {
            return;
        };
        let mut add = |ranges: Vec<Range<usize>>| {
            for range in ranges {
                self.secret(&text[range]);
            }
        };
        add(secret_ranges(text, kind));
        if kind == TextKind::Configuration {
            add(structural_secrets(text, Scope::Configuration));
        }
    }

    /// Adds a secret, and what it is the base64 of: a password, or `user:password` of HTTP's basic authentication.
    fn secret(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.len() < MIN_LENGTH {
            return;
        }
        self.insert(secret.as_bytes());
        let decoded = decode_data(secret).map(Zeroizing::new);
        let text = decoded
            .as_ref()
            .and_then(|bytes| str::from_utf8(bytes).ok());
        let Some(text) = text.filter(|text| !text.contains(|c: char| c.is_control() && c != '\n'))
        else {
            return;
        };
        self.insert(text.trim().as_bytes());
        if let Some((_, password)) = text.trim().split_once(':') {
            self.insert(password.as_bytes());
        }
    }

    fn insert(&mut self, secret: &[u8]) {
        if secret.len() >= GRAM && !self.secrets.contains(secret) {
            self.secrets.insert(secret.to_vec());
        }
    }
}
