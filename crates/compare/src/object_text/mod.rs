//! The masked texts of an object that differs, and their diff.

mod diff;
mod noise;
mod shown;
mod source;

pub(crate) use diff::text_diff;
pub(crate) use shown::ShownTexts;
