//! What a manifest contains: its objects, and the documents that are no objects.

use std::{ops::Range, sync::Arc};

use serde_json::Value;
use thiserror::Error;

use crate::{DuplicateKey, ObjectId, YamlError};

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
    /// The lines of its document in the manifest, from 1, end exclusive. Items of a list have the lines of the list.
    pub lines: Range<usize>,
    /// The text of its document. For an item of a list, the item written as YAML.
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
    /// The document, or an item of its `items`, is a list or a scalar.
    #[error("the document is not a mapping")]
    NotAMapping,
    /// A required field is missing, empty, or not a string.
    #[error("`{field}` is missing or is not a string")]
    Field {
        /// The path of the field, such as `metadata.name`.
        field: &'static str,
    },
    /// A field of the metadata, or `items`, has a value of a type that Kubernetes does not take there.
    #[error("`{field}` has a value of the wrong type")]
    WrongType {
        /// The path of the field, such as `metadata.labels`.
        field: &'static str,
    },
    /// An item of `items` has `items` itself.
    #[error("an item of a list is a list, which Kubernetes does not read")]
    NestedList,
}
