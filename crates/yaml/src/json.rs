//! Reads JSON values from a text that contains one after the other, as Go's `encoding/json` does.
//!
//! serde_json refuses what Go takes: halves of surrogate pairs, and two values without white space in between.

use serde_json::{Map, Value};

use crate::{
    YamlError,
    budget::{Allowance, Budget},
    document::DuplicateKey,
    number::from_float,
    parser::DEPTH_LIMIT,
};

/// A JSON value of a text, and where it ends.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonValue {
    /// The value; an error for a number beyond a 64-bit float, which is JSON and cannot be read.
    pub value: Result<Value, YamlError>,
    /// The byte after its last one.
    pub end: usize,
    /// The first key that occurs twice in an object.
    pub duplicate_key: Option<DuplicateKey>,
}

/// Reads the JSON value that starts at the byte `start` of a text. The lines of errors count from the start of the text.
///
/// # Errors
/// When the text is not JSON there, is nested too deeply, or is more than the budget allows.
pub fn read_json(text: &str, start: usize, budget: &Budget) -> Result<JsonValue, YamlError> {
    budget.spend(|allowance| {
        let value = read(text, start, allowance)?;
        allowance.take_bytes(value.end - start)?;
        Ok(value)
    })
}

fn read(text: &str, start: usize, allowance: &mut Allowance) -> Result<JsonValue, YamlError> {
    let mut reader = Reader {
        allowance,
        text,
        at: start,
        depth: 0,
        duplicate_key: None,
        too_large: None,
    };
    let value = reader.value()?;
    Ok(JsonValue {
        value: reader.too_large.map_or(Ok(value), Err),
        end: reader.at,
        duplicate_key: reader.duplicate_key,
    })
}

/// Returns whether JSON allows this byte between its values.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

