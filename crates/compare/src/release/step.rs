//! Whether a comparison in steps has more to do.

/// The result of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Call again.
    More,
    /// Everything is compared: [`ComparisonBuilder::finish`](crate::ComparisonBuilder::finish) has nothing left to do.
    Done,
}
