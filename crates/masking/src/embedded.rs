//! Documents that stand in an object as a text: a dashboard, a rule file, a service's own configuration.
//!
//! A text is compared as what it says where that is certain:
//! - as JSON, anywhere, when all of it is a JSON object or array;
//! - as YAML, in a ConfigMap's `data` under a key that ends in `.yaml` or `.yml`, when all of it is one YAML mapping or
//!   list of several lines. Elsewhere a text that could be YAML is often something else, such as `key: value` properties.
//!
//! Where reading would lose something (a key that stands twice, a number of more digits than a float holds, a second
//! document) the text stays a text.

use serde::Serialize;
use serde_json::Value;

use crate::context::Zone;

/// How a document within a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// JSON.
    Json,
    /// YAML, as Kubernetes reads it.
    Yaml,
}

/// Numbers of more digits than this are not kept by a float of 64 bits.
const DIGITS_KEPT: usize = 15;

/// What a text holds, given where it stands; `None` when it is a text and nothing more.
pub fn read(text: &str, zone: Zone) -> Option<(Format, Value)> {
    if !zone.may_embed() {
        return None;
    }
    let start = text.trim_start();
    if start.starts_with(['{', '['])
        && let Some(value) = json(text)
    {
        return Some((Format::Json, value));
    }
    let several_lines = start.trim_end().contains('\n');
    if zone != Zone::DocumentText || !several_lines || has_long_number(text) {
        return None;
    }
    let value = astern_manifest::only_document(text)?;
    is_collection(&value).then_some((Format::Yaml, value))
}

/// A document as a text again, on several lines.
pub fn write(format: Format, value: &Value) -> String {
    match format {
        Format::Json => serde_json::to_string_pretty(value).unwrap_or_default(),
        Format::Yaml => astern_manifest::to_yaml(value),
    }
}

fn json(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (is_collection(&value) && outline(text)? == entries(&value)).then_some(value)
}

fn is_collection(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

/// How many entries the mappings of a JSON text have as written; `None` when it holds a number that would lose digits.
fn outline(text: &str) -> Option<usize> {
    let (mut entries, mut digits) = (0, 0);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b':' => entries += 1,
            _ => {}
        }
        digits = match byte {
            b'0'..=b'9' => digits + 1,
            b'.' => digits,
            _ => 0,
        };
        if digits > DIGITS_KEPT {
            return None;
        }
    }
    Some(entries)
}

fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

/// How many entries the mappings of a value have.
fn entries(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.len() + fields.values().map(entries).sum::<usize>(),
        Value::Array(items) => items.iter().map(entries).sum(),
        _ => 0,
    }
}

/// Whether a text holds, anywhere, a number of more digits than a float keeps.
fn has_long_number(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_')))
        .any(|run| run.bytes().filter(u8::is_ascii_digit).count() > DIGITS_KEPT)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_json_is_read_anywhere() {
        let json = |text| read(text, Zone::Open).map(|(_, value)| value);
        assert_eq!(json(" {\"a\": [1]}\n"), Some(json!({"a": [1]})));
        assert_eq!(json("[]"), Some(json!([])));
        for text in [
            "",
            "1",
            "\"a\"",
            "{a: 1}",
            "{} {}",
            "{\"a\": 1, \"a\": 2}",
            "{\"a\": 0.1234567890123456}",
            "a: 1\nb: 2\n",
        ] {
            assert_eq!(json(text), None, "{text}");
        }
        assert_eq!(
            json(r#"{"a:\"b": "1234567890123456789"}"#),
            Some(json!({"a:\"b": "1234567890123456789"}))
        );
    }

    #[test]
    fn whole_yaml_is_read_where_the_name_says_so() {
        let yaml = |text| read(text, Zone::DocumentText);
        assert_eq!(
            yaml("# rules\n---\na: 1\nb: [x]\n"),
            Some((Format::Yaml, json!({"a": 1, "b": ["x"]})))
        );
        for text in [
            "a: 1",
            "a\nb\n",
            "a: 1\n---\nb: 2\n",
            "a: 1\na: 2\n",
            "a: {{ b }}\nc: 1\n",
            "a: 1234567890123456789\nb: 1\n",
            "\"a\n b\"\n",
        ] {
            assert_eq!(yaml(text), None, "{text}");
        }
    }
}
