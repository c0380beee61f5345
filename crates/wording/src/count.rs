//! Counted nouns, the verbs that agree with them, and lists.

use std::fmt::{Display, Write as _};

/// Returns a number with its noun: `0 values`, `1 value`, `2 values`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Returns a number with its noun, with zero as a word: `no values`, `1 value`, `2 values`.
#[must_use]
pub fn count_or_no(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        _ => count(number, noun),
    }
}

/// Returns a number with its noun and the verb: `1 value differs`, `2 values differ`.
#[must_use]
pub fn differ(number: usize, noun: &str) -> String {
    let verb = verb(number, " differs", " differ");
    count(number, noun) + verb
}

/// Returns the form of a verb that agrees with a number.
#[must_use]
pub fn verb<'a>(number: usize, singular: &'a str, plural: &'a str) -> &'a str {
    match number {
        1 => singular,
        _ => plural,
    }
}

/// Returns a list with at most `limit` items, the rest as a number: `a`, `a and b`, `a, b and 3 more`.
///
/// When a single item is over the limit, it is listed too, because `and 1 more` is no shorter.
#[must_use]
pub fn list<T: Display>(items: impl ExactSizeIterator<Item = T>, limit: usize) -> String {
    let total = items.len();
    let limit = if total == limit + 1 { total } else { limit };
    let mut text = String::new();
    for (index, item) in items.take(limit).enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == total => " and ",
            _ => ", ",
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "{separator}{item}");
    }
    if total > limit {
        let _ = write!(text, " and {} more", total - limit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_verbs_agree_with_the_number() {
        assert_eq!(count(0, "value"), "0 values");
        assert_eq!(count(1, "value"), "1 value");
        assert_eq!(count_or_no(0, "value"), "no values");
        assert_eq!(count_or_no(2, "value"), "2 values");
        assert_eq!(differ(1, "value"), "1 value differs");
        assert_eq!(differ(2, "value"), "2 values differ");
    }

    #[test]
    fn long_lists_end_in_a_number() {
        for (items, expected) in [
            (1, "0"),
            (2, "0 and 1"),
            (3, "0, 1 and 2"),
            (4, "0, 1 and 2 more"),
        ] {
            assert_eq!(list(0..items, 2), expected);
        }
    }
}
