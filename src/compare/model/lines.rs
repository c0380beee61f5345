//! An object's lines as they are laid out: what is far from a change is folded.

use std::collections::BTreeSet;
use std::fmt;

use astern_compare::{Fold, Line, Row, Side, Stretch, TextDiff};

use super::{Layout, NoiseView};

/// Unchanged lines that stay around each change.
const CONTEXT: usize = 3;

/// What stands in one row of the table of lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineRow {
    /// One line of one side, or of both.
    Unified(Line),
    /// A line beside its counterpart.
    Split(Row),
    /// Lines that are folded.
    Fold(Fold),
}

/// A line of one side, by its number from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinePosition {
    /// Which side.
    pub side: Side,
    /// Which line.
    pub number: u32,
}

impl LinePosition {
    /// Reads `L38` or `R38`.
    pub fn read(text: &str) -> Option<Self> {
        let (side, digits) = match text.strip_prefix('L') {
            Some(digits) => (Side::From, digits),
            None => (Side::To, text.strip_prefix('R')?),
        };
        let number = digits.parse().ok()?;
        Some(Self { side, number })
    }
}

/// `L38` on the left, `R38` on the right.
impl fmt::Display for LinePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::From => 'L',
            Side::To => 'R',
        };
        write!(f, "{side}{}", self.number)
    }
}

impl LineRow {
    /// Whether the row is where a line stands.
    pub fn is(&self, line: LinePosition, diff: &TextDiff) -> bool {
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

fn wanted(noise: NoiseView) -> fn(Row) -> bool {
    match noise {
        NoiseView::Folded => Row::matters,
        NoiseView::Shown => |row| !row.is_equal(),
    }
}

/// All lines of an object, and which folds a person opened.
#[derive(Debug)]
pub struct LineDiff {
    /// Both sides, aligned.
    pub diff: TextDiff,
    opened: BTreeSet<usize>,
}

impl LineDiff {
    /// Lines with every fold closed.
    pub fn new(diff: TextDiff) -> Self {
        Self {
            diff,
            opened: BTreeSet::new(),
        }
    }

    /// Opens the fold that begins at this row of the diff.
    pub fn open(&mut self, first: usize) {
        self.opened.insert(first);
    }

    /// Opens the fold that hides a line, if one does, and gives the line's row of the diff.
    pub fn make_visible(&mut self, line: LinePosition, noise: NoiseView) -> Option<usize> {
        let row = self.diff.row_of(line.side, line.number)?;
        let hides = |stretch: &Stretch| match stretch {
            Stretch::Folded(fold) if fold.rows.contains(&row) => Some(fold.rows.start),
            _ => None,
        };
        let folds = self.diff.folds(CONTEXT, wanted(noise));
        self.opened.extend(folds.iter().find_map(hides));
        Some(row)
    }

    /// The lines as they are laid out.
    pub fn rows(&self, layout: Layout, noise: NoiseView) -> Vec<LineRow> {
        let mut rows = Vec::new();
        for stretch in self.diff.folds(CONTEXT, wanted(noise)) {
            match stretch {
                Stretch::Folded(fold) if !self.opened.contains(&fold.rows.start) => {
                    rows.push(LineRow::Fold(fold));
                }
                Stretch::Folded(Fold { rows: shown, .. }) | Stretch::Shown(shown) => match layout {
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
