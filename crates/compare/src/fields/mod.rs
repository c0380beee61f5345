//! The fields that differ. Each stage from the comparison of two values to the result has its type:
//! [`astern_diff::FieldDifference`] has the values as they are, `MaskedField` has no secrets, `ClassifiedField` adds what is
//! noise by its path, and [`FieldChange`] adds where a field comes from.

mod change;
mod classified;
mod masked;
mod masked_path;
mod rules;
mod size;
mod text_lines;

pub use change::{FieldChange, changed_fields};
pub(crate) use classified::ClassifiedField;
pub(crate) use masked::{MaskedField, masked_fields, masked_fields_of};
pub use masked_path::MaskedPath;
pub(crate) use masked_path::masked_path;
pub(crate) use rules::KubernetesRules;
pub(crate) use size::size;
pub use text_lines::{TextLine, TextLineKind, TextLines};