struct Reader<'a> {
    allowance: &'a mut Allowance,
    text: &'a str,
    at: usize,
    depth: usize,
    duplicate_key: Option<DuplicateKey>,
    /// The error of the first number beyond a 64-bit float.
    too_large: Option<YamlError>,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn line(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }

    fn error(&self, reason: &'static str) -> YamlError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        YamlError::Json {
            line: self.line(),
            column: before.len() - line_start + 1,
            reason,
        }
    }

    fn skip_space(&mut self) {
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// Skips white space and this byte, and returns whether it was there.
    fn skip(&mut self, byte: u8) -> bool {
        self.skip_space();
        let is_next = self.byte() == Some(byte);
        if is_next {
            self.at += 1;
        }
        is_next
    }

    fn value(&mut self) -> Result<Value, YamlError> {
        self.skip_space();
        if self.allowance.take_node(1).is_err() {
            let line = self.line();
            self.allowance.take_node(line)?;
        }
        match self.byte() {
            Some(b'{') => self.deeper(Self::object),
            Some(b'[') => self.deeper(Self::list),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    fn deeper(
        &mut self,
        read: fn(&mut Self) -> Result<Value, YamlError>,
    ) -> Result<Value, YamlError> {
        if self.depth >= DEPTH_LIMIT {
            let (line, limit) = (self.line(), DEPTH_LIMIT);
            return Err(YamlError::TooDeep { line, limit });
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, YamlError> {
        let mut fields = Map::new();
        if self.skip(b'}') {
            return Ok(Value::Object(fields));
        }
        loop {
            self.skip_space();
            if self.byte() != Some(b'"') {
                return Err(self.error("expected a key in double quotes"));
            }
            let key = self.string()?;
            if !self.skip(b':') {
                return Err(self.error("expected ':' after a key"));
            }
            let value = self.value()?;
            if self.duplicate_key.is_none() && fields.contains_key(&key) {
                let (key, line) = (key.clone(), self.line());
                self.duplicate_key = Some(DuplicateKey { key, line });
            }
            fields.insert(key, value);
            if self.skip(b'}') {
                return Ok(Value::Object(fields));
            }
            if !self.skip(b',') {
                return Err(self.error("expected ',' or '}' after a value"));
            }
        }
    }

    fn list(&mut self) -> Result<Value, YamlError> {
        let mut items = Vec::new();
        if self.skip(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.skip(b']') {
                return Ok(Value::Array(items));
            }
            if !self.skip(b',') {
                return Err(self.error("expected ',' or ']' after a value"));
            }
        }
    }

    fn literal(&mut self) -> Result<Value, YamlError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (literal, value) in [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
        ] {
            if rest.starts_with(literal) {
                self.at += literal.len();
                return Ok(value);
            }
        }
        Err(self.error("expected a value"))
    }

    fn digits(&mut self) -> Result<(), YamlError> {
        if !self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.error("expected a digit"));
        }
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    /// Reads a number: as an integer if it is written as one and fits `i64`, else as a float.
    fn number(&mut self) -> Result<Value, YamlError> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        if let Ok(int) = written.parse::<i64>() {
            return Ok(Value::from(int));
        }
        match written.parse().ok().and_then(from_float) {
            Some(number) => Ok(Value::Number(number)),
            None => {
                if self.too_large.is_none() {
                    self.too_large = Some(self.error("a number is too large"));
                }
                Ok(Value::Null)
            }
        }
    }

    fn string(&mut self) -> Result<String, YamlError> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let plain = rest
                .iter()
                .position(|&byte| matches!(byte, b'"' | b'\\' | ..b' '))
                .ok_or_else(|| self.error("a string does not end"))?;
            let end = self.at + plain;
            string.push_str(self.text.get(self.at..end).unwrap_or_default());
            self.at = end + 1;
            match rest.get(plain) {
                Some(b'"') => return Ok(string),
                Some(b'\\') => string.push(self.escape()?),
                _ => return Err(self.error("a control character in a string")),
            }
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, YamlError> {
        let letter = self.byte();
        self.at += 1;
        Ok(match letter {
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("an unknown escape in a string")),
        })
    }

    /// Reads four hexadecimal digits, and the second half of a surrogate pair. Half a pair is U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, YamlError> {
        let unit = self
            .hexadecimal(self.at)
            .ok_or_else(|| self.error("expected four hexadecimal digits"))?;
        self.at += 4;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let low = rest
            .starts_with(b"\\u")
            .then(|| self.hexadecimal(self.at + 2))
            .flatten();
        let pair = low.and_then(|low| char::decode_utf16([unit, low]).next()?.ok());
        match pair {
            Some(character) if character > '\u{ffff}' => {
                self.at += 6;
                Ok(character)
            }
            _ => Ok(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn hexadecimal(&self, at: usize) -> Option<u16> {
        let digits = self.text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, &digit| {
            let digit = char::from(digit).to_digit(16)?;
            Some((unit << 4) | u16::try_from(digit).ok()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Result<Value, YamlError> {
        read_json(text, 0, &Budget::for_release())?.value
    }

    #[test]
    fn values_are_read_as_go_reads_them() {
        for (text, expected) in [
            (
                r#"{"a": [1, -0, 2.50, 1e3, 1.0], "b": {}}"#,
                json!({"a": [1, 0, 2.5, 1000, 1], "b": {}}),
            ),
            (r#"{"a": "\u00e9\ud83d\ude00\/\n"}"#, json!({"a": "é😀/\n"})),
            (
                r#"{"a": "\ud83d", "b": "\ude00x\ud83d\u0041"}"#,
                json!({"a": "\u{fffd}", "b": "\u{fffd}x\u{fffd}A"}),
            ),
            (r#"{"a": 1, "a": 2}"#, json!({"a": 2})),
            (
                "{\"a\": 18446744073709551615}",
                json!({"a": 18_446_744_073_709_551_615_u64 as f64}),
            ),
            ("[true, false, null]", json!([true, false, null])),
        ] {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in [
            "{a: 1}",
            "{\"a\"}",
            "{\"a\": 01}",
            "{\"a\": 1.}",
            "{\"a\": +1}",
            "{\"a\": 1,}",
            "[1 2]",
            "{\"a\": \"\t\"}",
            "{\"a\": \"\\x\"}",
            "{\"a\": \"",
            "{\"a\": \"\\u12\"}",
            "{\"a\": tru}",
            "",
            "{",
            "{\"a\": 1e400}",
        ] {
            assert!(value(text).is_err(), "{text}");
        }
        assert!(value(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn the_end_is_after_the_value() {
        let text = r#"{"a": 1}{"b": 2}"#;
        let end = |start| read_json(text, start, &Budget::for_release()).map(|read| read.end);
        assert_eq!((end(0), end(8)), (Ok(8), Ok(16)));
        let end = read_json("null-01", 0, &Budget::for_release()).map(|read| read.end);
        assert_eq!(end, Ok(4));
    }
}
