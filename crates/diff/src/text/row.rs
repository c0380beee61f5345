//! One row of a side-by-side diff.

use crate::sides::Side;

/// A line, its counterpart on the other side, or both. Line numbers count from 1 in each text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The same line on both sides.
    Equal {
        /// Its number on the side to start from.
        old: u32,
        /// Its number on the side to arrive at.
        new: u32,
    },
    /// Only on the side to start from.
    Removed {
        /// Its number there.
        old: u32,
    },
    /// Only on the side to arrive at.
    Added {
        /// Its number there.
        new: u32,
    },
    /// A line and the one that replaces it.
    Replaced {
        /// Its number on the side to start from.
        old: u32,
        /// Its number on the side to arrive at.
        new: u32,
    },
    /// A replaced line whose difference is noise: see [`crate::TextDiff::with_noise`].
    Noise {
        /// Its number on the side to start from.
        old: u32,
        /// Its number on the side to arrive at.
        new: u32,
    },
}

impl Row {
    /// Returns the number of the line on one side, from 1.
    #[must_use]
    pub fn number(self, side: Side) -> Option<u32> {
        match (self, side) {
            (
                Self::Equal { old, .. } | Self::Replaced { old, .. } | Self::Noise { old, .. },
                Side::From,
            )
            | (Self::Removed { old }, Side::From) => Some(old),
            (
                Self::Equal { new, .. } | Self::Replaced { new, .. } | Self::Noise { new, .. },
                Side::To,
            )
            | (Self::Added { new }, Side::To) => Some(new),
            (Self::Removed { .. }, Side::To) | (Self::Added { .. }, Side::From) => None,
        }
    }

    /// Returns whether the two sides are equal.
    #[must_use]
    pub fn is_equal(self) -> bool {
        matches!(self, Self::Equal { .. })
    }

    /// Returns whether something other than noise differs.
    #[must_use]
    pub fn matters(self) -> bool {
        !matches!(self, Self::Equal { .. } | Self::Noise { .. })
    }
}
