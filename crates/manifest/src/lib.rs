//! Helm manifests, read as Kubernetes reads YAML.
//!
//! [`parse`] turns the text that Helm keeps in its ledger into [`Object`]s with identity and source lines. A document
//! that Kubernetes could not read is an [`InvalidDocument`] in the result: one bad document never hides the others.
//!
//! Scalars follow `sigs.k8s.io/yaml` (YAML 1.1 as go-yaml v2 reads it): `yes` is a boolean, `0777` is 511, `12:30` is a
//! string. [`value`] reads a single document, such as a values file, and [`to_yaml`] writes a value back.
//!
//! ```
//! let manifest = astern_manifest::parse(
//!     "---\n# Source: web/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n",
//! );
//! assert_eq!(manifest.objects[0].id.to_string(), "Service/web");
//! assert_eq!(manifest.objects[0].template.as_deref(), Some("web/templates/service.yaml"));
//! ```

mod document_format;
mod document_text;
mod error;
mod events;
mod identity;
mod manifest;
pub mod merge_keys;
mod number;
mod print;
mod quantity;
mod scalar;

pub use document_format::DocumentFormat;
pub use error::YamlError;
pub use events::{DuplicateKey, only_document, value};
pub use identity::ObjectId;
pub use manifest::{
    DocumentProblem, InvalidDocument, Manifest, Object, TextOrigin, documents, parse,
};
pub use print::to_yaml;
pub use quantity::{InvalidQuantity, Quantity};
