//! The children of a list's element: the rows that are drawn, and spacers in place of the others.

use std::ops::Range;

use super::Heights;

/// One child of the list's element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Slot {
    /// Empty space in place of rows that are not drawn.
    Spacer {
        /// The number of the spacer, from the top.
        number: u32,
        /// Its height in CSS pixels.
        height: u32,
    },
    /// A row.
    Row {
        /// Its index.
        index: usize,
        /// Changes whenever the row has to be drawn again: rows with the same key are not.
        key: u64,
    },
}

/// The rows in `range` and the one that has the focus, with spacers in place of all others. The focused row stays in the
/// document, because the browser would otherwise move the focus to the beginning of the page.
pub fn slots(
    heights: &Heights,
    range: Range<usize>,
    focused: Option<usize>,
    key: impl Fn(usize) -> u64,
) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(range.len() + 5);
    let focused = focused.filter(|index| !range.contains(index) && *index < heights.len());
    let before = focused.filter(|index| *index < range.start);
    let after = focused.filter(|index| *index >= range.end);
    let (mut end, mut number) = (0, 0);
    for index in before.into_iter().chain(range).chain(after) {
        push_spacer(&mut slots, heights, end..index, &mut number);
        let key = key(index);
        slots.push(Slot::Row { index, key });
        end = index + 1;
    }
    push_spacer(&mut slots, heights, end..heights.len(), &mut number);
    slots
}

fn push_spacer(slots: &mut Vec<Slot>, heights: &Heights, rows: Range<usize>, number: &mut u32) {
    if !rows.is_empty() {
        slots.push(Slot::Spacer {
            number: *number,
            // Whole pixels: rounding both edges keeps the rows below within a pixel of their position.
            height: (heights.top(rows.end).round() - heights.top(rows.start).round()) as u32,
        });
    }
    *number += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Heights {
        Heights::new((0..10).map(|_| 100.0))
    }

    fn row_indices(slots: &[Slot]) -> Vec<usize> {
        let index = |slot: &Slot| match slot {
            Slot::Row { index, .. } => Some(*index),
            Slot::Spacer { .. } => None,
        };
        slots.iter().filter_map(index).collect()
    }

    fn spacer_height(slots: &[Slot]) -> u32 {
        let height = |slot: &Slot| match slot {
            Slot::Spacer { height, .. } => *height,
            Slot::Row { .. } => 0,
        };
        slots.iter().map(height).sum()
    }

    #[test]
    fn rows_that_are_not_drawn_keep_their_room() {
        let heights = ten();
        let key = |index: usize| index as u64;
        let few = slots(&heights, 3..5, None, key);
        assert_eq!((row_indices(&few), spacer_height(&few)), (vec![3, 4], 800));
        let with_focus = slots(&heights, 3..5, Some(0), key);
        assert_eq!(
            (row_indices(&with_focus), spacer_height(&with_focus)),
            (vec![0, 3, 4], 700)
        );
        let with_focus = slots(&heights, 3..5, Some(9), key);
        assert_eq!(
            (row_indices(&with_focus), spacer_height(&with_focus)),
            (vec![3, 4, 9], 700)
        );
        let all = slots(&heights, 0..10, Some(3), key);
        assert_eq!((row_indices(&all).len(), spacer_height(&all)), (10, 0));
    }
}
