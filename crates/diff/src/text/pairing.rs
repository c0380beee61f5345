//! Which line of a replaced run stands for which, so that the two can be shown side by side.

use std::ops::Range;

use super::{lines::Lines, row::Row};

/// Pairs of lines that are looked at in one text at most, and in one run: each is compared with each.
const LOOKED_AT: usize = 100_000;
const IN_RUN: usize = 2_500;

/// So many bytes from either end of a line tell how alike two are.
const COMPARED: usize = 200;

/// Lines less alike than this, out of 100, do not belong together.
const ALIKE: u32 = 50;

/// Lays runs of replaced lines side by side, until it has looked at enough.
pub(super) struct Pairing<'a> {
    old: &'a Lines,
    new: &'a Lines,
    left: usize,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(old: &'a Lines, new: &'a Lines) -> Self {
        Self {
            old,
            new,
            left: LOOKED_AT,
        }
    }

    /// Adds the rows of one run. A run that is too long is removed as a whole, then added as a whole.
    pub(super) fn add_rows(&mut self, rows: &mut Vec<Row>, old: Range<usize>, new: Range<usize>) {
        let pairs = old.len().saturating_mul(new.len());
        let partners = if old.len() == 1 && new.len() == 1 {
            vec![Some(0)]
        } else if pairs <= IN_RUN.min(self.left) {
            self.left -= pairs;
            self.partners(&old, &new)
        } else {
            vec![None; old.len()]
        };
        let mut added = new.start;
        for (old_at, partner) in old.zip(partners) {
            let Some(partner) = partner.map(|partner| new.start + partner) else {
                rows.push(Row::Removed {
                    old: number(old_at),
                });
                continue;
            };
            rows.extend((added..partner).map(|at| Row::Added { new: number(at) }));
            rows.push(Row::Replaced {
                old: number(old_at),
                new: number(partner),
            });
            added = partner + 1;
        }
        rows.extend((added..new.end).map(|at| Row::Added { new: number(at) }));
    }

    /// For each old line the new one that stands for it, so that the pairs are as alike as can be and none cross.
    fn partners(&self, old: &Range<usize>, new: &Range<usize>) -> Vec<Option<usize>> {
        let (height, width) = (old.len(), new.len());
        let likeness: Vec<u32> = old
            .clone()
            .flat_map(|old_at| {
                let line = self.old.line(old_at);
                new.clone()
                    .map(move |new_at| alike(line, self.new.line(new_at)))
            })
            .collect();
        // best[i][j]: the most likeness that old lines from i and new lines from j can have.
        let cell = |i: usize, j: usize| i * (width + 1) + j;
        let mut best = vec![0_u32; (height + 1) * (width + 1)];
        for i in (0..height).rev() {
            for j in (0..width).rev() {
                let apart = best[cell(i + 1, j)].max(best[cell(i, j + 1)]);
                let like = likeness[i * width + j];
                let paired = if like >= ALIKE {
                    best[cell(i + 1, j + 1)] + like
                } else {
                    0
                };
                best[cell(i, j)] = apart.max(paired);
            }
        }
        let mut partners = vec![None; height];
        let (mut i, mut j) = (0, 0);
        while i < height && j < width {
            let like = likeness[i * width + j];
            if like >= ALIKE && best[cell(i, j)] == best[cell(i + 1, j + 1)] + like {
                partners[i] = Some(j);
                (i, j) = (i + 1, j + 1);
            } else if best[cell(i, j)] == best[cell(i + 1, j)] {
                i += 1;
            } else {
                j += 1;
            }
        }
        partners
    }
}

/// How alike two lines are, from 0 to 100: how much they share at their ends. Lines with the same YAML key are.
fn alike(old: &str, new: &str) -> u32 {
    let (old, new) = (old.trim(), new.trim());
    let longer = old.len().max(new.len()).min(2 * COMPARED);
    if longer == 0 {
        return 100;
    }
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let head = old
        .bytes()
        .zip(new.bytes())
        .take(COMPARED)
        .take_while(same)
        .count();
    let rest = old.len().min(new.len()) - head;
    let ends = old.bytes().rev().zip(new.bytes().rev());
    let tail = ends.take(COMPARED.min(rest)).take_while(same).count();
    let shared = (100 * (head + tail) / longer).min(100) as u32;
    match key(old) {
        Some(name) if key(new) == Some(name) => shared.max(ALIKE) + 1,
        _ => shared,
    }
}

/// What stands before the first `: ` of a line, or before a colon at its end.
pub(super) fn key(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['-', ' ']);
    let (key, _) = line
        .split_once(": ")
        .or_else(|| Some((line.strip_suffix(':')?, "")))?;
    (!key.is_empty()).then_some(key)
}

/// A position from 0 as a number from 1.
pub(super) fn number(index: usize) -> u32 {
    index as u32 + 1
}
