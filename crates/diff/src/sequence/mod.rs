//! Aligns two sequences.
//!
//! `similar` searches for the equal items, over numbers that stand for lines, words or entries, so that the app contains one
//! copy of the search. As in git, the search stops early where the sides are very different. A difference that could be at
//! several positions is then moved to where the other side differs too, or else as far down as possible.

mod placement;

use std::{collections::HashMap, convert::Infallible, ops::Range};

use similar::algorithms::{DiffHook, myers};

use crate::sides::Sides;

/// A range of two sequences, by positions from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Equal items on both sides.
    Equal(Range<usize>, Range<usize>),
    /// Different items; one side may be empty.
    Replaced(Range<usize>, Range<usize>),
}

/// Assigns numbers to texts: the same number to equal texts.
#[derive(Debug, Default)]
pub struct Interner<'a>(HashMap<&'a str, u32>);

impl<'a> Interner<'a> {
    /// Returns the number of a text.
    pub fn intern(&mut self, text: &'a str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text).or_insert(next)
    }
}

/// Returns the two sequences in runs, from beginning to end. Equal and replaced runs alternate.
pub fn align(old: &[u32], new: &[u32]) -> Vec<Run> {
    let Sides { mut from, mut to } = differing(old, new);
    let (old_gaps, new_gaps) = (placement::gaps(&from), placement::gaps(&to));
    placement::place(old, &mut from, &new_gaps);
    placement::place(new, &mut to, &old_gaps);
    runs(&from, &to)
}

/// Returns for each item of both sides whether it differs.
fn differing(old: &[u32], new: &[u32]) -> Sides<Vec<bool>> {
    let mut marks = Marks(Sides {
        from: vec![true; old.len()],
        to: vec![true; new.len()],
    });
    let Ok(()) = myers::diff(&mut marks, old, 0..old.len(), new, 0..new.len());
    marks.0
}

/// For each item whether it differs. All do until `similar` reports them as equal.
struct Marks(Sides<Vec<bool>>);

impl DiffHook for Marks {
    type Error = Infallible;

    fn equal(&mut self, old: usize, new: usize, length: usize) -> Result<(), Infallible> {
        self.0.from[old..old + length].fill(false);
        self.0.to[new..new + length].fill(false);
        Ok(())
    }
}

/// Joins the items of both sides to runs, given for each item whether it differs.
fn runs(old: &[bool], new: &[bool]) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    while old_at < old.len() || new_at < new.len() {
        let old_part = old_at..old_at + placement::leading(&old[old_at..], true);
        let new_part = new_at..new_at + placement::leading(&new[new_at..], true);
        (old_at, new_at) = (old_part.end, new_part.end);
        if !old_part.is_empty() || !new_part.is_empty() {
            runs.push(Run::Replaced(old_part, new_part));
        }
        let equal = |marks| placement::leading(marks, false);
        let length = equal(&old[old_at..]).min(equal(&new[new_at..]));
        if length > 0 {
            runs.push(Run::Equal(old_at..old_at + length, new_at..new_at + length));
            (old_at, new_at) = (old_at + length, new_at + length);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn align_characters(old: &str, new: &str) -> Vec<Run> {
        let mut interner = Interner::default();
        let mut numbers = |text: &str| -> Vec<u32> {
            text.split_inclusive(|_| true)
                .map(|item| interner.intern(Box::leak(item.to_owned().into_boxed_str())))
                .collect()
        };
        let (old, new) = (numbers(old), numbers(new));
        align(&old, &new)
    }

    #[test]
    fn equal_items_are_found() {
        assert_eq!(align_characters("", ""), []);
        assert_eq!(align_characters("abc", "abc"), [Run::Equal(0..3, 0..3)]);
        assert_eq!(align_characters("", "ab"), [Run::Replaced(0..0, 0..2)]);
        assert_eq!(
            align_characters("abcd", "axcde"),
            [
                Run::Equal(0..1, 0..1),
                Run::Replaced(1..2, 1..2),
                Run::Equal(2..4, 2..4),
                Run::Replaced(4..4, 4..5),
            ]
        );
    }

    #[test]
    fn a_repeated_item_is_added_after_the_others() {
        assert_eq!(
            align_characters("abb", "abbb"),
            [Run::Equal(0..3, 0..3), Run::Replaced(3..3, 3..4)]
        );
    }

    #[test]
    fn a_difference_moves_to_where_the_other_side_differs() {
        // The added `b` could come before or after the other one; before it, the two differences are one.
        assert_eq!(
            align_characters("axbc", "abbc"),
            [
                Run::Equal(0..1, 0..1),
                Run::Replaced(1..2, 1..2),
                Run::Equal(2..4, 2..4)
            ]
        );
    }

    #[test]
    fn long_and_different_sequences_are_aligned() {
        let old: Vec<u32> = (0..60_000).map(|n: u32| n * 7919 % 251).collect();
        let new: Vec<u32> = (0..60_000).map(|n: u32| n * 7907 % 257).collect();
        assert!(!align(&old, &new).is_empty());
    }

    /// Returns the length of the longest common subsequence.
    fn longest_common_length(old: &[u32], new: &[u32]) -> usize {
        let mut row = vec![0; new.len() + 1];
        for item in old {
            let mut before = 0;
            for (at, other) in new.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if item == other {
                    before + 1
                } else {
                    above.max(row[at])
                };
                before = above;
            }
        }
        row[new.len()]
    }

    proptest! {
        #[test]
        fn runs_cover_both_sides_and_share_as_much_as_possible(
            old in prop::collection::vec(0..6_u32, 0..40),
            new in prop::collection::vec(0..6_u32, 0..40),
        ) {
            let (mut old_at, mut new_at, mut shared) = (0, 0, 0);
            for run in align(&old, &new) {
                let (old_run, new_run) = match run {
                    Run::Equal(a, b) => {
                        prop_assert_eq!(&old[a.clone()], &new[b.clone()]);
                        prop_assert!(!a.is_empty());
                        shared += a.len();
                        (a, b)
                    }
                    Run::Replaced(a, b) => (a, b),
                };
                prop_assert_eq!((old_run.start, new_run.start), (old_at, new_at));
                (old_at, new_at) = (old_run.end, new_run.end);
            }
            prop_assert_eq!((old_at, new_at), (old.len(), new.len()));
            prop_assert_eq!(shared, longest_common_length(&old, &new));
        }
    }
}
