//! Numbers and lists in sentences.

use std::fmt::{Display, Write as _};

/// `1 value`, `2 values`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// `a`, `a and b`, `a, b and 3 more`: so many by name, the others counted. One alone is named rather than counted.
pub(crate) fn list<T: Display>(items: impl ExactSizeIterator<Item = T>, named: usize) -> String {
    let all = items.len();
    let named = if all == named + 1 { all } else { named };
    let mut text = String::new();
    for (index, item) in items.take(named).enumerate() {
        let before = match index {
            0 => "",
            _ if index + 1 == all => " and ",
            _ => ", ",
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "{before}{item}");
    }
    if all > named {
        let _ = write!(text, " and {} more", all - named);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn long_lists_end_in_a_number() {
        for (items, said) in [
            (1, "0"),
            (2, "0 and 1"),
            (3, "0, 1 and 2"),
            (4, "0, 1 and 2 more"),
        ] {
            assert_eq!(list(0..items, 2), said);
        }
    }
}
