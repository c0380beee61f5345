//! Reads a manifest into its objects, and into the documents that are no objects.

use std::{ops::Range, sync::Arc};

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{
    DuplicateKey, ObjectId, YamlError,
    identity::group,
    raw_document::{RawDocument, split_documents, template},
    to_yaml, yaml_reader,
};

/// The deepest nesting of `List`s that is read.
const LIST_DEPTH: usize = 4;

/// The content of a manifest.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The objects, in order.
    pub objects: Vec<Object>,
    /// The documents that Kubernetes could not read, in order.
    pub invalid: Vec<InvalidDocument>,
}

/// One object of a manifest.
#[derive(Clone)]
pub struct Object {
    /// The identity.
    pub id: ObjectId,
    /// `apiVersion` as written.
    pub api_version: String,
    /// The object; always a mapping.
    pub value: Value,
    /// The template that rendered it, such as `web/templates/service.yaml`, where a `# Source:` comment names it.
    pub template: Option<String>,
    /// The lines of its document in the manifest, from 1, end exclusive. Items of a `List` have the lines of the list.
    pub lines: Range<usize>,
    /// The text of its document. For an item of a `List`, the item written as YAML.
    pub text: Arc<str>,
    /// Where the text comes from.
    pub text_origin: TextOrigin,
    /// The duplicate keys of its document.
    pub duplicate_keys: Vec<DuplicateKey>,
}

/// Where the text of an object comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOrigin {
    /// From the manifest: its first line is the first of [`Object::lines`].
    Document,
    /// Serialized from the value: its lines are not those of the manifest.
    Serialized,
}

/// Leaves out the content, so that no Secret is written to a log by `{:?}`.
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

/// A document that is not an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDocument {
    /// The lines in the manifest, from 1, end exclusive.
    pub lines: Range<usize>,
    /// The template that rendered it, where a `# Source:` comment names it.
    pub template: Option<String>,
    /// Why it is not an object.
    pub problem: DocumentProblem,
}

/// Why a document is not an object.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DocumentProblem {
    /// The document is not YAML that Kubernetes reads.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// Something other than a comment follows `---` on its line.
    #[error("only a comment may follow `---` on its line")]
    TextAfterSeparator,
    /// The document is a list or a scalar.
    #[error("the document is not a mapping")]
    NotAMapping,
    /// A required field is missing, empty, or not a string.
    #[error("`{field}` is missing or is not a string")]
    Field {
        /// The path of the field, such as `metadata.name`.
        field: &'static str,
    },
    /// `List`s are nested deeper than the limit.
    #[error("lists are nested too deeply")]
    NestedLists,
}

/// Reads a manifest. Documents that cannot be read are in [`Manifest::invalid`].
///
/// Documents that are empty or contain only comments are skipped. A `List` is replaced by its items.
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

/// Reads a manifest lazily, document by document, so that a page can render in between. See [`parse`].
pub fn documents(text: &str) -> impl Iterator<Item = Result<Object, InvalidDocument>> + '_ {
    split_documents(text).into_iter().flat_map(|document| {
        let mut reader = DocumentReader::default();
        reader.read(&document);
        reader.objects
    })
}

/// Reads one document: usually one object, or the items of a `List`.
#[derive(Default)]
struct DocumentReader {
    objects: Vec<Result<Object, InvalidDocument>>,
}

impl DocumentReader {
    fn read(&mut self, document: &RawDocument<'_>) {
        let source = Source {
            lines: document.lines.clone(),
            template: template(document.text).map(str::to_owned),
        };
        if document.after_separator.is_some() {
            return self.reject(&source, DocumentProblem::TextAfterSeparator);
        }
        let read = match yaml_reader::document(document.text) {
            Ok(read) => read,
            Err(error) => match json(document.text) {
                Some(value) => yaml_reader::Document {
                    value,
                    duplicate_keys: Vec::new(),
                },
                None => {
                    return self.reject(
                        &source,
                        error.with_line_offset(document.lines.start - 1).into(),
                    );
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
                    None => (to_yaml(&value).into(), TextOrigin::Serialized),
                };
                self.objects.push(Ok(Object {
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
        self.objects.push(Err(InvalidDocument {
            lines: source.lines.clone(),
            template: source.template.clone(),
            problem,
        }));
    }
}

/// The position of a document and its template.
struct Source {
    lines: Range<usize>,
    template: Option<String>,
}

/// The parts of a `List`, `ConfigMapList`, ….
struct List {
    items: Vec<Value>,
    item_kind: String,
    api_version: Value,
}

/// Returns the parts of a list, or the fields when the object is not a list.
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

/// Parses a document as JSON. Kubernetes tries JSON first for a document that starts with `{`. JSON is a subset of YAML
/// except for escaped surrogate pairs, so it is only needed where YAML fails.
fn json(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).ok()
    } else {
        None
    }
}
