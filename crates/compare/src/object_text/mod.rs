//! The texts of an object that differs, as they may be shown, and their diff.

mod noise;
mod shown;
mod source;

use astern_diff::TextDiff;

pub(crate) use shown::ShownTexts;
pub(crate) use source::Source;

use crate::{FieldChange, Sides};

/// The diff of one object's two texts. Which lines are noise follows from its fields.
pub(crate) fn diff(texts: Sides<Source>, fields: &[FieldChange]) -> TextDiff {
    let Sides { from, to } = texts.map(|source| source.text);
    noise::mark(TextDiff::new(from, to), fields)
}
