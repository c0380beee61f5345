//! Parts of a text.

use std::ops::Range;

/// Returns parts of a text in order. Parts that overlap become one: two searches can find parts of the same secret.
pub(crate) fn union(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if !ranges.is_sorted_by_key(|range| range.start) {
        ranges.sort_unstable_by_key(|range| range.start);
    }
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Replaces parts of a text, which are in order and do not overlap.
pub(crate) fn replace(
    text: &str,
    ranges: &[Range<usize>],
    replacement: impl Fn(&str) -> String,
) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut end = 0;
    for range in ranges {
        replaced.push_str(&text[end..range.start]);
        replaced.push_str(&replacement(&text[range.clone()]));
        end = range.end;
    }
    replaced.push_str(&text[end..]);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_ordered_and_merged() {
        assert_eq!(union(vec![5..7, 0..2, 1..4, 7..8]), [0..4, 5..7, 7..8]);
        assert_eq!(
            replace("abcdefgh", &[0..2, 7..8], |part| part.len().to_string()),
            "2cdefg1"
        );
    }
}
