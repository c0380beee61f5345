//! Helm manifests, read as Kubernetes reads YAML.
//!
//! [`parse`] reads the manifest of a release record into [`Object`]s with identity and source lines. A document
//! that Kubernetes could not read is an [`InvalidDocument`] in the result; it does not hide the others.
//!
//! Scalars follow `sigs.k8s.io/yaml` (YAML 1.1 as go-yaml v2 reads it): `yes` is a boolean, `0777` is 511, `12:30` is a
//! string. [`value`] reads a single document, such as a values file, and [`to_yaml`] writes a value.
//!
//! ```
//! let manifest = astern_manifest::parse(
//!     "---\n# Source: web/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n",
//! );
//! assert_eq!(manifest.objects[0].id.to_string(), "Service/web");
//! assert_eq!(manifest.objects[0].template.as_deref(), Some("web/templates/service.yaml"));
//! ```

mod document_format;
mod error;
mod identity;
mod manifest;
pub mod merge_keys;
mod number;
mod quantity;
mod raw_document;
mod scalar;
mod yaml_reader;
mod yaml_writer;

pub use document_format::DocumentFormat;
pub use error::YamlError;
pub use identity::ObjectId;
pub use manifest::{
    DocumentProblem, InvalidDocument, Manifest, Object, TextOrigin, documents, parse,
};
pub use quantity::{InvalidQuantity, Quantity};
pub use yaml_reader::{DuplicateKey, only_document, value};
pub use yaml_writer::to_yaml;
