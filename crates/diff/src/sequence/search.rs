//! Myers' search for the shortest way from one sequence to the other.

use std::ops::Range;

use crate::Sides;

/// Steps after which a search takes the best way so far: two sides that differ in more are answered soon rather than in
/// the fewest steps. The square root of the length where that is more.
const STEPS: usize = 256;

/// A position on both sides.
type Place = (usize, usize);

/// Two sequences, less what only one of them has.
pub(super) struct Search {
    old: Vec<u32>,
    new: Vec<u32>,
    /// Where each item that is left stood.
    places: Sides<Vec<usize>>,
    /// Which items differ, by the positions of the whole sequences.
    marks: Sides<Vec<bool>>,
    /// By diagonal, the furthest that a way from the beginning has come on the old side …
    forward: Vec<isize>,
    /// … and a way from the end.
    backward: Vec<isize>,
    /// The place of the diagonal 0 in both.
    middle: isize,
    steps: usize,
}

impl Search {
    pub(super) fn new(old: &[u32], new: &[u32]) -> Self {
        let (old_left, old_places) = left(old, new);
        let (new_left, new_places) = left(new, old);
        let diagonals = old_left.len() + new_left.len() + 3;
        Self {
            middle: new_left.len() as isize + 1,
            old: old_left,
            new: new_left,
            places: Sides {
                from: old_places,
                to: new_places,
            },
            marks: Sides {
                from: vec![true; old.len()],
                to: vec![true; new.len()],
            },
            forward: vec![0; diagonals],
            backward: vec![0; diagonals],
            steps: diagonals.isqrt().max(STEPS),
        }
    }

    /// Which items of the two sides differ.
    pub(super) fn run(mut self) -> Sides<Vec<bool>> {
        let mut parts = vec![(0..self.old.len(), 0..self.new.len())];
        while let Some((mut old, mut new)) = parts.pop() {
            while !old.is_empty() && !new.is_empty() && self.old[old.start] == self.new[new.start] {
                self.keep((old.start, new.start));
                (old.start, new.start) = (old.start + 1, new.start + 1);
            }
            while !old.is_empty()
                && !new.is_empty()
                && self.old[old.end - 1] == self.new[new.end - 1]
            {
                (old.end, new.end) = (old.end - 1, new.end - 1);
                self.keep((old.end, new.end));
            }
            if !old.is_empty() && !new.is_empty() {
                let (old_at, new_at) = self.split(&old, &new);
                parts.push((old_at..old.end, new_at..new.end));
                parts.push((old.start..old_at, new.start..new_at));
            }
        }
        self.marks
    }

    fn keep(&mut self, (old, new): Place) {
        self.marks.from[self.places.from[old]] = false;
        self.marks.to[self.places.to[new]] = false;
    }

    /// A place that the shortest way goes through, or nearly the shortest.
    fn split(&mut self, old: &Range<usize>, new: &Range<usize>) -> Place {
        let (old_start, old_end) = (old.start as isize, old.end as isize);
        let (new_start, new_end) = (new.start as isize, new.end as isize);
        // A diagonal is the old position less the new one.
        let (lowest, highest) = (old_start - new_end, old_end - new_start);
        let (first, last) = (old_start - new_start, old_end - new_end);
        let meets_forward = (first - last) % 2 != 0;
        let (mut ahead, mut back) = (first..=first, last..=last);
        *self.ahead(first) = old_start;
        *self.back(last) = old_end;
        for step in 1.. {
            ahead = widened(ahead, lowest, highest, |edge| *self.ahead(edge) = -1);
            for diagonal in ahead.clone().rev().step_by(2) {
                let (below, above) = (*self.ahead(diagonal - 1), *self.ahead(diagonal + 1));
                let mut at = (below + 1).max(above);
                while at < old_end
                    && at - diagonal < new_end
                    && self.old[at as usize] == self.new[(at - diagonal) as usize]
                {
                    at += 1;
                }
                *self.ahead(diagonal) = at;
                if meets_forward && back.contains(&diagonal) && *self.back(diagonal) <= at {
                    return place(at, diagonal);
                }
            }
            back = widened(back, lowest, highest, |edge| *self.back(edge) = isize::MAX);
            for diagonal in back.clone().rev().step_by(2) {
                let (below, above) = (*self.back(diagonal - 1), *self.back(diagonal + 1));
                let mut at = below.min(above - 1);
                while at > old_start
                    && at - diagonal > new_start
                    && self.old[at as usize - 1] == self.new[(at - diagonal) as usize - 1]
                {
                    at -= 1;
                }
                *self.back(diagonal) = at;
                if !meets_forward && ahead.contains(&diagonal) && at <= *self.ahead(diagonal) {
                    return place(at, diagonal);
                }
            }
            if step >= self.steps {
                break;
            }
        }
        let furthest = ahead.step_by(2).map(|diagonal| {
            let at = (*self.ahead(diagonal)).min(old_end).min(new_end + diagonal);
            (2 * at - diagonal - old_start - new_start, at, diagonal)
        });
        let furthest = furthest.max().unwrap_or_default();
        let nearest = back.step_by(2).map(|diagonal| {
            let at = (*self.back(diagonal))
                .max(old_start)
                .max(new_start + diagonal);
            (old_end + new_end - 2 * at + diagonal, at, diagonal)
        });
        let (_, at, diagonal) = nearest.max().unwrap_or_default().max(furthest);
        place(at, diagonal)
    }

    fn ahead(&mut self, diagonal: isize) -> &mut isize {
        &mut self.forward[(diagonal + self.middle) as usize]
    }

    fn back(&mut self, diagonal: isize) -> &mut isize {
        &mut self.backward[(diagonal + self.middle) as usize]
    }
}

fn place(old: isize, diagonal: isize) -> Place {
    (old as usize, (old - diagonal) as usize)
}

/// The diagonals of the next step. One more on each side, whose outer neighbours are marked as not reached; at the edge
/// one less.
fn widened(
    reached: std::ops::RangeInclusive<isize>,
    lowest: isize,
    highest: isize,
    mut unreached: impl FnMut(isize),
) -> std::ops::RangeInclusive<isize> {
    let (mut low, mut high) = reached.into_inner();
    if low > lowest {
        low -= 1;
        unreached(low - 1);
    } else {
        low += 1;
    }
    if high < highest {
        high += 1;
        unreached(high + 1);
    } else {
        high -= 1;
    }
    low..=high
}

/// The items of one side that the other has too, and where they stand.
fn left(side: &[u32], other: &[u32]) -> (Vec<u32>, Vec<usize>) {
    let numbers = other
        .iter()
        .max()
        .map_or(0, |highest| *highest as usize + 1);
    let mut known = vec![false; numbers];
    for item in other {
        known[*item as usize] = true;
    }
    side.iter()
        .enumerate()
        .filter(|(_, item)| known.get(**item as usize).copied().unwrap_or_default())
        .map(|(place, item)| (*item, place))
        .unzip()
}
