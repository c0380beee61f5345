//! JSON and YAML documents in the strings of an object, such as a dashboard, a rule file, or the configuration of a service.

use serde::Serialize;
use serde_json::Value;

use crate::{value::only_document, yaml_writer::to_yaml};

/// The format of a document inside a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentFormat {
    /// JSON.
    Json,
    /// YAML, as Kubernetes reads it.
    Yaml,
}

/// The number of decimal digits that an `f64` preserves.
const MAX_DIGITS: usize = 15;

impl DocumentFormat {
    /// Parses a string that is one document of this format as a whole: a mapping or a list, and for YAML one of several
    /// lines.
    ///
    /// Returns `None` for every other string, and where parsing would lose something: a duplicate key, a number with more
    /// digits than an `f64` keeps, a second document.
    #[must_use]
    pub fn parse_whole(self, text: &str) -> Option<Value> {
        match self {
            Self::Json => parse_json(text),
            Self::Yaml => parse_yaml(text),
        }
    }

    /// Writes a document, on several lines.
    #[must_use]
    pub fn write(self, value: &Value) -> String {
        match self {
            Self::Json => serde_json::to_string_pretty(value).unwrap_or_default(),
            Self::Yaml => to_yaml(value),
        }
    }
}

fn parse_json(text: &str) -> Option<Value> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    (is_collection(&value) && count_written_entries(text)? == count_entries(&value))
        .then_some(value)
}

fn parse_yaml(text: &str) -> Option<Value> {
    if !text.trim().contains('\n') || has_long_number(text) {
        return None;
    }
    only_document(text).filter(is_collection)
}

fn is_collection(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

/// Returns the number of mapping entries in a JSON text, duplicate keys included; `None` when a number has more digits than
/// an `f64` keeps.
fn count_written_entries(text: &str) -> Option<usize> {
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
        if digits > MAX_DIGITS {
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

/// Returns the number of mapping entries in a value, at every depth.
fn count_entries(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.len() + fields.values().map(count_entries).sum::<usize>(),
        Value::Array(items) => items.iter().map(count_entries).sum(),
        _ => 0,
    }
}

/// Returns whether a YAML text contains, anywhere, a number with more digits than an `f64` keeps.
fn has_long_number(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_')))
        .any(|run| run.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_parsed_when_the_whole_text_is_one_collection() {
        let json = |text| DocumentFormat::Json.parse_whole(text);
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
    fn yaml_is_parsed_when_the_whole_text_is_one_collection_of_several_lines() {
        let yaml = |text| DocumentFormat::Yaml.parse_whole(text);
        assert_eq!(
            yaml("# rules\n---\na: 1\nb: [x]\n"),
            Some(json!({"a": 1, "b": ["x"]}))
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
