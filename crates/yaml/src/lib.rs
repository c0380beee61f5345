//! YAML as Kubernetes and Helm read it: `sigs.k8s.io/yaml`, which is go-yaml v2 and a conversion to JSON.
//!
//! [`read`] reads the first document of a text. It gives the value that Kubernetes has, or an error: where go-yaml reads
//! YAML otherwise than the YAML specification, it follows go-yaml. A text that go-yaml reads is refused only where it is
//! more than the [`Budget`] allows, nested deeper than 200 levels, has the tag `!!timestamp`, or has two keys of which Go
//! takes one at random.
//!
//! ```
//! let budget = astern_yaml::Budget::for_release();
//! let document = astern_yaml::read("port: 0x50\ntls: yes\n", &budget).unwrap();
//! assert_eq!(document.value, serde_json::json!({"port": 80, "tls": true}));
//! ```
//!
//! [`read_json`] reads a JSON value as Go does, for texts that Kubernetes reads as JSON.
//!
//! The modules follow the files of go-yaml v2.4.4, which its authors derived from libyaml: `characters` (`readerc.go`),
//! `scanner` (`scannerc.go`), `parser` (`parserc.go`), `decoder` (`decode.go`), `scalar` (`resolve.go`). The file NOTICE
//! beside this crate has their licences.

mod budget;
mod characters;
mod decoder;
mod document;
mod error;
mod json;
mod mapping;
mod node;
mod number;
mod parser;
mod scalar;
mod scanner;
mod tagged_scalar;

pub use budget::Budget;
pub use decoder::is_ambiguous;
pub use document::{Document, DuplicateKey};
pub use error::{Excess, YamlError};
pub use json::{JsonValue, read_json};
pub use scalar::{Scalar, resolve};

use decoder::PlainScalars;

/// Reads the first document of a text; further documents are ignored, as by Kubernetes.
///
/// # Errors
/// When Kubernetes could not read the text, or when it is more than the budget allows.
pub fn read(text: &str, budget: &Budget) -> Result<Document, YamlError> {
    read_with(PlainScalars::Resolved, text, budget)
}

/// Reads the first document of a text that is not for Kubernetes, such as the configuration of a program, of which is not
/// known by what version of YAML it is read. A plain scalar that these read as different values, or that a value does not
/// keep, is a string of what is written: `NO`, `3.10`, `0777`. Keys are strings as they are written.
///
/// # Errors
/// As [`read`].
///
/// ```
/// let budget = astern_yaml::Budget::for_release();
/// let document = astern_yaml::read_as_written("on: {python: 3.10, port: 80}", &budget).unwrap();
/// assert_eq!(document.value, serde_json::json!({"on": {"python": "3.10", "port": 80}}));
/// ```
pub fn read_as_written(text: &str, budget: &Budget) -> Result<Document, YamlError> {
    read_with(PlainScalars::AsWritten, text, budget)
}

fn read_with(scalars: PlainScalars, text: &str, budget: &Budget) -> Result<Document, YamlError> {
    budget.spend(|allowance| {
        allowance.take_bytes(text.len())?;
        let tree = parser::parse(text, allowance)?;
        decoder::decode(tree, scalars, allowance)
    })
}
