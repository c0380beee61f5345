//! The line of a field in the text of its object.

use crate::LineNumber;
use crate::changed::Changed;
use astern_compare::{Change, Segment, Side, TextDiff};

/// Returns the line of a change: of those below the same keys the first that differs, else the first.
pub(crate) fn line_of(change: &Changed<'_>) -> Option<LineNumber> {
    let side = match change.change {
        Change::Removed => Side::From,
        Change::Added | Change::Changed | Change::Reordered => Side::To,
    };
    if change.path.segments().is_empty() {
        return Some(LineNumber { side, number: 1 });
    }
    let diff = change.object.text_diff();
    let lines = Lines::of(&diff, side);
    let number = lines.find(change)?;
    Some(LineNumber { side, number })
}

/// The lines of one side with what is known of each.
struct Lines<'a> {
    all: Vec<Line<'a>>,
}

struct Line<'a> {
    number: u32,
    differs: bool,
    /// The indent of the key or, for an entry of a list without one, of its text.
    indent: usize,
    key: Option<&'a str>,
    value: &'a str,
}

impl<'a> Lines<'a> {
    fn of(diff: &'a TextDiff, side: Side) -> Self {
        let rows = diff.rows().iter();
        let all = rows.filter_map(|row| {
            let number = row.number(side)?;
            Some(Line::of(diff.line(side, number), number, row.matters()))
        });
        Self { all: all.collect() }
    }

    /// Returns the number of the line of a change. The keys of its path are looked for one below the other; where one is not
    /// found, as in a text that is written in flow style, the line of the key above stands for it.
    fn find(&self, change: &Changed<'_>) -> Option<u32> {
        let mut range = 0..self.all.len();
        let mut found: Option<usize> = None;
        for segment in change.path.segments() {
            let lines = self.all.get(range.clone())?;
            let start = range.start;
            let next = match segment {
                Segment::Key(key) => {
                    let least = lines.iter().filter(|line| line.key.is_some());
                    let least = least.map(|line| line.indent).min();
                    let is_it = |line: &Line<'_>| {
                        line.key == Some(key) && (Some(line.indent) == least || found.is_none())
                    };
                    lines
                        .iter()
                        .position(is_it)
                        .or_else(|| lines.iter().position(|line| line.key == Some(key)))
                }
                Segment::Entry { key, .. } => {
                    let first = key.values.first().map(String::as_str).unwrap_or_default();
                    let is_it = |line: &Line<'_>| unquoted(line.value) == first;
                    lines
                        .iter()
                        .position(is_it)
                        .map(|at| self.entry_start(start, at))
                }
                Segment::Index(_) | Segment::Embedded(_) => None,
            };
            let Some(at) = next else {
                continue;
            };
            let at = start + at;
            found = Some(at);
            range = at + usize::from(matches!(segment, Segment::Key(_)))..self.end_of(at, segment);
        }
        let found = found?;
        let below = self.all.get(range.start.min(range.end)..range.end)?;
        let value = change
            .new_text()
            .or_else(|| change.old_text())
            .unwrap_or_default();
        let own = self.all.get(found)?;
        let line = match own.differs {
            true => own,
            false => below
                .iter()
                .find(|line| line.differs && !value.is_empty() && line.value.contains(&value))
                .or_else(|| below.iter().find(|line| line.differs))
                .unwrap_or(own),
        };
        Some(line.number)
    }

    /// Returns where the entry of a list begins that holds a line, both counted from `start`.
    fn entry_start(&self, start: usize, at: usize) -> usize {
        let Some(own) = self.all.get(start + at) else {
            return at;
        };
        let before = self.all.get(start..=start + at).unwrap_or_default();
        // The first line of an entry has the indent of its keys, after the dash.
        let first = before.iter().rposition(|line| line.indent < own.indent);
        first.map_or(0, |line| line + 1).min(at)
    }

    /// Returns where the value ends that begins at a line.
    fn end_of(&self, at: usize, segment: &Segment) -> usize {
        let Some(own) = self.all.get(at) else {
            return self.all.len();
        };
        let is_over = |line: &Line<'_>| match segment {
            Segment::Key(_) => line.indent <= own.indent && line.key.is_some(),
            _ => line.indent < own.indent,
        };
        let rest = self.all.get(at + 1..).unwrap_or_default();
        rest.iter()
            .position(is_over)
            .map_or(self.all.len(), |offset| at + 1 + offset)
    }
}

impl<'a> Line<'a> {
    fn of(text: &'a str, number: u32, differs: bool) -> Self {
        let mut rest = text.trim_start_matches(' ');
        while let Some(entry) = rest.strip_prefix("- ") {
            rest = entry.trim_start_matches(' ');
        }
        let indent = text.len() - rest.len();
        let (key, value) = match rest.split_once(':') {
            Some((key, value)) if value.is_empty() || value.starts_with(' ') => {
                (Some(unquoted(key)), value.trim())
            }
            _ => (None, rest.trim()),
        };
        Self {
            number,
            differs,
            indent,
            key,
            value,
        }
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
