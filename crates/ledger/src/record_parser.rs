//! Parses the JSON of a record in steps of one long field each, between which a page can render.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use crate::outline::{ENTRY_LIMIT, LongField, Object, Outline};
use crate::record_shape::RELEASE;
use crate::{DecodeError, RecordPart, strict_json};

/// From how many bytes on a field is parsed in a step of its own. Most of a record is its manifest, its templates and its
/// files.
const LONG: usize = 64 * 1024;

/// Whether there are further steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There are.
    More,
    /// There are none.
    Done,
}

/// A record that is parsed in steps.
pub(crate) struct RecordParser {
    record: Value,
    long_fields: VecDeque<LongField>,
    left_out: Vec<RecordPart>,
}

/// The JSON of a record.
pub(crate) struct ParsedRecord {
    /// The record.
    pub(crate) fields: Map<String, Value>,
    /// The parts that hold too many entries, and are `null` in the record.
    pub(crate) left_out: Vec<RecordPart>,
}

impl RecordParser {
    /// Parses all but the long fields.
    ///
    /// # Errors
    /// [`DecodeError::TooManyEntries`], [`DecodeError::Json`] and [`DecodeError::NotByHelm`].
    pub(crate) fn new(outline: &Outline, json: &[u8]) -> Result<Self, DecodeError> {
        Self::with_long_fields(LONG, outline, json)
    }

    fn with_long_fields(long: usize, outline: &Outline, json: &[u8]) -> Result<Self, DecodeError> {
        let split = outline.split(ENTRY_LIMIT, long, json);
        let split = split.ok_or(DecodeError::TooManyEntries)?;
        let record = match strict_json::parse(&split.rest, &RELEASE) {
            Err(_) if split.left_out.is_empty() => whole_record(json)?,
            record => record?,
        };
        Ok(Self {
            record,
            long_fields: split.long_fields.into(),
            left_out: split.left_out,
        })
    }

    /// Parses one more field.
    ///
    /// # Errors
    /// [`DecodeError::Json`] and [`DecodeError::NotByHelm`]. Further steps fail too.
    pub(crate) fn step(&mut self, json: &[u8]) -> Result<Progress, DecodeError> {
        let Some(field) = self.long_fields.front() else {
            return Ok(Progress::Done);
        };
        match parse_field(field, json) {
            Ok(parsed) => {
                if let Some(place) = place_of(&mut self.record, field.object, &parsed.key) {
                    *place = parsed.value;
                }
            }
            Err(_) if self.left_out.is_empty() => {
                self.record = whole_record(json)?;
                self.long_fields.clear();
            }
            Err(fault) => return Err(fault),
        }
        self.long_fields.pop_front();
        Ok(Progress::More)
    }

    /// Parses the remaining fields.
    ///
    /// # Errors
    /// Those of [`Self::step`], and [`DecodeError::Field`] where the record is no object.
    pub(crate) fn finish(mut self, json: &[u8]) -> Result<ParsedRecord, DecodeError> {
        while self.step(json)? == Progress::More {}
        match self.record {
            Value::Object(fields) => Ok(ParsedRecord {
                fields,
                left_out: self.left_out,
            }),
            _ => Err(DecodeError::Field("the record")),
        }
    }
}

/// A field that was parsed on its own.
struct ParsedField {
    key: String,
    value: Value,
}

fn parse_field(field: &LongField, json: &[u8]) -> Result<ParsedField, DecodeError> {
    let key = json.get(field.key.start.saturating_sub(1)..=field.key.end);
    let key: String = serde_json::from_slice(key.unwrap_or_default())?;
    let object = match field.object.key() {
        None => &RELEASE,
        Some(object) => RELEASE.field(object).map_err(DecodeError::NotByHelm)?,
    };
    let shape = object.field(&key).map_err(DecodeError::NotByHelm)?;
    let value = json.get(field.value.clone()).unwrap_or_default();
    Ok(ParsedField {
        value: strict_json::parse(value, shape)?,
        key,
    })
}

/// Returns the place of a field in the record.
fn place_of<'a>(record: &'a mut Value, object: Object, key: &str) -> Option<&'a mut Value> {
    match object.key() {
        None => record.get_mut(key),
        Some(object) => record.get_mut(object)?.get_mut(key),
    }
}

/// Parses a record at once that could not be parsed in parts, so that the place of a fault is that in the whole record. A record
/// of which parts are left out cannot be read so; it has the fault that was found.
fn whole_record(json: &[u8]) -> Result<Value, DecodeError> {
    strict_json::parse(json, &RELEASE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn in_parts(json: &str) -> Result<Value, DecodeError> {
        let mut outline = Outline::default();
        while outline.step(json.as_bytes(), 5) {}
        let parser = RecordParser::with_long_fields(2, &outline, json.as_bytes())?;
        let parsed = parser.finish(json.as_bytes())?;
        Ok(Value::Object(parsed.fields))
    }

    fn at_once(json: &str) -> Result<Value, DecodeError> {
        strict_json::parse(json.as_bytes(), &RELEASE)
    }

    #[test]
    fn a_fault_has_the_same_place_in_parts() {
        for json in [
            r#"{"manifest":"long","config":{"a":"lo}}"#,
            r#"{"manifest":"long","manifest":"again"}"#,
            r#"{"chart":{"values":{"a":[1,2,}}}}"#,
            r#"{"chart":{"Values":{"a":"long"}},"hooks":[{"name":"a","name":"b"}]}"#,
            r#"{"config":{"a":"long"},"x":"\u12"}"#,
            r#"{"config":{"aa":1,"aa":2}}"#,
            r#"{"config" "aaaa"}"#,
        ] {
            let fault = in_parts(json).unwrap_err().to_string();
            assert_eq!(fault, at_once(json).unwrap_err().to_string(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn a_record_is_the_same_in_parts(key in "\\PC{0,9}", text in ".{0,9}", number in any::<i64>()) {
            let json = json!({
                "name": text,
                "chart": {"values": {&key: {"a": [number, text]}}, "templates": [{"name": key}], &key: number},
                "info": {"notes": text, "status": key},
                "manifest": format!("{text}{key}"),
                "hooks": [{"name": text}],
                format!("x{key}"): [key],
            }).to_string();
            prop_assert_eq!(in_parts(&json).ok(), at_once(&json).ok());
        }

        #[test]
        fn any_text_is_the_same_in_parts(json in "[{}\\[\\]:,\"a\\\\ ]{0,40}") {
            let fault = |parsed: Result<Value, DecodeError>| parsed.map_err(|fault| fault.to_string());
            if let Ok(Value::Object(record)) = at_once(&json) {
                prop_assert_eq!(in_parts(&json).ok(), Some(Value::Object(record)));
            } else if let Err(fault_at_once) = fault(at_once(&json)) {
                prop_assert_eq!(fault(in_parts(&json)), Err(fault_at_once));
            }
        }
    }
}
