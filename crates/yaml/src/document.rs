//! A document that was read.

use serde_json::Value;

/// A document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its value; null for a text without a document.
    pub value: Value,
    /// Keys that occur twice in a mapping, at most 100. The last one counts.
    pub duplicate_keys: Vec<DuplicateKey>,
    /// Whether the text goes on after the document. Kubernetes ignores that.
    pub is_followed: bool,
}

/// A key that occurs twice in a mapping. Kubernetes uses the last one, unless it validates strictly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key.
    pub key: String,
    /// The line of the second occurrence, from 1.
    pub line: usize,
}
