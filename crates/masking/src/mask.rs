//! Masks as they stand in shown texts, and what is under one of them.

use std::ops::Range;

use serde_json::Value;

use crate::{
    context::ValueContext,
    masking::{Fingerprint, Masking},
    text::{self, Reading},
};

/// What stands before and after a fingerprint's digits.
const BEFORE: &str = "(masked ";
const AFTER: &str = ")";

/// How many digits [`Fingerprint::digits`] gives.
const DIGITS: usize = 12;

/// A mask in a shown text, such as `(masked 1f2e3d4c5b6a)`. It tells which secret is meant, never what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mask(u64);

impl Mask {
    /// The masks in a text and where they stand, from its beginning to its end. A text may hold what only looks like one.
    #[must_use]
    pub fn all_in(text: &str) -> Vec<(Range<usize>, Self)> {
        let found = text.match_indices(BEFORE).filter_map(|(start, before)| {
            let digits = start + before.len();
            let after = digits + DIGITS;
            let mask = text.get(digits..after)?;
            text.get(after..)?.strip_prefix(AFTER)?;
            let mask = is_digits(mask).then(|| u64::from_str_radix(mask, 16).ok())??;
            Some((start..after + AFTER.len(), Self(mask)))
        });
        found.collect()
    }

    fn is_of(self, fingerprint: Fingerprint) -> bool {
        fingerprint.0 >> 16 == self.0
    }
}

/// A sign is none of them.
fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Masking {
    /// The secret under a mask, somewhere in a value.
    pub fn under(&self, mask: Mask, value: &Value, context: ValueContext) -> Option<Value> {
        if let Some(fingerprint) = self.fingerprint_if(value, context) {
            return mask.is_of(fingerprint).then(|| value.clone());
        }
        match value {
            Value::String(text) => {
                let reading = context.reading()?;
                let document = context.parse_document(text);
                let inside = document
                    .and_then(|(_, document)| self.under(mask, &document, ValueContext::General));
                inside.or_else(|| self.under_as(mask, text, reading).map(Value::from))
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| self.under(mask, item, context.of_item(items, index))),
            Value::Object(entries) => entries
                .iter()
                .find_map(|(key, value)| self.under(mask, value, context.of_field(key, entries))),
            _ => None,
        }
    }

    /// The secret under a mask, in a text of no known structure.
    pub fn under_in_text<'t>(&self, mask: Mask, text: &'t str) -> Option<&'t str> {
        self.under_as(mask, text, Reading::Anything)
    }

    fn under_as<'t>(&self, mask: Mask, text: &'t str, reading: Reading) -> Option<&'t str> {
        self.key?;
        let secrets = text::secrets(text, reading).into_iter();
        let mut secrets = secrets.map(|range| &text[range]);
        secrets.find(|secret| mask.is_of(self.fingerprint(secret)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_found_where_they_stand() {
        let masking = Masking::new([7; 16]);
        let text = masking
            .mask_text("a: 1\npassword: hunter2\nurl: redis://:x@cache")
            .into_owned();
        let masks = Mask::all_in(&text);
        let secrets = ["hunter2", "x"];
        assert_eq!(masks.len(), secrets.len(), "{text}");
        for ((range, mask), secret) in masks.into_iter().zip(secrets) {
            let fingerprint = masking.fingerprint(secret);
            assert_eq!(text[range], fingerprint.to_string());
            assert!(mask.is_of(fingerprint));
        }
    }

    #[test]
    fn what_only_begins_like_a_mask_is_none() {
        for text in [
            "",
            "(masked ",
            "(masked 1f2e3d4c5b6)",
            "(masked 1f2e3d4c5b6a",
            "(masked 1f2e3d4c5b6g)",
            "(masked +f2e3d4c5b6a)",
            "(masked ééééééé)",
        ] {
            assert_eq!(Mask::all_in(text), [], "{text}");
        }
    }
}
