//! Secrets of a text by the names in it, whether or not the text can be parsed: YAML with template actions, with two
//! documents or a key twice, JSON with comments.
//!
//! The text is read leniently: block mappings by their indentation ([`block`]), flow collections and JSON by their brackets
//! ([`flow`]). The rules are those of parsed values: [`ValueContext`](crate::ValueContext).

mod block;
mod flow;
mod scope;
mod siblings;

use std::ops::Range;

use crate::context::ValueContext;
pub(crate) use scope::Scope;

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
