//! Which rows are shown, and which are folded away with a word on what they hold.

use std::ops::Range;

use super::row::Row;

/// A run of rows, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// To be shown.
    Shown(Range<usize>),
    /// To be folded away until asked for.
    Folded(Fold),
}

/// Rows in which nothing differs that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The rows, by their positions.
    pub rows: Range<usize>,
    /// How many of them differ, in nothing but noise. The others are the same on both sides.
    pub noise: usize,
}

impl Fold {
    /// How many rows are the same on both sides.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.rows.len() - self.noise
    }
}

/// All rows in stretches, from top to bottom; `context` rows stay shown around each one that is wanted. A single unchanged
/// row is not folded: the fold would take as much room.
pub(super) fn folds(rows: &[Row], context: usize, wanted: fn(Row) -> bool) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut end = 0;
    for shown in around(rows, context, wanted) {
        push_fold(&mut stretches, rows, end..shown.start);
        end = shown.end;
        push_shown(&mut stretches, shown);
    }
    push_fold(&mut stretches, rows, end..rows.len());
    stretches
}

/// The rows that are `wanted`, with `context` rows around them, in runs that do not touch.
pub(super) fn around(rows: &[Row], context: usize, wanted: fn(Row) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in rows.iter().enumerate().filter(|(_, row)| wanted(**row)) {
        let run = at.saturating_sub(context)..at.saturating_add(context + 1).min(rows.len());
        match runs.last_mut() {
            Some(last) if run.start <= last.end => last.end = run.end,
            _ => runs.push(run),
        }
    }
    runs
}

fn push_fold(stretches: &mut Vec<Stretch>, rows: &[Row], folded: Range<usize>) {
    let noise = rows[folded.clone()]
        .iter()
        .filter(|row| !row.is_equal())
        .count();
    match (folded.len(), noise) {
        (0, _) => {}
        (1, 0) => push_shown(stretches, folded),
        _ => stretches.push(Stretch::Folded(Fold {
            rows: folded,
            noise,
        })),
    }
}

fn push_shown(stretches: &mut Vec<Stretch>, rows: Range<usize>) {
    match stretches.last_mut() {
        Some(Stretch::Shown(last)) => last.end = rows.end,
        _ => stretches.push(Stretch::Shown(rows)),
    }
}
