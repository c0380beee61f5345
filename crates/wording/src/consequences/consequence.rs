//! A consequence of a change.

use astern_compare::Severity;

/// A consequence of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// The severity.
    pub severity: Severity,
    /// The sentence.
    pub sentence: String,
}
