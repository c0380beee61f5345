//! Secrets of a text by the names in it, whether or not the text can be parsed: YAML with template actions, with two
//! documents or a key twice, JSON with comments.
//!
//! The text is read leniently: block mappings by their indentation ([`block`]), flow collections and JSON by their brackets
//! ([`flow`]). The rules are those of parsed values: [`ValueContext`](crate::ValueContext).

mod block;
mod flow;
mod siblings;

use std::ops::Range;

use crate::context::ValueContext;

/// What is looked for in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Values under secret names, and the contents of Secrets.
    Configuration,
    /// The contents of Secrets only: in sentences, `Secret: …` names one.
    SecretObjects,
}

impl Scope {
    /// Returns the context of a field. See [`ValueContext::of_field`].
    fn of_field(
        self,
        context: ValueContext,
        key: &str,
        fields: &serde_json::Map<String, serde_json::Value>,
    ) -> ValueContext {
        let of_field = context.of_field(key, fields);
        match (self, of_field) {
            (Self::Configuration, of_field) => of_field,
            (
                Self::SecretObjects,
                ValueContext::Secret | ValueContext::SecretData | ValueContext::SecretResource,
            ) if context != ValueContext::General || siblings::is_data_name(key) => of_field,
            (Self::SecretObjects, _) => ValueContext::General,
        }
    }
}

/// Returns where the secrets of a text are, in order and without overlaps. Takes time in proportion to the text.
pub(crate) fn structural_secrets(text: &str, scope: Scope) -> Vec<Range<usize>> {
    if !text.contains(':') {
        return Vec::new();
    }
    let start = text.trim_start();
    match start.starts_with(['{', '[']) && !start.starts_with("{{") {
        true => flow::secrets(text, ValueContext::General, scope),
        false => block::secrets(text, scope),
    }
}

#[cfg(test)]
mod tests;
