//! Which rows of a diff are shown, and which are folded.

use std::ops::Range;

use super::row::Row;

/// A range of rows that is shown or folded, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// Rows that are shown.
    Shown(Range<usize>),
    /// Rows that are hidden until the reader unfolds them.
    Folded(Fold),
}

/// Rows in which nothing differs that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The rows, by their positions.
    pub rows: Range<usize>,
    /// How many of them differ only in noise. The others are equal on both sides.
    pub noise: usize,
}

impl Fold {
    /// Returns how many rows are equal on both sides.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.rows.len() - self.noise
    }
}

/// Returns all rows in regions, from top to bottom. `context` rows are shown around each row that is `relevant`. A single
/// equal row is not folded: the fold would be as high as the row.
pub(super) fn folds(rows: &[Row], context: usize, relevant: fn(Row) -> bool) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut end = 0;
    for shown in with_context(rows, context, relevant) {
        push_fold(&mut regions, rows, end..shown.start);
        end = shown.end;
        push_shown(&mut regions, shown);
    }
    push_fold(&mut regions, rows, end..rows.len());
    regions
}

/// Returns the rows that are `relevant`, with `context` rows around them, as ranges that do not touch.
pub(super) fn with_context(
    rows: &[Row],
    context: usize,
    relevant: fn(Row) -> bool,
) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, _) in rows.iter().enumerate().filter(|(_, row)| relevant(**row)) {
        let range = at.saturating_sub(context)..at.saturating_add(context + 1).min(rows.len());
        match ranges.last_mut() {
            Some(last) if range.start <= last.end => last.end = range.end,
            _ => ranges.push(range),
        }
    }
    ranges
}

fn push_fold(regions: &mut Vec<Region>, rows: &[Row], folded: Range<usize>) {
    let noise = rows[folded.clone()]
        .iter()
        .filter(|row| !row.is_equal())
        .count();
    match (folded.len(), noise) {
        (0, _) => {}
        (1, 0) => push_shown(regions, folded),
        _ => regions.push(Region::Folded(Fold {
            rows: folded,
            noise,
        })),
    }
}

fn push_shown(regions: &mut Vec<Region>, rows: Range<usize>) {
    match regions.last_mut() {
        Some(Region::Shown(last)) => last.end = rows.end,
        _ => regions.push(Region::Shown(rows)),
    }
}
