//! Where each block of the page stands, by heights that are guessed until they are measured.

use std::ops::Range;

/// Blocks one below the other. Lengths are in CSS pixels.
#[derive(Debug, Default)]
pub struct Heights {
    /// Where each block begins, and, as the last, where all of them end.
    edges: Vec<f64>,
}

impl Heights {
    /// Blocks of these heights.
    pub fn of(heights: impl Iterator<Item = f64>) -> Self {
        let mut end = 0.0;
        let ends = heights.map(|height| {
            end += height;
            end
        });
        Self {
            edges: std::iter::once(0.0).chain(ends).collect(),
        }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// Where a block begins; for one beyond the last, where all of them end.
    pub fn top(&self, index: usize) -> f64 {
        let edge = self.edges.get(index).or(self.edges.last());
        edge.copied().unwrap_or_default()
    }

    /// How long some blocks are together.
    pub fn length(&self, blocks: Range<usize>) -> f64 {
        self.top(blocks.end) - self.top(blocks.start)
    }

    /// The block at a place, the first or last one for places outside.
    pub fn at(&self, place: f64) -> usize {
        let begun = self.edges.partition_point(|edge| *edge <= place);
        begun.saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// The blocks that a stretch touches.
    pub fn touching(&self, top: f64, bottom: f64) -> Range<usize> {
        if self.len() == 0 || bottom < 0.0 || top > self.top(self.len()) {
            let edge = if bottom < 0.0 { 0 } else { self.len() };
            return edge..edge;
        }
        self.at(top)..self.at(bottom) + 1
    }

    /// Corrects heights that have been measured.
    pub fn correct(&mut self, measured: &[(usize, f64)]) {
        let Some(first) = measured.iter().map(|(index, _)| *index).min() else {
            return;
        };
        let mut heights: Vec<f64> = (first..self.len())
            .map(|index| self.length(index..index + 1))
            .collect();
        for (index, height) in measured {
            if let Some(slot) = heights.get_mut(index - first) {
                *slot = *height;
            }
        }
        let mut end = self.top(first);
        for (edge, height) in self.edges[first + 1..].iter_mut().zip(heights) {
            end += height;
            *edge = end;
        }
    }
}

/// What is in the page's list: a block, or the room of those that are not drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Slot {
    /// Room.
    Spacer {
        /// Which gap from above.
        place: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// A block.
    Row {
        /// Which one.
        index: usize,
        /// Tells one drawing of it from another: equal keys are not drawn again.
        key: u64,
    },
}

/// The blocks in `range` and the one that has the focus, with room for all others. The focused one
/// stays, or whoever works by keyboard would be thrown back to the page's beginning.
pub fn slots(
    heights: &Heights,
    range: Range<usize>,
    focused: Option<usize>,
    key: impl Fn(usize) -> u64,
) -> Vec<Slot> {
    let mut found = Vec::with_capacity(range.len() + 5);
    let focused = focused.filter(|index| !range.contains(index) && *index < heights.len());
    let before = focused.filter(|index| *index < range.start);
    let after = focused.filter(|index| *index >= range.end);
    let (mut end, mut place) = (0, 0);
    for index in before.into_iter().chain(range).chain(after) {
        gap(&mut found, heights, end..index, &mut place);
        let key = key(index);
        found.push(Slot::Row { index, key });
        end = index + 1;
    }
    gap(&mut found, heights, end..heights.len(), &mut place);
    found
}

fn gap(found: &mut Vec<Slot>, heights: &Heights, blocks: Range<usize>, place: &mut u32) {
    if !blocks.is_empty() {
        found.push(Slot::Spacer {
            place: *place,
            // Whole pixels: rounding the two edges keeps what follows within a pixel of its place.
            height: (heights.top(blocks.end).round() - heights.top(blocks.start).round()) as u32,
        });
    }
    *place += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Heights {
        Heights::of((0..10).map(|_| 100.0))
    }

    fn drawn(slots: &[Slot]) -> Vec<usize> {
        let index = |slot: &Slot| match slot {
            Slot::Row { index, .. } => Some(*index),
            Slot::Spacer { .. } => None,
        };
        slots.iter().filter_map(index).collect()
    }

    fn room(slots: &[Slot]) -> u32 {
        let height = |slot: &Slot| match slot {
            Slot::Spacer { height, .. } => *height,
            Slot::Row { .. } => 0,
        };
        slots.iter().map(height).sum()
    }

    #[test]
    fn what_a_stretch_touches_is_found() {
        let heights = ten();
        assert_eq!(heights.touching(0.0, 250.0), 0..3);
        assert_eq!(heights.touching(250.0, 450.0), 2..5);
        assert_eq!(heights.touching(-500.0, -1.0), 0..0);
        assert_eq!(heights.touching(-500.0, 10.0), 0..1);
        assert_eq!(heights.touching(950.0, 5000.0), 9..10);
        assert_eq!(heights.touching(2000.0, 3000.0), 10..10);
        assert_eq!(Heights::default().touching(0.0, 10.0), 0..0);
        assert_eq!((heights.at(-5.0), heights.at(5000.0)), (0, 9));
    }

    #[test]
    fn a_measured_height_moves_what_follows() {
        let mut heights = ten();
        heights.correct(&[(4, 30.0), (2, 150.0)]);
        assert_eq!(heights.top(2), 200.0);
        assert_eq!(heights.top(3), 350.0);
        assert_eq!(heights.top(5), 480.0);
        assert_eq!(heights.top(10), 980.0);
        assert_eq!(heights.len(), 10);
    }

    #[test]
    fn what_is_not_drawn_keeps_its_room() {
        let heights = ten();
        let key = |index: usize| index as u64;
        let few = slots(&heights, 3..5, None, key);
        assert_eq!((drawn(&few), room(&few)), (vec![3, 4], 800));
        let with_focus = slots(&heights, 3..5, Some(0), key);
        assert_eq!(
            (drawn(&with_focus), room(&with_focus)),
            (vec![0, 3, 4], 700)
        );
        let with_focus = slots(&heights, 3..5, Some(9), key);
        assert_eq!(
            (drawn(&with_focus), room(&with_focus)),
            (vec![3, 4, 9], 700)
        );
        let all = slots(&heights, 0..10, Some(3), key);
        assert_eq!((drawn(&all).len(), room(&all)), (10, 0));
    }
}
