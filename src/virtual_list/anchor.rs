//! A position in a list that survives changes above it.

use super::Content;

/// A position relative to a row: it stays at the same row while the rows above it grow, shrink, come or go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Anchor<K> {
    /// The row.
    pub key: K,
    /// The distance from the row's top edge, in CSS pixels.
    pub offset: f64,
}

impl<K: Copy> Anchor<K> {
    /// The top edge of a row.
    pub fn top_of(key: K) -> Self {
        Self { key, offset: 0.0 }
    }

    /// The anchor for a position, which is in CSS pixels from the top of the list; `None` above the list.
    pub fn at<C: Content<Key = K>>(content: &C, position: f64) -> Option<Self> {
        if position < 0.0 {
            return None;
        }
        let heights = content.heights();
        let index = heights.row_at_rounded(position);
        let key = content.key(index)?;
        let offset = position - heights.top(index);
        Some(Self { key, offset })
    }

    /// The position of the anchor in the list as it is now.
    pub fn position<C: Content<Key = K>>(self, content: &C) -> Option<f64> {
        let index = content.index_or_substitute(self.key)?;
        Some(content.heights().top(index) + self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Heights, MeasuredHeights};
    use super::*;

    /// Rows that are identified by their names, all with an estimated height of 100.
    struct Names {
        names: Vec<&'static str>,
        heights: MeasuredHeights<&'static str>,
    }

    impl Names {
        fn set(&mut self, names: &[&'static str]) {
            self.names = names.to_vec();
            let heights = names
                .iter()
                .map(|name| self.heights.measured(name).unwrap_or(100.0));
            self.heights.set_heights(Heights::new(heights));
        }
    }

    impl Content for Names {
        type Key = &'static str;

        fn heights(&self) -> &Heights {
            self.heights.heights()
        }

        fn key(&self, index: usize) -> Option<&'static str> {
            self.names.get(index).copied()
        }

        fn index(&self, key: &'static str) -> Option<usize> {
            self.names.iter().position(|name| *name == key)
        }

        fn render_key(&self, index: usize) -> u64 {
            index as u64
        }

        fn record_heights(&mut self, measured: impl Iterator<Item = (usize, f64)>) -> bool {
            for (index, height) in measured {
                self.heights.record(index, self.names[index], height);
            }
            self.heights.apply()
        }
    }

    fn rows() -> Names {
        let mut rows = Names {
            names: Vec::new(),
            heights: MeasuredHeights::default(),
        };
        rows.set(&["a", "b", "c"]);
        rows
    }

    #[test]
    fn an_anchor_stays_at_its_row_while_rows_above_it_change() {
        let mut rows = rows();
        let anchor = Anchor::at(&rows, 210.0).unwrap();
        assert_eq!((anchor.key, anchor.offset), ("c", 10.0));
        assert!(rows.record_heights([(0, 30.0)].into_iter()));
        assert_eq!(anchor.position(&rows), Some(140.0));
        rows.set(&["new", "a", "c"]);
        assert_eq!(anchor.position(&rows), Some(140.0));
        rows.set(&["a"]);
        assert_eq!(anchor.position(&rows), None);
        assert_eq!(Anchor::at(&rows, -1.0), None);
    }

    #[test]
    fn a_position_that_the_browser_rounded_is_that_of_the_row_below() {
        let anchor = Anchor::at(&rows(), 199.5).unwrap();
        assert_eq!((anchor.key, anchor.offset), ("c", -0.5));
    }

    #[test]
    fn measured_heights_are_kept_while_a_row_is_away() {
        let mut rows = rows();
        assert!(rows.record_heights([(1, 40.0), (2, 100.2)].into_iter()));
        // 0.2 pixels are no reason to move rows.
        assert_eq!(rows.heights().top(3), 240.0);
        assert!(!rows.record_heights([(1, 40.0)].into_iter()));
        rows.set(&["a"]);
        rows.set(&["b"]);
        assert_eq!(rows.heights().top(1), 40.0);
    }
}
