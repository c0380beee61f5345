//! What is written otherwise and is the same to Kubernetes: `1000m` and `1`, an empty field and none, a default that is
//! written and one that is not.
//!
//! The API server decodes an object into a Go type, fills in defaults and compares the results. `types.txt` holds the fields
//! of these types of which the JSON alone does not tell how they are compared, and `defaults.txt` the defaults;
//! `defaults.rs` has those that depend on other fields. `tests/end_to_end` compares all of them with an API server.
//!
//! [`respelled`] rewrites the old side of an object in the spelling of the new one. What still differs then, differs to
//! Kubernetes.

mod defaults;
mod likeness;
mod object;
mod respelling;
mod secret_fields;
mod types;

pub use object::{WrittenOtherwise, is_same_to_kubernetes};
pub(crate) use object::{is_of_known_type, respelled, written_otherwise};
