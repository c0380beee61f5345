//! Compares two versions of something: sequences, texts by lines and words, and the paths of structured values.
//!
//! The crate is pure and knows only texts and JSON values; what they mean is the caller's.

mod path;
mod sequence;
mod sides;
mod text;

pub use path::{EntryKey, FieldPath, Format, Segment};
pub use sequence::{Interner, Run, align};
pub use sides::{Change, Side, Sides};
pub use text::{
    Emphasis, Fold, Line, LineCount, LineTag, Piece, Row, Stretch, TextDiff, Unified,
    contains_ignore_ascii_case,
};
