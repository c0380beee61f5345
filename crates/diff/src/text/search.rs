//! Finds a text in the rows of a diff.

use super::{diff::TextDiff, row::Row};
use crate::sides::Side;

impl TextDiff {
    /// The positions of the rows that contain a text on either side, ASCII letters compared without regard to case.
    #[must_use]
    pub fn rows_with(&self, text: &str) -> Vec<usize> {
        let rows = self.rows().iter().enumerate();
        rows.filter(|(_, row)| {
            self.texts_of(**row)
                .into_iter()
                .flatten()
                .any(|line| contains_ignore_ascii_case(line, text))
        })
        .map(|(position, _)| position)
        .collect()
    }

    /// Returns the lines of a row; only one where both sides are equal.
    fn texts_of(&self, row: Row) -> [Option<&str>; 2] {
        let line = |side| Some(self.line(side, row.number(side)?));
        match row {
            Row::Equal { .. } => [line(Side::To), None],
            _ => [line(Side::From), line(Side::To)],
        }
    }
}

/// Whether a text contains another, ASCII letters compared without regard to case. The case tables of Unicode would be a
/// fiftieth of the app's size.
#[must_use]
pub fn contains_ignore_ascii_case(text: &str, part: &str) -> bool {
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
