//! A value written as YAML, the way `kubectl` and Helm write it: block style, lists not indented under their field.

mod text;

use std::fmt::Write;

use serde_json::{Map, Value};

use text::{is_block, push_block, push_inline};

/// A key longer than this cannot stand before a plain `:`, says YAML (1024 characters), so it gets a `? ` of its own.
const SIMPLE_KEY_LIMIT: usize = 1000;

/// Writes a value as one YAML document that ends in a line break, keys in their own order.
///
/// Strings are quoted where they would be read as something else; strings of several lines become `|` blocks. Reading the
/// text with [`crate::value`] gives the same value again, except that a float without a fraction comes back as an integer.
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

/// A value after `key:`.
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

/// Anything that opens no further block of its own, and the line break after it.
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
