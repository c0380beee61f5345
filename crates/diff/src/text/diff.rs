//! The rows of two texts side by side.

use std::{fmt, sync::Arc};

use super::{
    align::align_lines,
    fold::{Stretch, folds},
    lines::Lines,
    pairing::{self, Pairing},
    row::Row,
    words::{self, Piece},
};
use crate::{
    sequence::Run,
    sides::{Side, Sides},
};

/// The whole of two texts side by side. The texts are held once; rows refer to their lines.
#[derive(Clone)]
pub struct TextDiff {
    texts: Sides<Lines>,
    rows: Vec<Row>,
}

/// How many lines differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCount {
    /// Lines that are gone or were replaced.
    pub removed: usize,
    /// Lines that are new or replace another.
    pub added: usize,
    /// Lines that were replaced and differ in nothing but noise; they are in neither of the other two.
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
                    old: pairing::number(from),
                    new: pairing::number(to),
                })),
                Run::Replaced(from, to) => pairing.add_rows(&mut rows, from, to),
            }
        }
        Self {
            texts: Sides { from: old, to: new },
            rows,
        }
    }

    /// The same diff, in which each replaced line that `is_noise` is a [`Row::Noise`]. It is given the old and the new line.
    #[must_use]
    pub fn with_noise(mut self, is_noise: impl Fn(&str, &str) -> bool) -> Self {
        let Sides { from, to } = &self.texts;
        for row in &mut self.rows {
            if let Row::Replaced { old, new } = *row
                && is_noise(from.line(index(old)), to.line(index(new)))
            {
                *row = Row::Noise { old, new };
            }
        }
        self
    }

    /// All rows, from top to bottom: both texts are complete, each line in one row.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the two texts are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.is_equal())
    }

    /// A line's text without its line break, by its number from 1; empty for one that is not there.
    #[must_use]
    pub fn line(&self, side: Side, number: u32) -> &str {
        self.side(side).line(index(number))
    }

    /// Whether a line ends in a line break, as all but the last of a text do.
    #[must_use]
    pub fn has_line_break(&self, side: Side, number: u32) -> bool {
        self.raw(side, number).ends_with('\n')
    }

    /// The row of a line, by its position; for a link that names the line.
    #[must_use]
    pub fn row_of(&self, side: Side, number: u32) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.number(side) == Some(number))
    }

    /// How many lines differ.
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

    /// All rows in stretches: to be shown, with `context` rows around each one that is `wanted`, such as those that
    /// [matter](Row::matters), or to be folded away.
    #[must_use]
    pub fn folds(&self, context: usize, wanted: fn(Row) -> bool) -> Vec<Stretch> {
        folds(&self.rows, context, wanted)
    }

    /// A row's text on both sides, in pieces: the words that differ are marked. It is worked out when asked for.
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
        self.side(side).raw(index(number))
    }
}

/// A number from 1 as a position from 0; what is no number is beyond every text.
fn index(number: u32) -> usize {
    (number as usize).wrapping_sub(1)
}

/// Without the texts.
impl fmt::Debug for TextDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextDiff")
            .field("rows", &self.rows.len())
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}
