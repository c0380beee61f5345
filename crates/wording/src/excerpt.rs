//! The part of two long values in which they differ.

/// What stands for a part that is left out.
const ELLIPSIS: char = '…';

/// How many characters before the difference are shown.
const BEFORE: usize = 40;

/// Returns two values with at most `limit` characters each and an ellipsis for what is left out: of long ones the part in
/// which they begin to differ. Values that are short enough are returned as they are.
#[must_use]
pub fn excerpts(from: &str, to: &str, limit: usize) -> (String, String) {
    let is_long = |text: &str| text.chars().count() > limit;
    if !is_long(from) && !is_long(to) {
        return (from.to_owned(), to.to_owned());
    }
    let pairs = from.chars().zip(to.chars());
    let common = pairs.take_while(|(from, to)| from == to).count();
    let skipped = match common <= limit / 2 {
        true => 0,
        false => common - BEFORE.min(common),
    };
    (excerpt(from, skipped, limit), excerpt(to, skipped, limit))
}

/// Returns the beginning of a value, with at most `limit` characters and an ellipsis for the rest.
#[must_use]
pub fn beginning(text: &str, limit: usize) -> String {
    excerpt(text, 0, limit)
}

fn excerpt(text: &str, skipped: usize, limit: usize) -> String {
    let mut characters = text.chars().skip(skipped);
    let mut excerpt: String = if skipped > 0 {
        format!("{ELLIPSIS} ")
    } else {
        String::new()
    };
    excerpt.extend(characters.by_ref().take(limit));
    if characters.next().is_some() {
        excerpt.extend([' ', ELLIPSIS]);
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_differs_is_shown() {
        assert_eq!(excerpts("a", "b", 10), ("a".to_owned(), "b".to_owned()));
        let long = |end: &str| format!("{}{end}", "x".repeat(500));
        let (from, to) = excerpts(&long("old"), &long("new"), 160);
        assert!(from.starts_with("… ") && from.ends_with("old"), "{from}");
        assert!(to.ends_with("new") && to.chars().count() < 160, "{to}");
        let (from, _) = excerpts(&format!("a{}", long("")), &format!("b{}", long("")), 160);
        assert!(from.starts_with('a') && from.ends_with(" …"), "{from}");
        assert_eq!(beginning("abc", 2), "ab …");
    }
}
