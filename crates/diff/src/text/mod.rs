//! Text diffs by lines and words: side by side or unified, with unchanged lines folded.

mod align;
mod diff;
mod fold;
mod lines;
mod pairing;
mod row;
mod search;
mod unified;
mod words;

pub use diff::{LineCount, TextDiff};
pub use fold::{Fold, Region};
pub use row::Row;
pub use search::contains_ignore_ascii_case;
pub use unified::{Line, LineTag, Unified};
pub use words::{Emphasis, Piece};

#[cfg(test)]
mod tests;
