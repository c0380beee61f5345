//! Whether a comparison in steps has more to do.

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Call again.
    More,
    /// Everything is compared; [`ComparisonBuilder::finish`](crate::ComparisonBuilder::finish) has nothing left to do.
    Done,
}
