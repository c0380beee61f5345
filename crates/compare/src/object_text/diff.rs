//! Compares the texts of the two sides of an object.

use astern_diff::TextDiff;

use super::{noise::mark_noise, source::Source};
use crate::{FieldChange, Sides};

/// Returns the diff of the two texts of one object. Its fields tell which lines are noise.
pub(crate) fn text_diff(texts: Sides<Source>, fields: &[FieldChange]) -> TextDiff {
    let Sides { from, to } = texts.map(|source| source.text);
    mark_noise(TextDiff::new(from, to), fields)
}
