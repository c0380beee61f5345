//! Lists of ranges of a text.

use std::ops::Range;

/// Merges two lists of ranges, each ordered by start, into one. Ranges that overlap become one range: two of the searches
/// can find parts of the same secret.
pub(super) fn merge(left: Vec<Range<usize>>, right: Vec<Range<usize>>) -> Vec<Range<usize>> {
    debug_assert!(left.is_sorted_by_key(|range| range.start));
    debug_assert!(right.is_sorted_by_key(|range| range.start));
    if left.is_empty() && right.is_empty() {
        return left;
    }
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let is_left_next = match (left.peek(), right.peek()) {
            (Some(left), Some(right)) => left.start <= right.start,
            (left, _) => left.is_some(),
        };
        let next = match is_left_next {
            true => left.next(),
            false => right.next(),
        };
        let Some(range) = next else {
            return merged;
        };
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
}
