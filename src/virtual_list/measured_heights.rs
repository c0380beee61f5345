//! Row heights that are estimated until they are measured.

use std::collections::HashMap;
use std::hash::Hash;

use super::Heights;

/// A difference in CSS pixels from which on a height is corrected.
const TOLERANCE: f64 = 0.5;

/// The heights of a list's rows, and every height that was measured, by key. A row that changes its content needs another
/// key, since its height may be another one.
#[derive(Debug)]
pub struct MeasuredHeights<K> {
    heights: Heights,
    measured: HashMap<K, f64>,
    corrections: Vec<(usize, f64)>,
}

impl<K> Default for MeasuredHeights<K> {
    fn default() -> Self {
        Self {
            heights: Heights::default(),
            measured: HashMap::new(),
            corrections: Vec::new(),
        }
    }
}

impl<K: Eq + Hash> MeasuredHeights<K> {
    /// The heights of all rows.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// The measured height of a row, if it was drawn before.
    pub fn measured(&self, key: &K) -> Option<f64> {
        self.measured.get(key).copied()
    }

    /// Replaces the heights of all rows, after rows came, went or changed.
    pub fn set_heights(&mut self, heights: Heights) {
        self.heights = heights;
    }

    /// Remembers the measured height of the row at an index. [`MeasuredHeights::apply`] is to be called after the last one.
    pub fn record(&mut self, index: usize, key: K, height: f64) {
        self.measured.insert(key, height);
        if (self.heights.total(index..index + 1) - height).abs() >= TOLERANCE {
            self.corrections.push((index, height));
        }
    }

    /// Moves all rows to where the recorded heights put them. Returns whether any row moved.
    pub fn apply(&mut self) -> bool {
        self.heights.correct(&self.corrections);
        let any = !self.corrections.is_empty();
        self.corrections.clear();
        any
    }
}
