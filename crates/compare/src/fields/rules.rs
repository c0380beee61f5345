//! The rules for comparing values of Kubernetes objects and of Helm charts: list entries by Kubernetes' merge keys, documents
//! in strings by their content, each value with its masking context.

use astern_diff::{Document, EntryKey, FieldRules, Format, Sides};
use astern_manifest::{
    DocumentFormat,
    merge_keys::{Pairing, entry_key, pairing},
};
use astern_masking::ValueContext;
use serde_json::{Map, Value};

/// The rules for values of objects and charts.
pub(crate) struct KubernetesRules;

impl FieldRules for KubernetesRules {
    type Context = ValueContext;

    fn field_context(
        mapping: ValueContext,
        key: &str,
        entries: &Map<String, Value>,
    ) -> ValueContext {
        mapping.of_field(key, entries)
    }

    fn item_context(list: ValueContext, items: &[Value], index: usize) -> ValueContext {
        list.of_item(items, index)
    }

    /// Strings that differ in quotes stay strings, where their values do not tell it.
    fn parse_documents(
        texts: Sides<&str>,
        contexts: Sides<ValueContext>,
    ) -> Option<Sides<Document<ValueContext>>> {
        let (format, from) = contexts.from.parse_document(texts.from)?;
        let (other_format, to) = contexts.to.parse_document(texts.to)?;
        if format != other_format || format.differ_in_quotes((texts.from, texts.to), (&from, &to)) {
            return None;
        }
        let document = |value| Document {
            format: match format {
                DocumentFormat::Json => Format::Json,
                DocumentFormat::Yaml => Format::Yaml,
            },
            value,
            context: ValueContext::General,
        };
        Some(Sides { from, to }.map(document))
    }

    fn parse_format(text: &str, format: Format) -> Option<Value> {
        match format {
            Format::Json => DocumentFormat::Json,
            Format::Yaml => DocumentFormat::Yaml,
        }
        .parse_whole(text)
    }

    fn key_fields(field: &str, old: &[Value], new: &[Value]) -> Option<&'static [&'static str]> {
        match pairing(field, old, new) {
            Pairing::Fields(fields) => Some(fields),
            Pairing::Position => None,
        }
    }

    fn entry_key(fields: &[&str], entry: &Value) -> Option<EntryKey> {
        entry_key(fields, entry).map(|values| EntryKey { values })
    }
}
