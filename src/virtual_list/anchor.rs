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
