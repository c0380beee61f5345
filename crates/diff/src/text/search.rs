//! Searches the rows of a diff.

use super::{diff::TextDiff, row::Row};
use crate::sides::Side;

impl TextDiff {
    /// Returns the positions of the rows that contain a text on either side. The case of ASCII letters is ignored.
    #[must_use]
    pub fn rows_with(&self, text: &str) -> Vec<usize> {
        let rows = self.rows().iter().enumerate();
        rows.filter(|(_, row)| {
            self.lines_of(**row)
                .into_iter()
                .flatten()
                .any(|line| contains_ignore_ascii_case(line, text))
        })
        .map(|(position, _)| position)
        .collect()
    }

    /// Returns the lines of a row; only one where both sides are equal.
    fn lines_of(&self, row: Row) -> [Option<&str>; 2] {
        let line = |side| Some(self.line(side, row.number(side)?));
        match row {
            Row::Equal { .. } => [line(Side::To), None],
            _ => [line(Side::From), line(Side::To)],
        }
    }
}

/// Returns whether a text contains another. The case of ASCII letters is ignored; the case tables of Unicode would add 2 %
/// to the size of the app.
#[must_use]
pub fn contains_ignore_ascii_case(text: &str, part: &str) -> bool {
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
