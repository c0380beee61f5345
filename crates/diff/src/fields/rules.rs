//! The rules that the caller of a comparison of JSON values gives.

use serde_json::{Map, Value};

use crate::{
    path::{EntryKey, Format},
    sides::Sides,
};

/// The rules of the kind of values that are compared.
pub trait FieldRules {
    /// What the position of a value tells about it, such as whether it is a secret. It is passed down from the root, and
    /// reported with the values of a difference.
    type Context: Copy;

    /// Returns the context of a mapping's field.
    fn field_context(
        mapping: Self::Context,
        key: &str,
        entries: &Map<String, Value>,
    ) -> Self::Context;

    /// Returns the context of a list's entry.
    fn item_context(list: Self::Context, items: &[Value], index: usize) -> Self::Context;

    /// Parses two strings that are whole documents of one format; `None` where they are compared as strings.
    fn parse_documents(
        texts: Sides<&str>,
        contexts: Sides<Self::Context>,
    ) -> Option<Sides<Document<Self::Context>>>;

    /// Parses a string again that [`FieldRules::parse_documents`] found to be a document of this format.
    fn parse_format(text: &str, format: Format) -> Option<Value>;

    /// Returns the fields that identify the entries of both versions of a list, given the name of the field that holds it;
    /// `None` where entries are matched by content and position.
    fn key_fields(field: &str, old: &[Value], new: &[Value]) -> Option<&'static [&'static str]>;

    /// Returns the identity of an entry by its key fields.
    fn entry_key(fields: &[&str], entry: &Value) -> Option<EntryKey>;
}

/// A document inside a string.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<C> {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub value: Value,
    /// The context of its root.
    pub context: C,
}
