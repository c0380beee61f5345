//! Writes mappings, lists and scalars in block style.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::strings::{is_block, push_block, push_inline};

/// The longest key that is written as a simple key. YAML allows 1024 characters; a longer key is written with `? `.
const SIMPLE_KEY_LIMIT: usize = 1000;

/// Writes a value as one YAML document that ends with a line break. The order of keys is kept.
///
/// Strings are quoted where they would be read as another type; strings of several lines become `|` blocks. Reading the
/// text with [`crate::value`] returns the same value, except that a float without a fraction becomes an integer.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(entries) if !entries.is_empty() => push_mapping(&mut out, entries, 0),
        Value::Array(items) if !items.is_empty() => push_list(&mut out, items, 0),
        Value::String(text) if is_block(text) => push_block(&mut out, text, 2),
        scalar => {
            push_scalar(&mut out, scalar);
            out.push('\n');
        }
    }
    out
}

fn push_mapping(out: &mut String, entries: &Map<String, Value>, indent: usize) {
    for (position, (key, value)) in entries.iter().enumerate() {
        if position > 0 {
            push_indent(out, indent);
        }
        if key.len() > SIMPLE_KEY_LIMIT {
            out.push_str("? ");
            push_inline(out, key);
            out.push('\n');
            push_indent(out, indent);
        } else {
            push_inline(out, key);
        }
        out.push(':');
        push_field(out, value, indent);
    }
}

/// Writes a value after `key:`.
fn push_field(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            out.push('\n');
            push_indent(out, indent + 2);
            push_mapping(out, entries, indent + 2);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            push_indent(out, indent);
            push_list(out, items, indent);
        }
        other => {
            out.push(' ');
            push_leaf(out, other, indent + 2);
        }
    }
}

fn push_list(out: &mut String, items: &[Value], indent: usize) {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            push_indent(out, indent);
        }
        out.push_str("- ");
        match item {
            Value::Object(entries) if !entries.is_empty() => push_mapping(out, entries, indent + 2),
            Value::Array(inner) if !inner.is_empty() => push_list(out, inner, indent + 2),
            other => push_leaf(out, other, indent + 2),
        }
    }
}

/// Writes a scalar or an empty collection, and the line break after it.
fn push_leaf(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(text) if is_block(text) => push_block(out, text, indent),
        scalar => {
            push_scalar(out, scalar);
            out.push('\n');
        }
    }
}

fn push_scalar(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Value::Number(number) => {
            // Writing to a String does not fail.
            let _ = write!(out, "{number}");
        }
        Value::String(text) => push_inline(out, text),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
