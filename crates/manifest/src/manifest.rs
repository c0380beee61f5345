//! A whole manifest: its objects in order, and the documents that are none.

use std::{ops::Range, sync::Arc};

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{
    DuplicateKey, ObjectId, YamlError,
    document_text::{DocumentText, split, template},
    events,
    identity::group,
    to_yaml,
};

/// Lists within lists deeper than this are not opened.
const LIST_DEPTH: usize = 4;

/// What a manifest holds.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The objects, in the order of the text.
    pub objects: Vec<Object>,
    /// The documents that Kubernetes could not take, in the order of the text.
    pub invalid: Vec<InvalidDocument>,
}

/// One object of a manifest.
#[derive(Clone)]
pub struct Object {
    /// Which object this is.
    pub id: ObjectId,
    /// `apiVersion` as written.
    pub api_version: String,
    /// The object; always a mapping.
    pub value: Value,
    /// The template it came from, such as `web/templates/service.yaml`, where Helm says so.
    pub template: Option<String>,
    /// Its document's lines in the manifest, from 1, the end excluded. Items of a `List` share the lines of the list.
    pub lines: Range<usize>,
    /// Its document's own text. For an item of a `List`, the item written as YAML.
    pub text: Arc<str>,
    /// Which of the two the text is.
    pub text_origin: TextOrigin,
    /// Keys that stand twice in its document.
    pub duplicate_keys: Vec<DuplicateKey>,
}

/// Where an object's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOrigin {
    /// It is its document's own text: its first line is the first of [`Object::lines`].
    Document,
    /// It was written from the value, so its lines are nowhere else.
    Written,
}

/// Without the content: a manifest's Secrets must not end in a log by way of `{:?}`.
impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Object")
            .field("id", &self.id)
            .field("api_version", &self.api_version)
            .field("template", &self.template)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}

/// A document that is no object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDocument {
    /// Its lines in the manifest, from 1, the end excluded.
    pub lines: Range<usize>,
    /// The template it came from, where Helm says so.
    pub template: Option<String>,
    /// What is wrong with it.
    pub problem: DocumentProblem,
}

/// What keeps a document from being an object.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DocumentProblem {
    /// It is not YAML that Kubernetes reads.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// Something other than a comment follows `---` on its line.
    #[error("only a comment may follow `---` on its line")]
    TextAfterSeparator,
    /// It is a list or a scalar.
    #[error("the document is not a mapping")]
    NotAMapping,
    /// A field that every object needs is missing, empty, or not a string.
    #[error("`{field}` is missing or is not a string")]
    Field {
        /// The field's path, such as `metadata.name`.
        field: &'static str,
    },
    /// A `List` within a `List`, deeper than is read.
    #[error("lists are nested too deeply")]
    NestedLists,
}

/// Reads a manifest. It never fails as a whole: what cannot be read is in [`Manifest::invalid`].
///
/// Empty documents and such with comments only are left out. A `List` is replaced by its items.
#[must_use]
pub fn parse(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    for read in documents(text) {
        match read {
            Ok(object) => manifest.objects.push(object),
            Err(invalid) => manifest.invalid.push(invalid),
        }
    }
    manifest
}

/// What [`parse`] gives, one at a time, so that a page can be drawn between two documents.
pub fn documents(text: &str) -> impl Iterator<Item = Result<Object, InvalidDocument>> + '_ {
    split(text).into_iter().flat_map(|document| {
        let mut reader = Reader::default();
        reader.read(&document);
        reader.found
    })
}

/// What one document holds: most often one object.
#[derive(Default)]
struct Reader {
    found: Vec<Result<Object, InvalidDocument>>,
}

impl Reader {
    fn read(&mut self, document: &DocumentText<'_>) {
        let source = Source {
            lines: document.lines.clone(),
            template: template(document.text).map(str::to_owned),
        };
        if document.after_separator.is_some() {
            return self.reject(&source, DocumentProblem::TextAfterSeparator);
        }
        let read = match events::document(document.text) {
            Ok(read) => read,
            Err(error) => match json(document.text) {
                Some(value) => events::Document {
                    value,
                    duplicate_keys: Vec::new(),
                },
                None => {
                    return self.reject(&source, error.moved_down(document.lines.start - 1).into());
                }
            },
        };
        let duplicate_keys = read
            .duplicate_keys
            .into_iter()
            .map(|duplicate| DuplicateKey {
                line: duplicate.line + document.lines.start - 1,
                ..duplicate
            })
            .collect();
        match read.value {
            Value::Null => {}
            Value::Object(fields) => match list_items(fields) {
                Ok(list) => self.add_items(&source, list, LIST_DEPTH),
                Err(fields) => self.add(&source, fields, Some(document.text), duplicate_keys),
            },
            _ => self.reject(&source, DocumentProblem::NotAMapping),
        }
    }

