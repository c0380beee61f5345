//! JSON and YAML documents in the strings of an object, such as a dashboard, a rule file, or the configuration of a service.

use serde::Serialize;
use serde_json::Value;

use crate::{
    value::{only_document, only_document_as_written},
    yaml_writer::to_yaml,
};

/// The format of a document inside a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentFormat {
    /// JSON.
    Json,
    /// YAML, of which scalars that its readers read differently are kept as they are written.
    Yaml,
}

/// The number of decimal digits that an `f64` preserves.
const MAX_DIGITS: usize = 15;

impl DocumentFormat {
    /// Parses a string that is one document of this format as a whole: a mapping or a list, and for YAML one of several
    /// lines.
    ///
    /// Returns `None` for every other string, and where parsing would lose something: a duplicate key, a number of JSON with
    /// more digits than an `f64` keeps, a second document. In YAML a plain scalar that its readers read differently is a
    /// string, such as `NO` or `3.10`.
    #[must_use]
    pub fn parse_whole(self, text: &str) -> Option<Value> {
        match self {
            Self::Json => parse_json(text),
            Self::Yaml => parse_yaml(text),
        }
    }

    /// Returns whether two documents that [`DocumentFormat::parse_whole`] reads as `values` have a scalar that is in quotes on
    /// one side and is plain on the other, and that readers of YAML read as something else when it is plain.
    #[must_use]
    pub fn differ_in_quotes(self, (from, to): (&str, &str), values: (&Value, &Value)) -> bool {
        let has_quotes = |text: &str| text.contains(['"', '\'']);
        if self == Self::Json || !(has_quotes(from) || has_quotes(to)) {
            return false;
        }
        match (only_document(from), only_document(to)) {
            (Some(from), Some(to)) => differ_in_type(values, (&from, &to)),
            _ => false,
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
    if !text.trim().contains('\n') {
        return None;
    }
    only_document_as_written(text).filter(is_collection)
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

/// Returns whether two values that are equal as they are written have different types where they are resolved.
fn differ_in_type(written: (&Value, &Value), resolved: (&Value, &Value)) -> bool {
    match (written, resolved) {
        ((Value::Object(from), Value::Object(to)), (Value::Object(old), Value::Object(new))) => {
            from.iter().any(
                |(key, from)| match (to.get(key), old.get(key), new.get(key)) {
                    (Some(to), Some(old), Some(new)) => differ_in_type((from, to), (old, new)),
                    _ => false,
                },
            )
        }
        ((Value::Array(from), Value::Array(to)), (Value::Array(old), Value::Array(new))) => {
            let written = from.iter().zip(to);
            let resolved = old.iter().zip(new);
            written
                .zip(resolved)
                .any(|(written, resolved)| differ_in_type(written, resolved))
        }
        ((from, to), (old, new)) => from == to && old != new,
    }
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
    fn yaml_keeps_what_its_readers_read_differently() {
        let yaml = |text: &str| DocumentFormat::Yaml.parse_whole(text);
        for (text, value) in [
            ("3.10", json!("3.10")),
            ("3.0", json!("3.0")),
            ("3.5", json!(3.5)),
            ("3", json!(3)),
            ("0777", json!("0777")),
            ("1e3", json!("1e3")),
            ("1_000", json!("1_000")),
            ("12345678901234567890", json!("12345678901234567890")),
            ("0.1234567890123456789", json!("0.1234567890123456789")),
            ("NO", json!("NO")),
            ("off", json!("off")),
            ("y", json!("y")),
            ("True", json!(true)),
            ("false", json!(false)),
            ("~", json!(null)),
            ("\"3\"", json!("3")),
        ] {
            assert_eq!(
                yaml(&format!("a: {text}\nb: x\n")),
                Some(json!({"a": value, "b": "x"})),
                "{text}"
            );
        }
        assert_eq!(
            yaml("on: a\n1.0: b\n~: c\n0x1: d\n"),
            Some(json!({"on": "a", "1.0": "b", "~": "c", "0x1": "d"}))
        );
    }

    #[test]
    fn quotes_count_where_a_plain_scalar_is_something_else() {
        let differ = |from: &str, to: &str| {
            let [old, new] = [from, to].map(|text| DocumentFormat::Yaml.parse_whole(text).unwrap());
            DocumentFormat::Yaml.differ_in_quotes((from, to), (&old, &new))
        };
        assert!(differ("a: 3.10\nb: x\n", "a: \"3.10\"\nb: y\n"));
        assert!(differ("a: [no]\nb: x\n", "a: ['no']\nb: x\n"));
        assert!(!differ("a: x\nb: 3.10\n", "a: \"x\"\nb: 3.10\n"));
        assert!(!differ("a: 3.1\nb: x\n", "a: 3.10\nb: 'x'\n"));
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
            "\"a\n b\"\n",
        ] {
            assert_eq!(yaml(text), None, "{text}");
        }
    }
}
