//! The vertical position of each row, from the heights of all rows.

use std::ops::Range;

/// A scroll position is rounded by the browser: it may be this many CSS pixels above the row that was scrolled to.
const ROUNDING: f64 = 1.0;

/// The heights of rows that stand one below the other. All lengths are in CSS pixels, all positions from the top of the
/// first row.
#[derive(Debug, Default)]
pub struct Heights {
    /// The top of each row, followed by the bottom of the last one.
    edges: Vec<f64>,
}

impl Heights {
    /// Rows of these heights.
    pub fn new(heights: impl Iterator<Item = f64>) -> Self {
        let mut end = 0.0;
        let ends = heights.map(|height| {
            end += height;
            end
        });
        Self {
            edges: std::iter::once(0.0).chain(ends).collect(),
        }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The top of a row; the bottom of the last row for an index beyond it.
    pub fn top(&self, index: usize) -> f64 {
        let edge = self.edges.get(index).or(self.edges.last());
        edge.copied().unwrap_or_default()
    }

    /// The height of some rows together.
    pub fn total(&self, rows: Range<usize>) -> f64 {
        self.top(rows.end) - self.top(rows.start)
    }

    /// The row at a position; the first or the last row for a position outside.
    pub fn row_at(&self, position: f64) -> usize {
        let begun = self.edges.partition_point(|edge| *edge <= position);
        begun.saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// The row at a position that the browser may have rounded.
    pub fn row_at_rounded(&self, position: f64) -> usize {
        self.row_at(position + ROUNDING)
    }

    /// The rows that are at least partly between two positions.
    pub fn rows_between(&self, top: f64, bottom: f64) -> Range<usize> {
        if self.len() == 0 || bottom < 0.0 || top > self.top(self.len()) {
            let edge = if bottom < 0.0 { 0 } else { self.len() };
            return edge..edge;
        }
        self.row_at(top)..self.row_at(bottom) + 1
    }

    /// Sets the heights of some rows, by index, and moves the rows below them.
    pub fn correct(&mut self, measured: &[(usize, f64)]) {
        let Some(first) = measured.iter().map(|(index, _)| *index).min() else {
            return;
        };
        let mut heights: Vec<f64> = (first..self.len())
            .map(|index| self.total(index..index + 1))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Heights {
        Heights::new((0..10).map(|_| 100.0))
    }

    #[test]
    fn rows_between_two_positions_are_found() {
        let heights = ten();
        assert_eq!(heights.rows_between(0.0, 250.0), 0..3);
        assert_eq!(heights.rows_between(250.0, 450.0), 2..5);
        assert_eq!(heights.rows_between(-500.0, -1.0), 0..0);
        assert_eq!(heights.rows_between(-500.0, 10.0), 0..1);
        assert_eq!(heights.rows_between(950.0, 5000.0), 9..10);
        assert_eq!(heights.rows_between(2000.0, 3000.0), 10..10);
        assert_eq!(Heights::default().rows_between(0.0, 10.0), 0..0);
        assert_eq!((heights.row_at(-5.0), heights.row_at(5000.0)), (0, 9));
    }

    #[test]
    fn a_measured_height_moves_the_rows_below() {
        let mut heights = ten();
        heights.correct(&[(4, 30.0), (2, 150.0)]);
        assert_eq!(heights.top(2), 200.0);
        assert_eq!(heights.top(3), 350.0);
        assert_eq!(heights.top(5), 480.0);
        assert_eq!(heights.top(10), 980.0);
        assert_eq!(heights.len(), 10);
    }
}
