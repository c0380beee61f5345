//! Reads YAML to JSON values, as go-yaml v2 and `sigs.k8s.io/yaml` do.
//!
//! `builder` turns the events of the parser into a value, `scalar_node` resolves scalars by tag and style, `anchors` limits
//! what aliases expand to, and `unterminated_line` corrects block scalars at the end of a text.

mod anchors;
mod builder;
mod scalar_node;
mod unterminated_line;

pub(crate) use builder::{Document, document};
pub use builder::{DuplicateKey, only_document, value};
