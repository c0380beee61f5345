//! Compares two texts line by line.

use std::{fmt, sync::Arc};

use super::{
    align::align_lines,
    fold::{Region, folds},
    lines::{Lines, line_index, line_number},
    pairing::Pairing,
    row::Row,
    words::{self, Piece},
};
use crate::{
    sequence::Run,
    sides::{Side, Sides},
};

/// Two texts side by side, in rows that cover both completely. Rows refer to lines by number.
#[derive(Clone)]
pub struct TextDiff {
    texts: Sides<Lines>,
    rows: Vec<Row>,
}

/// How many lines differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCount {
    /// Lines that were removed or replaced.
    pub removed: usize,
    /// Lines that were added or replace another.
    pub added: usize,
    /// Replaced lines that differ only in noise; the other two counts leave them out.
    pub noise: usize,
}

impl TextDiff {
    /// Compares two texts.
    #[must_use]
    pub fn new(old: Arc<str>, new: Arc<str>) -> Self {
        let (old, new) = (Lines::new(old), Lines::new(new));
        let mut rows = Vec::with_capacity(old.len().max(new.len()));
        let mut pairing = Pairing::new(&old, &new);
        for run in align_lines(&old, &new) {
            match run {
                Run::Equal(from, to) => rows.extend(from.zip(to).map(|(from, to)| Row::Equal {
                    old: line_number(from),
                    new: line_number(to),
                })),
                Run::Replaced(from, to) => pairing.add_rows(&mut rows, from, to),
            }
        }
        Self {
            texts: Sides { from: old, to: new },
            rows,
        }
    }

    /// Returns the diff with each replaced line that `is_noise` as a [`Row::Noise`]. `is_noise` gets the old and the new line.
    #[must_use]
    pub fn with_noise(mut self, is_noise: impl Fn(&str, &str) -> bool) -> Self {
        let Sides { from, to } = &self.texts;
        for row in &mut self.rows {
            if let Row::Replaced { old, new } = *row
                && is_noise(from.line(line_index(old)), to.line(line_index(new)))
            {
                *row = Row::Noise { old, new };
            }
        }
        self
    }

    /// Returns all rows, from top to bottom. Each line of both texts is in one row.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns whether the two texts are equal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.is_equal())
    }

    /// Returns a line without its line break, by its number from 1; empty if there is no such line.
    #[must_use]
    pub fn line(&self, side: Side, number: u32) -> &str {
        self.side(side).line(line_index(number))
    }

    /// Returns whether a line ends in a line break. Only the last line of a text can lack one.
    #[must_use]
    pub fn has_line_break(&self, side: Side, number: u32) -> bool {
        self.raw(side, number).ends_with('\n')
    }

    /// Returns the position of the row that holds a line.
    #[must_use]
    pub fn row_of(&self, side: Side, number: u32) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.number(side) == Some(number))
    }

    /// Counts the lines that differ.
    #[must_use]
    pub fn count(&self) -> LineCount {
        let mut count = LineCount::default();
        for row in &self.rows {
            count.noise += usize::from(matches!(row, Row::Noise { .. }));
            if row.matters() {
                count.removed += usize::from(row.number(Side::From).is_some());
                count.added += usize::from(row.number(Side::To).is_some());
            }
        }
        count
    }

    /// Returns all rows in regions: shown, with `context` rows around each row that is `relevant`, such as those that
    /// [matter](Row::matters), or folded.
    #[must_use]
    pub fn folds(&self, context: usize, relevant: fn(Row) -> bool) -> Vec<Region> {
        folds(&self.rows, context, relevant)
    }

    /// Returns the text of a row on both sides, in pieces that tell which words differ. Computed on each call.
    #[must_use]
    pub fn pieces(&self, row: Row) -> Sides<Vec<Piece<'_>>> {
        let text = |side| {
            row.number(side)
                .map_or("", |number| self.line(side, number))
        };
        let (old, new) = (text(Side::From), text(Side::To));
        match row {
            Row::Replaced { .. } | Row::Noise { .. } => words::compare(old, new),
            Row::Equal { .. } | Row::Removed { .. } | Row::Added { .. } => Sides {
                from: words::whole(old),
                to: words::whole(new),
            },
        }
    }

    fn side(&self, side: Side) -> &Lines {
        match side {
            Side::From => &self.texts.from,
            Side::To => &self.texts.to,
        }
    }

    pub(super) fn raw(&self, side: Side, number: u32) -> &str {
        self.side(side).raw(line_index(number))
    }
}

/// Leaves out the texts.
impl fmt::Debug for TextDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextDiff")
            .field("rows", &self.rows.len())
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}
