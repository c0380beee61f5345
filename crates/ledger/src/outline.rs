//! The parts of a record's JSON and their sizes, found without building values.
//!
//! A record of 50 kB can unzip to a list of twenty million zeros, which as values take gigabytes. [`Outline`] reads the text
//! once, in steps, and counts the entries of each part; [`Outline::split`] leaves out the parts that are over the limit, so
//! that the rest can be read, and tells which fields are long, so that each can be read in a step of its own.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use serde::Serialize;

/// The most entries of a record that are read: the values, mapping entries and list items of its JSON, texts counting as one
/// each. Real records have a few thousand; a manifest is one text.
pub(crate) const ENTRY_LIMIT: usize = 100_000;

/// About how many bytes an entry takes up once it is read: a mapping with one key about twice as many.
const ENTRY_SIZE: usize = 256;

/// The most fields of a record, and of its chart and `info` together, that are told apart. Helm writes about 30.
const FIELD_LIMIT: usize = 1_000;

/// A part of a record that can be left out, so that the rest can be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordPart {
    /// The values that the user set.
    Values,
    /// The default values of the chart.
    Defaults,
    /// The hooks.
    Hooks,
    /// The templates of the chart.
    Templates,
    /// The other files of the chart, among them its CRDs.
    Files,
    /// The chart's metadata, or its lock.
    ChartMetadata,
    /// A field that is not compared.
    Other,
}

/// One field of the record, or of its chart or `info`.
struct Field {
    object: Object,
    /// The bytes of its key, without the quotes.
    key: Range<usize>,
    role: Role,
    /// The bytes of its value.
    value: Range<usize>,
    /// The number of values in it, itself included.
    entries: usize,
}

/// What becomes of a field when there are too many entries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It can be left out.
    Part(RecordPart),
    /// Its own fields are told apart.
    Object(Object),
    /// It stays: it is a text or a number, and a record where it is not is refused.
    Single,
}

/// Reads JSON byte by byte, as far as strings, brackets, commas and colons go. Of invalid JSON it makes some outline; the
/// parser finds the error.
#[derive(Default)]
pub(crate) struct Outline {
    at: usize,
    text: Text,
    depth: usize,
    entries: usize,
    /// The last string that began on the level of a key.
    last_string: Range<usize>,
    /// The object whose fields are told apart.
    object: Object,
    /// The field whose value is being read.
    open: Option<Field>,
    fields: Vec<Field>,
}

/// Whether the reader is in a string.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Text {
    #[default]
    Outside,
    Inside,
    /// After a backslash.
    Escaped,
}

/// An object whose fields are told apart.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Object {
    #[default]
    Record,
    Chart,
    Info,
}

impl Object {
    /// Returns its key in the record; `None` for the record itself.
    pub(crate) fn key(self) -> Option<&'static str> {
        match self {
            Self::Record => None,
            Self::Chart => Some("chart"),
            Self::Info => Some("info"),
        }
    }

    /// Returns the nesting depth of its fields.
    fn depth(self) -> usize {
        match self {
            Self::Record => 1,
            Self::Chart | Self::Info => 2,
        }
    }

    /// Returns what becomes of a field of the object, given its key as it stands in the JSON. A record with a key in other
    /// letters is refused later.
    fn role(self, key: &[u8]) -> Role {
        let key = match key.contains(&b'\\') {
            true => unescaped(key),
            false => Cow::Borrowed(key),
        };
        match (self, &*key) {
            (Self::Record, b"chart") => Role::Object(Self::Chart),
            (Self::Record, b"info") => Role::Object(Self::Info),
            (Self::Record, b"config") => Role::Part(RecordPart::Values),
            (Self::Record, b"hooks") => Role::Part(RecordPart::Hooks),
            (Self::Record, b"name" | b"version" | b"namespace" | b"manifest" | b"apply_method") => {
                Role::Single
            }
            (Self::Chart, b"values") => Role::Part(RecordPart::Defaults),
            (Self::Chart, b"templates") => Role::Part(RecordPart::Templates),
            (Self::Chart, b"files") => Role::Part(RecordPart::Files),
            (Self::Chart, b"metadata" | b"lock") => Role::Part(RecordPart::ChartMetadata),
            (
                Self::Info,
                b"first_deployed" | b"last_deployed" | b"deleted" | b"description" | b"status"
                | b"notes" | b"rollback_revision",
            ) => Role::Single,
            (Self::Record | Self::Chart | Self::Info, _) => Role::Part(RecordPart::Other),
        }
    }
}

