//! The lines of an item, laid out in rows. Unchanged lines far from a change are folded.

use std::collections::BTreeSet;

use astern_diff::{Fold, Line, Region, Row, Side, TextDiff};
use astern_protocol::Line as LinkedLine;

use super::view_options::{Layout, NoiseView};

/// The height of a line that does not wrap, in CSS pixels, as `style/compare.css` has it.
pub(super) const LINE_HEIGHT: f64 = 19.5;

/// The number of unchanged lines that are shown around a change.
const CONTEXT: usize = 3;

/// A row of the table of lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineRow {
    /// A line of one side or both, in one column.
    Unified(Line),
    /// The lines of both sides next to each other.
    Split(Row),
    /// Folded lines.
    Fold(Fold),
}

/// A line of one side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinePosition {
    /// The side.
    pub side: Side,
    /// The line number, from 1.
    pub number: u32,
}

impl From<LinkedLine> for LinePosition {
    fn from(line: LinkedLine) -> Self {
        let (side, number) = match line {
            LinkedLine::Left(number) => (Side::From, number),
            LinkedLine::Right(number) => (Side::To, number),
        };
        Self { side, number }
    }
}

impl From<LinePosition> for LinkedLine {
    fn from(line: LinePosition) -> Self {
        match line.side {
            Side::From => Self::Left(line.number),
            Side::To => Self::Right(line.number),
        }
    }
}

impl LineRow {
    /// Returns whether the row shows or folds a line.
    pub fn contains(&self, line: LinePosition, diff: &TextDiff) -> bool {
        match self {
            Self::Unified(one) => match line.side {
                Side::From => one.old_number == Some(line.number),
                Side::To => one.new_number == Some(line.number),
            },
            Self::Split(row) => row.number(line.side) == Some(line.number),
            Self::Fold(fold) => {
                let rows = diff.rows()[fold.rows.clone()].iter();
                rows.into_iter()
                    .any(|row| row.number(line.side) == Some(line.number))
            }
        }
    }
}

/// Which rows count as changed.
fn is_changed(noise: NoiseView) -> fn(Row) -> bool {
    match noise {
        NoiseView::Folded => Row::matters,
        NoiseView::Shown => |row| !row.is_equal(),
    }
}

/// All lines of an item, and which folds were opened.
#[derive(Debug)]
pub struct LineDiff {
    /// The aligned lines of both sides.
    pub diff: TextDiff,
    open_folds: BTreeSet<usize>,
}

impl LineDiff {
    /// Lines with all folds closed.
    pub fn new(diff: TextDiff) -> Self {
        Self {
            diff,
            open_folds: BTreeSet::new(),
        }
    }

    /// Opens the fold that begins at this row of the diff.
    pub fn open_fold(&mut self, first: usize) {
        self.open_folds.insert(first);
    }

    /// Opens the fold that hides a line, if one does.
    pub fn open_fold_around(&mut self, line: LinePosition, noise: NoiseView) {
        let Some(row) = self.diff.row_of(line.side, line.number) else {
            return;
        };
        let hides = |region: &Region| match region {
            Region::Folded(fold) if fold.rows.contains(&row) => Some(fold.rows.start),
            _ => None,
        };
        let folds = self.diff.folds(CONTEXT, is_changed(noise));
        self.open_folds.extend(folds.iter().find_map(hides));
    }

    /// Lays out the lines.
    pub fn rows(&self, layout: Layout, noise: NoiseView) -> Vec<LineRow> {
        let mut rows = Vec::new();
        for region in self.diff.folds(CONTEXT, is_changed(noise)) {
            match region {
                Region::Folded(fold) if !self.open_folds.contains(&fold.rows.start) => {
                    rows.push(LineRow::Fold(fold));
                }
                Region::Folded(Fold { rows: shown, .. }) | Region::Shown(shown) => match layout {
                    Layout::Split => {
                        let shown = &self.diff.rows()[shown];
                        rows.extend(shown.iter().copied().map(LineRow::Split));
                    }
                    Layout::Unified | Layout::Fields => {
                        let lines = self.diff.unified_lines(shown);
                        rows.extend(lines.into_iter().map(LineRow::Unified));
                    }
                },
            }
        }
        rows
    }
}
