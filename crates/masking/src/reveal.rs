//! Finds the secret behind a mask. Each call reveals one secret to a person who asks for it.

use astern_manifest::Object;
use serde_json::{Map, Value};

use crate::{
    clear_text::{ClearText, Revealed},
    context::ValueContext,
    mask::Mask,
    masking::Masking,
};

impl Masking {
    /// Returns the secret behind a mask that [`Masking::mask_values`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_values(&self, mask: Mask, values: &Map<String, Value>) -> Option<Revealed> {
        self.find_in_fields(mask, values, ValueContext::General)
    }

    /// Returns the secret behind a mask that [`Masking::mask_object`] shows; `None` when no secret has that mask. A value of
    /// a Secret's `data` is base64-decoded.
    #[must_use]
    pub fn reveal_in_object(&self, mask: Mask, object: &Object) -> Option<Revealed> {
        self.find(mask, &object.value, ValueContext::of_object(&object.id))
    }

    /// Returns the secret behind a mask that [`Masking::mask_text`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_text(&self, mask: Mask, text: &str) -> Option<Revealed> {
        let secrets = self.secrets_in_text(text).into_iter();
        self.find_in_text(mask, secrets.map(|range| &text[range]))
    }

    fn find(&self, mask: Mask, value: &Value, context: ValueContext) -> Option<Revealed> {
        if let Some(fingerprint) = self.fingerprint(value, context) {
            return mask.is_of(fingerprint).then(|| match context {
                ValueContext::SecretData => Revealed::decoded(value.clone()),
                _ => Revealed::plain(value.clone()),
            });
        }
        match value {
            Value::String(text) => {
                let document = context.parse_document(text);
                let in_document = document
                    .and_then(|(_, document)| self.find(mask, &document, ValueContext::General));
                in_document.or_else(|| {
                    let secrets = self.secrets_in_string(text, context).into_iter();
                    self.find_in_text(mask, secrets.map(|range| &text[range]))
                })
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| self.find(mask, item, context.of_item(items, index))),
            Value::Object(fields) => self.find_in_fields(mask, fields, context),
            _ => None,
        }
    }

    fn find_in_fields(
        &self,
        mask: Mask,
        fields: &Map<String, Value>,
        context: ValueContext,
    ) -> Option<Revealed> {
        fields.iter().find_map(|(key, value)| {
            let in_name = || {
                let secrets = self.find_known(key).into_iter();
                self.find_in_text(mask, secrets.map(|range| &key[range]))
            };
            self.find(mask, value, context.of_field(key, fields))
                .or_else(in_name)
        })
    }

    /// Returns the one of some secrets of a text that has a mask.
    fn find_in_text<'t>(
        &self,
        mask: Mask,
        secrets: impl IntoIterator<Item = &'t str>,
    ) -> Option<Revealed> {
        let mut secrets = secrets.into_iter();
        let secret = secrets.find(|secret| {
            self.fingerprint_in_text(secret)
                .is_some_and(|fingerprint| mask.is_of(fingerprint))
        })?;
        Some(Revealed::Text(ClearText::new(secret.to_owned())))
    }
}
