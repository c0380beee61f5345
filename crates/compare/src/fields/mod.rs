//! The fields that differ. Each stage from the comparison of two values to what is shown has its type:
//! [`astern_diff::FieldDifference`] holds the values as they are, `MaskedField` holds no secret any more, and
//! [`FieldChange`] tells also what is noise and where a field comes from.

mod change;
mod masked;
mod rules;

pub use change::{FieldChange, changed_fields};
pub(crate) use masked::masked_fields;
pub(crate) use rules::KubernetesRules;
