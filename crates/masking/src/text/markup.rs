//! Secrets in XML: `<password>x</password>`, `<add key="Password" value="x"/>`, `<name>a.password</name><value>x</value>`.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    scan::{byte_at, find, find_byte, is_blank, is_space, skip},
    value::quoted,
};
use crate::names::{is_credential_header, is_secret_name};

/// Names of attributes and elements that name a setting.
#[rustfmt::skip]
const IDENTITIES: [&str; 9] = [
    "name", "key", "id", "property", "option", "setting", "param-name", "field", "header",
];

/// Names of attributes that hold the value of a setting.
const VALUES: [&str; 6] = ["value", "val", "content", "default", "data", "text"];

/// Names of elements between the name of a setting and its value.
#[rustfmt::skip]
const REMARKS: [&str; 7] = [
    "description", "comment", "type", "final", "source", "category", "display-name",
];

const CDATA: &str = "<![CDATA[";

/// What follows the tag that was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Nothing,
    /// The value of a secret.
    Secret,
    /// The name of a setting, which decides whether the value that follows is secret.
    Name,
    /// After the name of a secret: the next element with text holds it.
    ElementWithSecret,
}

/// Returns where the secrets of a text in XML are, in order.
pub(super) fn markup_secrets(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut expected = Expected::Nothing;
    let mut at = 0;
    loop {
        let open = find_byte(text, at, |byte| byte == b'<');
        expected = read_text(text, at..open, expected, &mut secrets);
        if open >= text.len() {
            return secrets;
        }
        if text[open..].starts_with(CDATA) {
            let start = open + CDATA.len();
            let end = find(text, start, "]]>").unwrap_or(text.len());
            expected = read_text(text, start..end, expected, &mut secrets);
            at = end;
            continue;
        }
        let name_start = open + 1;
        if !byte_at(text, name_start).is_ascii_alphabetic() {
            // A closing tag, a comment, or no tag. After `<name>x</name>` the value is still to come.
            if expected == Expected::Secret || expected == Expected::Name {
                expected = Expected::Nothing;
            }
            let is_tag = matches!(byte_at(text, name_start), b'/' | b'!' | b'?');
            let end = find_byte(text, name_start, |byte| matches!(byte, b'<' | b'>'));
            at = match is_tag && byte_at(text, end) == b'>' {
                true => end + 1,
                false => name_start,
            };
            continue;
        }
        // In attributes `<` is always escaped.
        let close = find_byte(text, name_start, |byte| matches!(byte, b'<' | b'>'));
        at = close;
        if byte_at(text, close) == b'>' {
            at = close + 1;
            expected = read_tag(text, name_start..close, expected, &mut secrets);
        }
    }
}

/// Reads the text between two tags.
fn read_text(
    text: &str,
    range: Range<usize>,
    expected: Expected,
    secrets: &mut Vec<Range<usize>>,
) -> Expected {
    let start = skip(&text[..range.end], range.start, |byte| {
        is_space(byte) || byte == b'>'
    });
    let content = text[start.min(range.end)..range.end].trim_end();
    if content.is_empty() {
        return expected;
    }
    match expected {
        Expected::Secret if !is_no_secret(content) => secrets.push(start..start + content.len()),
        Expected::Name if names_secret(content) => return Expected::ElementWithSecret,
        Expected::ElementWithSecret => return expected,
        _ => {}
    }
    Expected::Nothing
}

/// Reads a tag with its attributes, and tells what follows it.
fn read_tag(
    text: &str,
    tag: Range<usize>,
    expected: Expected,
    secrets: &mut Vec<Range<usize>>,
) -> Expected {
    let tag_text = &text[..tag.end];
    let name_end = find_byte(tag_text, tag.start, |byte| is_space(byte) || byte == b'/');
    let element = local_name(&text[tag.start..name_end]);
    let mut names_a_secret = false;
    let mut value = None;
    let mut at = name_end;
    loop {
        let start = skip(tag_text, at, |byte| is_space(byte) || byte == b'/');
        let end = find_byte(tag_text, start, |byte| is_space(byte) || byte == b'=');
        let equals = skip(tag_text, end, is_blank);
        if byte_at(tag_text, equals) != b'=' {
            if end == start {
                break;
            }
            at = end;
            continue;
        }
        let Some(content) = quoted(tag_text, skip(tag_text, equals + 1, is_blank)) else {
            at = equals + 1;
            continue;
        };
        at = (content.end + 1).min(tag.end);
        let attribute = local_name(&text[start..end]);
        if is_one_of(attribute, &IDENTITIES) {
            names_a_secret |= names_secret(&text[content.clone()]);
        } else if is_one_of(attribute, &VALUES) {
            value = Some(content);
        } else if is_secret_name(attribute) && !is_no_secret(&text[content.clone()]) {
            secrets.push(content);
        }
    }
    let is_secret = names_a_secret || is_secret_name(element);
    match value {
        Some(value) if is_secret => {
            if !is_no_secret(&text[value.clone()]) {
                let at = secrets
                    .iter()
                    .rposition(|secret| secret.start < value.start)
                    .map_or(0, |last| last + 1);
                secrets.insert(at, value);
            }
            Expected::Nothing
        }
        _ if is_secret => Expected::Secret,
        _ if is_one_of(element, &IDENTITIES) => Expected::Name,
        _ if expected == Expected::Secret && is_one_of(element, &VALUES) => expected,
        _ if expected == Expected::ElementWithSecret && is_one_of(element, &REMARKS) => expected,
        _ if expected == Expected::ElementWithSecret => Expected::Secret,
        _ => Expected::Nothing,
    }
}

fn names_secret(name: &str) -> bool {
    is_secret_name(name) || is_credential_header(name)
}

/// Returns a name without its namespace.
fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}
