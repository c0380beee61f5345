//! Two texts in one column: what was removed, then what was added in its place.

use std::{fmt, ops::Range};

use serde::{Serialize, Serializer};

use super::{diff::TextDiff, fold::around, row::Row};
use crate::sides::Side;

/// One line of the one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which side it is on.
    pub tag: LineTag,
    /// The row that it belongs to, by its position.
    pub row: usize,
    /// Its number in the old text, from 1; absent for an added line.
    pub old_number: Option<u32>,
    /// Its number in the new text, from 1; absent for a removed line.
    pub new_number: Option<u32>,
}

/// Which side a line is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineTag {
    /// On both.
    Context,
    /// On the side to start from.
    Removed,
    /// On the side to arrive at.
    Added,
}

impl LineTag {
    /// The side that the line's text is taken from.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Removed => Side::From,
            Self::Context | Self::Added => Side::To,
        }
    }
}

impl TextDiff {
    /// Rows for one column, by their positions: of those that differ and stand together, first all removed lines.
    #[must_use]
    pub fn unified_lines(&self, rows: Range<usize>) -> Vec<Line> {
        let end = rows.end.min(self.rows().len());
        lines(self.rows(), rows.start.min(end)..end)
    }

    /// The diff as a text in the unified format, without a file header, noise included.
    #[must_use]
    pub fn unified(&self, context: usize) -> Unified<'_> {
        Unified {
            diff: self,
            context,
        }
    }
}

/// The rows as lines: of rows that differ and stand together, first all that was removed.
fn lines(rows: &[Row], range: Range<usize>) -> Vec<Line> {
    let mut lines = Vec::with_capacity(range.len());
    let line = |tag, row: usize| {
        let number = |side, other| rows[row].number(side).filter(|_| tag != other);
        Line {
            tag,
            row,
            old_number: number(Side::From, LineTag::Added),
            new_number: number(Side::To, LineTag::Removed),
        }
    };
    let mut at = range.start;
    while at < range.end {
        let run = rows[at..range.end]
            .iter()
            .take_while(|row| !row.is_equal())
            .count();
        let on = |side| (at..at + run).filter(move |&row| rows[row].number(side).is_some());
        lines.extend(on(Side::From).map(|row| line(LineTag::Removed, row)));
        lines.extend(on(Side::To).map(|row| line(LineTag::Added, row)));
        at += run;
        if at < range.end {
            lines.push(line(LineTag::Context, at));
            at += 1;
        }
    }
    lines
}

/// A diff in the unified format, without a file header; see [`TextDiff::unified`].
pub struct Unified<'a> {
    diff: &'a TextDiff,
    context: usize,
}

impl fmt::Display for Unified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let differs = |row: Row| !row.is_equal();
        around(self.diff.rows(), self.context, differs)
            .into_iter()
            .try_for_each(|rows| hunk(f, self.diff, rows))
    }
}

/// `@@ -1,4 +1,4 @@` and the lines. Where a last line has no line break, the format says so.
fn hunk(f: &mut fmt::Formatter<'_>, diff: &TextDiff, rows: Range<usize>) -> fmt::Result {
    let span = |side| Span::of(diff.rows(), &rows, side);
    writeln!(f, "@@ -{} +{} @@", span(Side::From), span(Side::To))?;
    for line in lines(diff.rows(), rows.clone()) {
        f.write_str(match line.tag {
            LineTag::Context => " ",
            LineTag::Removed => "-",
            LineTag::Added => "+",
        })?;
        let number = line.new_number.or(line.old_number).unwrap_or_default();
        let raw = diff.raw(line.tag.side(), number);
        f.write_str(raw)?;
        if !raw.ends_with('\n') {
            f.write_str("\n\\ No newline at end of file\n")?;
        }
    }
    Ok(())
}

/// The lines a hunk covers on one side: `4,3`, or `4` for one line; for none the line before it and `0`.
struct Span {
    start: u32,
    length: usize,
}

impl Span {
    fn of(rows: &[Row], range: &Range<usize>, side: Side) -> Self {
        let mut numbers = rows[range.clone()]
            .iter()
            .filter_map(|row| row.number(side));
        match numbers.next() {
            Some(start) => Self {
                start,
                length: numbers.count() + 1,
            },
            None => Self {
                start: rows[..range.start]
                    .iter()
                    .rev()
                    .find_map(|row| row.number(side))
                    .unwrap_or_default(),
                length: 0,
            },
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.length == 1 {
            write!(f, "{}", self.start)
        } else {
            write!(f, "{},{}", self.start, self.length)
        }
    }
}

/// The diff in the unified format with three lines of context, without a file header.
impl fmt::Display for TextDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.unified(3).fmt(f)
    }
}

/// As it is displayed: a text in the unified format.
impl Serialize for TextDiff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
