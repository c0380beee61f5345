//! Rules for tests: lists of mappings are matched by `name`, and strings that are JSON lists or mappings are documents.

use serde_json::{Map, Value};

use super::rules::{Document, FieldRules};
use crate::{
    path::{EntryKey, Format},
    sides::Sides,
};

pub(super) struct TestRules;

impl FieldRules for TestRules {
    /// The depth of a value.
    type Context = usize;

    fn field_context(mapping: usize, _: &str, _: &Map<String, Value>) -> usize {
        mapping + 1
    }

    fn item_context(list: usize, _: &[Value], _: usize) -> usize {
        list + 1
    }

    fn parse_documents(
        texts: Sides<&str>,
        contexts: Sides<usize>,
    ) -> Option<Sides<Document<usize>>> {
        let document = |text: &str, context: usize| {
            Some(Document {
                format: Format::Json,
                value: Self::parse_format(text, Format::Json)?,
                context: context + 1,
            })
        };
        Some(Sides {
            from: document(texts.from, contexts.from)?,
            to: document(texts.to, contexts.to)?,
        })
    }

    fn parse_format(text: &str, _: Format) -> Option<Value> {
        serde_json::from_str(text)
            .ok()
            .filter(|value: &Value| value.is_object() || value.is_array())
    }

    fn key_fields(_: &str, old: &[Value], new: &[Value]) -> Option<&'static [&'static str]> {
        let has_name = |entry: &Value| entry.get("name").is_some();
        old.iter().chain(new).all(has_name).then_some(&["name"])
    }

    fn entry_key(fields: &[&str], entry: &Value) -> Option<EntryKey> {
        let values = fields
            .iter()
            .map(|field| Some(entry.get(field)?.as_str()?.to_owned()));
        Some(EntryKey {
            values: values.collect::<Option<_>>()?,
        })
    }
}
