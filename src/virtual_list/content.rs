//! What a virtual list needs to know of its rows.

use std::ops::Range;

use super::Heights;

/// The rows of a list, from top to bottom.
pub trait Content: 'static {
    /// Identifies a row, also after other rows came or went.
    type Key: Copy + 'static;

    /// The heights of all rows: measured where a row was drawn, else estimated.
    fn heights(&self) -> &Heights;

    /// The key of the row at an index.
    fn key(&self, index: usize) -> Option<Self::Key>;

    /// The index of the row with that key.
    fn index(&self, key: Self::Key) -> Option<usize>;

    /// The index of the row with that key, or of its substitute when the row no longer exists.
    fn index_or_substitute(&self, key: Self::Key) -> Option<usize> {
        self.index(key)
    }

    /// Changes whenever the row at an index has to be drawn again.
    fn render_key(&self, index: usize) -> u64;

    /// Returns whether all of these rows have what they show. [`Content::prepare_next`] makes one of them ready.
    fn are_ready(&self, _rows: Range<usize>) -> bool {
        true
    }

    /// Computes what one of these rows shows, which may add or remove rows. Returns `false` when all of them are ready.
    fn prepare_next(&mut self, _rows: Range<usize>) -> bool {
        false
    }

    /// Takes the measured heights of rows, by index. Returns whether any of them differs from the height that was assumed.
    fn record_heights(&mut self, measured: impl Iterator<Item = (usize, f64)>) -> bool;
}
