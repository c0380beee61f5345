//! Searches a text for many patterns at once, in time in proportion to the text.
//!
//! Patterns are looked up by their first eight bytes. A pathological set of patterns could make a position expensive, as many
//! patterns with the same beginning do. The bytes that are compared are therefore counted, and a text for which they are too
//! many counts as one secret as a whole.

use std::{collections::HashMap, ops::Range};

use zeroize::Zeroizing;

/// The number of bytes by which patterns are looked up, and the shortest pattern.
pub(super) const GRAM: usize = 8;

/// The largest number of patterns that are kept, and of their bytes. A release has a hundred or a thousand. Of more, the
/// first eight bytes are kept, and a text that contains them counts as one secret as a whole.
const MAX_PATTERNS: usize = 32_768;
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The number of bytes that may be compared for each byte of a text.
const MAX_COMPARED: usize = 16;

/// The number of bits of the filter, as a power of two.
const FILTER_BITS: u32 = 16;

type Gram = [u8; GRAM];

/// The patterns.
#[derive(Default)]
pub(super) struct Matcher {
    /// A bit for the hash of each beginning, so that most positions need no look-up.
    filter: Vec<u64>,
    beginnings: HashMap<Gram, Beginning>,
    patterns: Vec<Zeroizing<Vec<u8>>>,
    bytes: usize,
}

/// What begins with the same eight bytes.
enum Beginning {
    /// Patterns, by position.
    Patterns(Vec<u32>),
    /// Patterns that are not kept, among others.
    Dropped,
}

impl Matcher {
    /// Adds a pattern. One that is shorter than eight bytes is ignored.
    pub(super) fn add(&mut self, pattern: &[u8]) {
        let Some(gram) = gram(pattern, 0) else {
            return;
        };
        if self.filter.is_empty() {
            self.filter = vec![0; 1 << (FILTER_BITS - 6)];
        }
        let (word, bit) = filter_position(gram);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= bit;
        }
        let beginning = self
            .beginnings
            .entry(gram)
            .or_insert_with(|| Beginning::Patterns(Vec::new()));
        let is_full = self.patterns.len() >= MAX_PATTERNS || self.bytes + pattern.len() > MAX_BYTES;
        match (beginning, u32::try_from(self.patterns.len())) {
            (Beginning::Patterns(positions), Ok(position)) if !is_full => {
                positions.push(position);
                self.bytes += pattern.len();
                self.patterns.push(Zeroizing::new(pattern.to_vec()));
            }
            (beginning, _) => *beginning = Beginning::Dropped,
        }
    }

    /// Returns where the patterns are in a text, in order and without overlaps: the leftmost, and of those the longest.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.beginnings.is_empty() {
            return found;
        }
        let bytes = text.as_bytes();
        let mut budget = bytes.len().saturating_mul(MAX_COMPARED) + MAX_BYTES / 1024;
        let mut at = 0;
        while let Some(gram) = gram(bytes, at) {
            let (word, bit) = filter_position(gram);
            if self.filter.get(word).is_none_or(|word| word & bit == 0) {
                at += 1;
                continue;
            }
            match self.beginnings.get(&gram) {
                None => at += 1,
                Some(Beginning::Dropped) => return whole(text),
                Some(Beginning::Patterns(positions)) => {
                    let Some(length) = self.longest(positions, &bytes[at..], &mut budget) else {
                        return whole(text);
                    };
                    if length > 0 {
                        found.push(at..at + length);
                    }
                    at += length.max(1);
                }
            }
        }
        found
    }

    /// Returns the length of the longest of some patterns with which a text begins, 0 if it begins with none; `None` when the
    /// budget is used up.
    fn longest(&self, positions: &[u32], text: &[u8], budget: &mut usize) -> Option<usize> {
        let mut longest = 0;
        for position in positions {
            let Some(pattern) = self.patterns.get(*position as usize) else {
                continue;
            };
            let equal = pattern.iter().zip(text).take_while(|(a, b)| a == b).count();
            *budget = budget.checked_sub(equal)?;
            if equal == pattern.len() {
                longest = longest.max(equal);
            }
        }
        Some(longest)
    }
}

fn whole(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}

/// Returns the eight bytes at a position.
fn gram(bytes: &[u8], at: usize) -> Option<Gram> {
    bytes.get(at..at + GRAM)?.try_into().ok()
}

/// Returns the word and the bit of the filter for eight bytes.
fn filter_position(gram: Gram) -> (usize, u64) {
    let hash = u64::from_le_bytes(gram).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - FILTER_BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(patterns: &[&str]) -> Matcher {
        let mut matcher = Matcher::default();
        for pattern in patterns {
            matcher.add(pattern.as_bytes());
        }
        matcher
    }

    #[test]
    fn the_leftmost_and_longest_patterns_are_found() {
        let matcher = matcher(&["harvest-moon", "harvest-moon-41", "moon-41-new", "short"]);
        let found = |text| -> Vec<&str> {
            let ranges = matcher.find(text).into_iter();
            ranges.map(|range| &text[range]).collect()
        };
        assert_eq!(
            found("xharvest-moon-41-new, éharvest-moon"),
            ["harvest-moon-41", "harvest-moon"]
        );
        for text in ["", "short", "harvest", "harvest-moo", "Harvest-moon"] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_text_that_is_expensive_to_search_counts_as_a_secret() {
        let pattern = "a".repeat(50_000) + "b";
        let text = "a".repeat(100_000);
        assert_eq!(matcher(&[&pattern]).find(&text), whole(&text));
        let many: Vec<String> = (0..10_000).map(|n| format!("aaaaaaaa{n:08}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(matcher(&many).find(&text), whole(&text));
    }

    #[test]
    fn what_is_not_kept_makes_the_text_a_secret() {
        let mut matcher = Matcher::default();
        for number in 0..MAX_PATTERNS + 10 {
            matcher.add(format!("{number:010}").as_bytes());
        }
        assert_eq!(matcher.patterns.len(), MAX_PATTERNS);
        for number in [0, MAX_PATTERNS + 5] {
            let text = format!("is {number:010}.");
            assert_ne!(matcher.find(&text), [], "{number}");
        }
    }
}