/// Returns a JSON string without its escapes; the same bytes where they are no JSON string.
fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    let quoted = [b"\"", text, b"\""].concat();
    match serde_json::from_slice::<String>(&quoted) {
        Ok(text) => Cow::Owned(text.into_bytes()),
        Err(_) => Cow::Borrowed(text),
    }
}

impl Outline {
    /// Reads up to `bytes` more of the record. Returns whether there is more.
    pub(crate) fn step(&mut self, json: &[u8], bytes: usize) -> bool {
        let end = json.len().min(self.at.saturating_add(bytes));
        while self.at < end {
            let at = self.at;
            self.at += 1;
            match (self.text, json[at]) {
                (Text::Escaped, _) => self.text = Text::Inside,
                (Text::Inside, b'\\') => self.text = Text::Escaped,
                (Text::Inside, b'"') => self.end_string(at),
                (Text::Inside, _) => {
                    let rest = &json[self.at..end];
                    self.at += memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                }
                (Text::Outside, b'"') => self.begin_string(at + 1),
                (Text::Outside, bracket @ (b'{' | b'[')) => self.enter(bracket),
                (Text::Outside, b'}' | b']') => self.leave(at),
                (Text::Outside, b',') => {
                    self.end_field(at);
                    self.count();
                }
                (Text::Outside, b':') => self.begin_field(json, at + 1),
                (Text::Outside, _) => {}
            }
        }
        end < json.len()
    }

    /// Returns about how many bytes the values of what is read so far take up, besides their texts.
    pub(crate) fn memory(&self) -> usize {
        self.entries.min(ENTRY_LIMIT) * ENTRY_SIZE
    }

    fn begin_string(&mut self, start: usize) {
        self.text = Text::Inside;
        if self.depth == self.object.depth() {
            self.last_string = start..start;
        }
    }

    fn end_string(&mut self, end: usize) {
        self.text = Text::Outside;
        if self.depth == self.object.depth() {
            self.last_string.end = end;
        }
    }

    fn count(&mut self) {
        self.entries += 1;
        if let Some(field) = &mut self.open {
            field.entries += 1;
        }
    }

    fn enter(&mut self, bracket: u8) {
        self.count();
        self.depth += 1;
        if let Some(field) = &self.open
            && let Role::Object(object) = field.role
            && self.depth == object.depth()
            && bracket == b'{'
        {
            self.open = None;
            self.object = object;
        }
    }

