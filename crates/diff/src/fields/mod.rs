//! Compares JSON values field by field.

mod compare;
mod difference;
mod likeness;
mod lists;
mod resolve;
mod rules;
#[cfg(test)]
mod test_rules;

pub use compare::compare_fields;
pub use difference::{Difference, FieldDifference, ValueAt};
pub use resolve::resolve;
pub use rules::{Document, FieldRules};
