//! Compares two versions of a sequence, of a text by lines and words, and of a JSON value by fields.
//!
//! The crate is pure and knows nothing of what texts and values mean: that is passed in as [`FieldRules`].

mod fields;
mod path;
mod sequence;
mod sides;
mod text;

pub use fields::{
    Difference, Document, FieldDifference, FieldRules, ValueAt, compare_fields, resolve,
};
pub use path::{EntryKey, FieldPath, Format, Segment};
pub use sequence::{Interner, Run, align};
pub use sides::{Change, Side, Sides};
pub use text::{
    Emphasis, Fold, Line, LineCount, LineTag, Piece, Region, Row, TextDiff, Unified,
    contains_ignore_ascii_case,
};
