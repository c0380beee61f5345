//! One row of two texts laid side by side.

use crate::sides::Side;

/// A line and its counterpart. Numbers count from 1 within each text.
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
    /// A line and what stands in its place.
    Replaced {
        /// Its number on the side to start from.
        old: u32,
        /// Its number on the side to arrive at.
        new: u32,
    },
    /// A replaced line whose difference the caller does not count: see [`crate::TextDiff::with_noise`].
    Noise {
        /// Its number on the side to start from.
        old: u32,
        /// Its number on the side to arrive at.
        new: u32,
    },
}

impl Row {
    /// The line's number on one side, from 1.
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

    /// Whether the two sides are the same.
    #[must_use]
    pub fn is_equal(self) -> bool {
        matches!(self, Self::Equal { .. })
    }

    /// Whether something other than noise differs.
    #[must_use]
    pub fn matters(self) -> bool {
        !matches!(self, Self::Equal { .. } | Self::Noise { .. })
    }
}
