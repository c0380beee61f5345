//! The unified format: one column in which the removed lines of a hunk precede the added ones.

use std::{fmt, ops::Range};

use serde::{Serialize, Serializer};

use super::{diff::TextDiff, fold::with_context, row::Row};
use crate::sides::Side;

/// A line of a unified diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which side has it.
    pub tag: LineTag,
    /// The position of its row.
    pub row: usize,
    /// Its number in the old text, from 1; `None` for an added line.
    pub old_number: Option<u32>,
    /// Its number in the new text, from 1; `None` for a removed line.
    pub new_number: Option<u32>,
}

/// Which side has a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineTag {
    /// Both.
    Context,
    /// Only the side to start from.
    Removed,
    /// Only the side to arrive at.
    Added,
}

impl LineTag {
    /// Returns the side that the text of the line is taken from.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Removed => Side::From,
            Self::Context | Self::Added => Side::To,
        }
    }
}

impl TextDiff {
    /// Returns the lines of a range of rows. In each run of rows that differ, the removed lines come first.
    #[must_use]
    pub fn unified_lines(&self, rows: Range<usize>) -> Vec<Line> {
        let end = rows.end.min(self.rows().len());
        lines(self.rows(), rows.start.min(end)..end)
    }

    /// Displays the diff in the unified format, without a file header. Noise is included.
    #[must_use]
    pub fn unified(&self, context: usize) -> Unified<'_> {
        Unified {
            diff: self,
            context,
        }
    }
}

/// Returns the lines of a range of rows. In each run of rows that differ, the removed lines come first.
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
        with_context(self.diff.rows(), self.context, differs)
            .into_iter()
            .try_for_each(|rows| hunk(f, self.diff, rows))
    }
}

/// Writes `@@ -1,4 +1,4 @@` and the lines. `\ No newline at end of file` follows a line without a line break.
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

/// The lines of a hunk on one side: `4,3`, or `4` for one line; for none the line before the hunk and `0`.
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

/// Serializes the diff as a string in the unified format.
impl Serialize for TextDiff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
