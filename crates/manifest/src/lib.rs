//! Helm manifests, read as helm reads them.
//!
//! [`parse`] reads the manifest of a release record into [`Object`]s with identity and source lines: the objects that
//! `helm rollback` applies. A document that helm could not read is an [`InvalidDocument`] in the result; it does not hide the
//! others, although helm then applies none of them.
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
mod identity;
mod manifest;
pub mod merge_keys;
mod quantity;
mod reader;
mod stream;
mod unstructured;
mod value;
mod yaml_writer;

pub use astern_yaml::{Budget, DuplicateKey, YamlError, is_ambiguous};
pub use document_format::DocumentFormat;
pub use identity::ObjectId;
pub use manifest::{DocumentProblem, InvalidDocument, Manifest, Object, TextOrigin};
pub use quantity::{InvalidQuantity, Quantity};
pub use reader::{documents, parse};
pub use value::{only_document, value};
pub use yaml_writer::to_yaml;
