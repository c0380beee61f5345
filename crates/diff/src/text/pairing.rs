//! Pairs the removed and added lines of a replaced run, so that similar lines are shown side by side.

use std::ops::Range;

use super::{
    lines::{Lines, line_number},
    row::Row,
};

/// The most pairs of lines that are compared in one diff. In a run each old line is compared with each new one.
const DIFF_LIMIT: usize = 100_000;

/// The most pairs of lines that are compared in one run.
const RUN_LIMIT: usize = 2_500;

/// How many bytes at each end of two lines are compared.
const END_LENGTH: usize = 200;

/// The least similarity, out of 100, of two lines that are paired.
const MIN_SIMILARITY: u32 = 50;

/// Makes rows of replaced runs. Once [`DIFF_LIMIT`] is reached, it pairs no more lines.
pub(super) struct Pairing<'a> {
    old: &'a Lines,
    new: &'a Lines,
    /// How many more pairs may be compared.
    remaining: usize,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(old: &'a Lines, new: &'a Lines) -> Self {
        Self {
            old,
            new,
            remaining: DIFF_LIMIT,
        }
    }

    /// Adds the rows of one run. In a run that is too long, all old lines are removed, then all new lines added.
    pub(super) fn add_rows(&mut self, rows: &mut Vec<Row>, old: Range<usize>, new: Range<usize>) {
        let pairs = old.len().saturating_mul(new.len());
        let counterparts = if old.len() == 1 && new.len() == 1 {
            vec![Some(0)]
        } else if pairs <= RUN_LIMIT.min(self.remaining) {
            self.remaining -= pairs;
            self.counterparts(&old, &new)
        } else {
            vec![None; old.len()]
        };
        let mut added = new.start;
        for (old_at, counterpart) in old.zip(counterparts) {
            let Some(counterpart) = counterpart.map(|counterpart| new.start + counterpart) else {
                rows.push(Row::Removed {
                    old: line_number(old_at),
                });
                continue;
            };
            rows.extend((added..counterpart).map(|at| Row::Added {
                new: line_number(at),
            }));
            rows.push(Row::Replaced {
                old: line_number(old_at),
                new: line_number(counterpart),
            });
            added = counterpart + 1;
        }
        rows.extend((added..new.end).map(|at| Row::Added {
            new: line_number(at),
        }));
    }

    /// Returns the counterpart of each old line, so that the total similarity is highest and no pairs cross.
    fn counterparts(&self, old: &Range<usize>, new: &Range<usize>) -> Vec<Option<usize>> {
        let (height, width) = (old.len(), new.len());
        let similarities: Vec<u32> = old
            .clone()
            .flat_map(|old_at| {
                let line = self.old.line(old_at);
                new.clone()
                    .map(move |new_at| similarity(line, self.new.line(new_at)))
            })
            .collect();
        // best[i][j]: the highest total similarity of old lines from i and new lines from j.
        let cell = |i: usize, j: usize| i * (width + 1) + j;
        let mut best = vec![0_u32; (height + 1) * (width + 1)];
        for i in (0..height).rev() {
            for j in (0..width).rev() {
                let unpaired = best[cell(i + 1, j)].max(best[cell(i, j + 1)]);
                let similarity = similarities[i * width + j];
                let paired = if similarity >= MIN_SIMILARITY {
                    best[cell(i + 1, j + 1)] + similarity
                } else {
                    0
                };
                best[cell(i, j)] = unpaired.max(paired);
            }
        }
        let mut counterparts = vec![None; height];
        let (mut i, mut j) = (0, 0);
        while i < height && j < width {
            let similarity = similarities[i * width + j];
            if similarity >= MIN_SIMILARITY
                && best[cell(i, j)] == best[cell(i + 1, j + 1)] + similarity
            {
                counterparts[i] = Some(j);
                (i, j) = (i + 1, j + 1);
            } else if best[cell(i, j)] == best[cell(i + 1, j)] {
                i += 1;
            } else {
                j += 1;
            }
        }
        counterparts
    }
}

/// Returns how similar two lines are, from 0 to 100: the share of equal bytes at their ends. Lines with the same YAML key
/// are similar enough to be paired.
fn similarity(old: &str, new: &str) -> u32 {
    let (old, new) = (old.trim(), new.trim());
    let longer = old.len().max(new.len()).min(2 * END_LENGTH);
    if longer == 0 {
        return 100;
    }
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let head = old
        .bytes()
        .zip(new.bytes())
        .take(END_LENGTH)
        .take_while(same)
        .count();
    let rest = old.len().min(new.len()) - head;
    let ends = old.bytes().rev().zip(new.bytes().rev());
    let tail = ends.take(END_LENGTH.min(rest)).take_while(same).count();
    let shared = (100 * (head + tail) / longer).min(100) as u32;
    match key(old) {
        Some(name) if key(new) == Some(name) => shared.max(MIN_SIMILARITY) + 1,
        _ => shared,
    }
}

/// Returns what precedes the first `: ` of a line, or a colon at its end.
fn key(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['-', ' ']);
    let (key, _) = line
        .split_once(": ")
        .or_else(|| Some((line.strip_suffix(':')?, "")))?;
    (!key.is_empty()).then_some(key)
}
