//! Counted nouns in sentences.

/// Returns a number with its noun: `1 value`, `2 values`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
