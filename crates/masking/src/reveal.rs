//! Finds the secret behind a mask. Each call reveals one secret to a person who asks for it.

use astern_manifest::Object;
use serde_json::{Map, Value};

use crate::{
    clear_text::{ClearText, Revealed},
    context::{ValueContext, is_secret_object},
    mask::Mask,
    masking::Masking,
    text::{TextKind, secret_ranges},
};

impl Masking {
    /// Returns the secret behind a mask that [`Masking::mask_values`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_values(&self, mask: Mask, values: &Map<String, Value>) -> Option<Revealed> {
        let secret = self.find_in_fields(mask, values, ValueContext::General)?;
        Some(Revealed::plain(secret))
    }

    /// Returns the secret behind a mask that [`Masking::mask_object`] shows; `None` when no secret has that mask. A value of
    /// a Secret's `data` is base64-decoded.
    #[must_use]
    pub fn reveal_in_object(&self, mask: Mask, object: &Object) -> Option<Revealed> {
        let data = match is_secret_object(&object.id) {
            true => object.value.get("data"),
            false => None,
        };
        if let Some(secret) = data.and_then(|data| self.find(mask, data, ValueContext::Secret)) {
            return Some(Revealed::decoded(secret));
        }
        let secret = self.find(mask, &object.value, ValueContext::of_object(&object.id))?;
        Some(Revealed::plain(secret))
    }

    /// Returns the secret behind a mask that [`Masking::mask_text`] shows; `None` when no secret has that mask.
    #[must_use]
    pub fn reveal_in_text(&self, mask: Mask, text: &str) -> Option<Revealed> {
        let secret = self.find_in_text(mask, text, TextKind::Configuration)?;
        Some(Revealed::Text(ClearText::new(secret.to_owned())))
    }

    fn find(&self, mask: Mask, value: &Value, context: ValueContext) -> Option<Value> {
        if let Some(fingerprint) = self.fingerprint(value, context) {
            return mask.is_of(fingerprint).then(|| value.clone());
        }
        match value {
            Value::String(text) => {
                let kind = context.text_kind()?;
                let document = context.parse_document(text);
                let in_document = document
                    .and_then(|(_, document)| self.find(mask, &document, ValueContext::General));
                in_document.or_else(|| self.find_in_text(mask, text, kind).map(Value::from))
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
    ) -> Option<Value> {
        fields
            .iter()
            .find_map(|(key, value)| self.find(mask, value, context.of_field(key, fields)))
    }

    fn find_in_text<'t>(&self, mask: Mask, text: &'t str, kind: TextKind) -> Option<&'t str> {
        let mut secrets = secret_ranges(text, kind)
            .into_iter()
            .map(|range| &text[range]);
        secrets.find(|secret| {
            self.fingerprint_in_text(secret)
                .is_some_and(|fingerprint| mask.is_of(fingerprint))
        })
    }
}
