//! The fields that differ. Each stage from the comparison of two values to what is shown has its type:
//! [`astern_diff::FieldDifference`] holds the values as they are, `MaskedField` holds no secret any more,
//! `ClassifiedField` tells what is noise by its path, and [`FieldChange`] tells also where a field comes from.

mod change;
mod classified;
mod masked;
mod rules;

pub use change::{FieldChange, changed_fields};
pub(crate) use classified::ClassifiedField;
pub(crate) use masked::{MaskedField, masked_fields, masked_fields_of};
pub(crate) use rules::KubernetesRules;