    fn add_items(&mut self, source: &Source, list: List, depth: usize) {
        if depth == 0 {
            return self.reject(source, DocumentProblem::NestedLists);
        }
        for item in list.items {
            let Value::Object(mut fields) = item else {
                self.reject(source, DocumentProblem::NotAMapping);
                continue;
            };
            if !fields.contains_key("kind") && !fields.contains_key("apiVersion") {
                fields.insert("kind".to_owned(), list.item_kind.clone().into());
                fields.insert("apiVersion".to_owned(), list.api_version.clone());
            }
            match list_items(fields) {
                Ok(inner) => self.add_items(source, inner, depth - 1),
                Err(fields) => self.add(source, fields, None, Vec::new()),
            }
        }
    }

    fn add(
        &mut self,
        source: &Source,
        fields: Map<String, Value>,
        text: Option<&str>,
        duplicate_keys: Vec<DuplicateKey>,
    ) {
        match identify(&fields) {
            Err(problem) => self.reject(source, problem),
            Ok((id, api_version)) => {
                let value = Value::Object(fields);
                let (text, text_origin) = match text {
                    Some(text) => (text.into(), TextOrigin::Document),
                    None => (to_yaml(&value).into(), TextOrigin::Written),
                };
                self.found.push(Ok(Object {
                    id,
                    api_version,
                    text,
                    text_origin,
                    value,
                    template: source.template.clone(),
                    lines: source.lines.clone(),
                    duplicate_keys,
                }));
            }
        }
    }

    fn reject(&mut self, source: &Source, problem: DocumentProblem) {
        self.found.push(Err(InvalidDocument {
            lines: source.lines.clone(),
            template: source.template.clone(),
            problem,
        }));
    }
}

/// Where a document stands and what it was made from.
struct Source {
    lines: Range<usize>,
    template: Option<String>,
}

/// A `List`, `ConfigMapList`, … taken apart.
struct List {
    items: Vec<Value>,
    item_kind: String,
    api_version: Value,
}

/// Takes a list apart; gives the fields back when it is none.
fn list_items(mut fields: Map<String, Value>) -> Result<List, Map<String, Value>> {
    let item_kind = match fields.get("kind").and_then(Value::as_str) {
        Some(kind) => kind.strip_suffix("List").map(str::to_owned),
        None => None,
    };
    match (item_kind, fields.get_mut("items").map(Value::take)) {
        (Some(item_kind), Some(Value::Array(items))) => Ok(List {
            items,
            item_kind,
            api_version: fields.get("apiVersion").cloned().unwrap_or_default(),
        }),
        (_, Some(other)) => {
            fields.insert("items".to_owned(), other);
            Err(fields)
        }
        (_, None) => Err(fields),
    }
}

fn identify(fields: &Map<String, Value>) -> Result<(ObjectId, String), DocumentProblem> {
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let required = |field, value| text(value).ok_or(DocumentProblem::Field { field });
    let api_version = required("apiVersion", fields.get("apiVersion"))?;
    let kind = required("kind", fields.get("kind"))?;
    let metadata = |field| {
        fields
            .get("metadata")
            .and_then(|metadata| metadata.get(field))
    };
    let name = match (metadata("name"), text(metadata("generateName"))) {
        (None | Some(Value::Null), Some(prefix)) => format!("{prefix}*"),
        (name, _) => required("metadata.name", name)?,
    };
    let id = ObjectId {
        group: group(&api_version).to_owned(),
        kind,
        namespace: text(metadata("namespace")),
        name,
    };
    Ok((id, api_version))
}

/// Kubernetes tries JSON first where a document begins like it. JSON is YAML but for escapes of characters beyond the
/// basic plane, so it is only asked where YAML gave up.
fn json(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).ok()
    } else {
        None
    }
}