    fn leave(&mut self, at: usize) {
        self.end_field(at);
        if self.depth == self.object.depth() {
            self.object = Object::Record;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn begin_field(&mut self, json: &[u8], start: usize) {
        if self.depth == self.object.depth() && self.open.is_none() {
            let key = self.last_string.clone();
            self.open = Some(Field {
                object: self.object,
                role: self.object.role(json.get(key.clone()).unwrap_or_default()),
                key,
                value: start..start,
                entries: 1,
            });
        }
    }

    /// Ends the field whose value ends before `at`, unless `at` is inside the value. Beyond [`FIELD_LIMIT`] only the total
    /// counts.
    fn end_field(&mut self, at: usize) {
        if self.depth != self.object.depth() {
            return;
        }
        if let Some(mut field) = self.open.take()
            && self.fields.len() < FIELD_LIMIT
        {
            field.value.end = at;
            self.fields.push(field);
        }
    }

    /// Returns the record with `null` in place of some fields: the largest parts, which are left out until the rest has no more
    /// entries than `limit`, and of the rest the fields of more than `long` bytes. `None` where too many entries are left.
    pub(crate) fn split(&self, limit: usize, long: usize, json: &[u8]) -> Option<SplitRecord> {
        let mut entries = self.entries;
        let mut fields: Vec<&Field> = self.fields.iter().collect();
        crate::sort_by(&mut fields, |a, b| b.entries.cmp(&a.entries));
        let mut left_out: Vec<RecordPart> = Vec::new();
        let mut replaced: Vec<Range<usize>> = Vec::new();
        let mut long_fields: Vec<LongField> = Vec::new();
        for field in fields {
            if let Role::Part(part) = field.role
                && entries > limit
                && field.entries > 1
            {
                entries = entries.saturating_sub(field.entries);
                left_out.push(part);
                replaced.push(field.value.clone());
            } else if field.value.len() > long && !matches!(field.role, Role::Object(_)) {
                replaced.push(field.value.clone());
                long_fields.push(LongField {
                    object: field.object,
                    key: field.key.clone(),
                    value: field.value.clone(),
                });
            }
        }
        if entries > limit {
            return None;
        }
        crate::sort_by_key(&mut replaced, |value| value.start);
        let mut rest = Vec::new();
        let mut end = 0;
        for value in replaced {
            rest.extend_from_slice(&json[end..value.start]);
            rest.extend_from_slice(b"null");
            end = value.end;
        }
        rest.extend_from_slice(&json[end..]);
        crate::sort(&mut left_out);
        left_out.dedup();
        Some(SplitRecord {
            rest,
            long_fields,
            left_out,
        })
    }
}

/// A record whose longest fields are apart from the rest.
pub(crate) struct SplitRecord {
    /// The JSON of the record, with `null` in place of the long fields and of what is left out.
    pub(crate) rest: Vec<u8>,
    /// The long fields.
    pub(crate) long_fields: Vec<LongField>,
    /// The parts that are left out.
    pub(crate) left_out: Vec<RecordPart>,
}

/// A field that is parsed on its own.
pub(crate) struct LongField {
    /// The object that it is a field of.
    pub(crate) object: Object,
    /// The bytes of its key in the record, without the quotes.
    pub(crate) key: Range<usize>,
    /// The bytes of its value in the record.
    pub(crate) value: Range<usize>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const LIMIT: usize = 100;

    fn split(json: &str, long: usize) -> Option<SplitRecord> {
        let mut outline = Outline::default();
        while outline.step(json.as_bytes(), 7) {}
        outline.split(LIMIT, long, json.as_bytes())
    }

    fn limited(json: &str) -> Option<(String, Vec<RecordPart>)> {
        let split = split(json, usize::MAX)?;
        let rest = String::from_utf8_lossy(&split.rest).into_owned();
        Some((rest, split.left_out))
    }

    #[test]
    fn long_fields_are_apart_from_the_rest() {
        let json = r#"{"name":"a","chart":{"values":{"a":"long enough"},"lock":1},"manifest":"also long"}"#;
        let split = split(json, 9).unwrap();
        let rest = r#"{"name":"a","chart":{"values":null,"lock":1},"manifest":null}"#;
        assert_eq!(split.rest, rest.as_bytes());
        let fields: Vec<_> = split
            .long_fields
            .iter()
            .map(|field| {
                (
                    field.object,
                    &json[field.key.clone()],
                    &json[field.value.clone()],
                )
            })
            .collect();
        assert_eq!(
            fields,
            [
                (Object::Chart, "values", r#"{"a":"long enough"}"#),
                (Object::Record, "manifest", r#""also long""#),
            ]
        );
    }

    fn list(length: usize) -> String {
        format!("[{}0]", "0,".repeat(length))
    }

    #[test]
    fn a_part_with_too_many_entries_is_left_out_and_the_rest_stays() {
        let many = list(LIMIT);
        for (json, expected, part) in [
            (
                format!(r#"{{"name":"a,]\"","config":{{"a":{many}}},"manifest":"m"}}"#),
                r#"{"name":"a,]\"","config":null,"manifest":"m"}"#,
                RecordPart::Values,
            ),
            (
                format!(r#"{{"chart": {{"values":{{"a":{many}}}, "files":[]}} , "version":1}}"#),
                r#"{"chart": {"values":null, "files":[]} , "version":1}"#,
                RecordPart::Defaults,
            ),
            (
                format!(r#"{{"h\u006foks":{many},"info":{{"a":1}}}}"#),
                r#"{"h\u006foks":null,"info":{"a":1}}"#,
                RecordPart::Hooks,
            ),
            (
                format!(r#"{{"info":{{"resources":{many}}},"config":{{}}}}"#),
                r#"{"info":{"resources":null},"config":{}}"#,
                RecordPart::Other,
            ),
            (
                format!(r#"{{"\u0063hart":{{"lock":{{"chart":{many}}}}},"hooks":[]}}"#),
                r#"{"\u0063hart":{"lock":null},"hooks":[]}"#,
                RecordPart::ChartMetadata,
            ),
        ] {
            assert_eq!(limited(&json), Some((expected.to_owned(), vec![part])));
        }
    }

    #[test]
    fn only_the_largest_parts_are_left_out() {
        let (half, two_thirds) = (list(LIMIT / 2), list(LIMIT * 2 / 3));
        let json = format!(r#"{{"config":{half},"hooks":{two_thirds}}}"#);
        assert_eq!(limited(&json).unwrap().1, [RecordPart::Hooks]);
    }

    #[test]
    fn a_record_without_parts_to_leave_out_is_refused() {
        let many = list(LIMIT);
        for json in [
            many.clone(),
            format!(r#"{{"manifest":{many}}}"#),
            format!(r#"{{"info":{{"notes":{many}}}}}"#),
            format!(r#"{{"chart":[{many}]}}"#),
        ] {
            assert!(limited(&json).is_none(), "{json}");
        }
        let keys: String = (0..LIMIT).map(|n| format!("\"{n}\":0,")).collect();
        assert!(limited(&format!("{{{keys}\"a\":0}}")).is_none());
    }

    proptest! {
        #[test]
        fn a_record_within_the_limits_is_unchanged(key in ".{0,9}", text in ".{0,9}", number in any::<i64>()) {
            let value: Value = json!({"name": text, key: {"chart": [text, {"b": number}]}, "info": {"a": text}});
            let json = value.to_string();
            prop_assert_eq!(limited(&json), Some((json, vec![])));
        }

        #[test]
        fn the_entries_are_counted_at_least_once(width in 1..9_usize, depth in 0..5_u32) {
            let value = (0..depth).fold(Value::Null, |below, _| Value::Array(vec![below; width]));
            let json = json!({"config": {"a": value}}).to_string();
            let mut outline = Outline::default();
            while outline.step(json.as_bytes(), 1) {}
            let values = (0..=depth).map(|level| width.pow(level)).sum::<usize>();
            prop_assert!(outline.entries >= values, "{} of {}", outline.entries, values);
        }

        #[test]
        fn the_memory_is_in_proportion_to_the_entries(number in 0..50_usize) {
            let json = list(number);
            let mut outline = Outline::default();
            while outline.step(json.as_bytes(), 9) {}
            prop_assert_eq!(outline.memory(), (number + 1) * ENTRY_SIZE);
        }

        #[test]
        fn arbitrary_text_does_not_panic(json in "[\\[\\]{}:,\"a\\\\ ]{0,60}") {
            let _ = limited(&json);
        }
    }
}
