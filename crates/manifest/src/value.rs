//! Reads texts that are no manifests.

use astern_yaml::{Budget, YamlError, read, read_as_written};
use serde_json::Value;

/// Reads one YAML document, such as a values file. An empty text is `null`; further documents are ignored, as
/// `sigs.k8s.io/yaml` does.
///
/// # Errors
/// When Kubernetes could not read the text, or when it is too much to read.
pub fn value(text: &str) -> Result<Value, YamlError> {
    read(text, &Budget::for_text(text)).map(|document| document.value)
}

/// Reads a text that is exactly one YAML document. `None` when it cannot be read, has duplicate keys, or contains further
/// documents.
#[must_use]
pub fn only_document(text: &str) -> Option<Value> {
    let read = read(text, &Budget::for_text(text)).ok()?;
    (!read.is_followed && read.duplicate_keys.is_empty()).then_some(read.value)
}

/// As [`only_document`], with the plain scalars that readers of YAML read differently as strings of what is written.
pub(crate) fn only_document_as_written(text: &str) -> Option<Value> {
    let read = read_as_written(text, &Budget::for_text(text)).ok()?;
    (!read.is_followed && read.duplicate_keys.is_empty()).then_some(read.value)
}
