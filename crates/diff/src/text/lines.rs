//! The lines of a text, without copies of them.

use std::sync::Arc;

/// A text and where its lines begin. Lines keep their line breaks, so that a difference in line breaks is a difference.
#[derive(Clone)]
pub(super) struct Lines {
    text: Arc<str>,
    /// Where each line begins, and the end of the text. `u32` suffices: a release record is at most 1 MiB compressed.
    bounds: Vec<u32>,
}

impl Lines {
    pub(super) fn new(text: Arc<str>) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let end = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
        let bounds = std::iter::once(0).chain(breaks).chain(end);
        Self {
            bounds: bounds.map(|at| at as u32).collect(),
            text,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Returns a line with its line break, by position from 0; empty beyond the end.
    pub(super) fn raw(&self, index: usize) -> &str {
        match (self.bounds.get(index), self.bounds.get(index + 1)) {
            (Some(&start), Some(&end)) => &self.text[start as usize..end as usize],
            _ => "",
        }
    }

    /// Returns a line without its line break.
    pub(super) fn line(&self, index: usize) -> &str {
        self.raw(index).trim_end_matches(['\n', '\r'])
    }
}

/// Returns the line number, from 1, of a position from 0.
pub(super) fn line_number(index: usize) -> u32 {
    index as u32 + 1
}

/// Returns the position, from 0, of a line number from 1. For 0, which is no line number, it is beyond every text.
pub(super) fn line_index(number: u32) -> usize {
    (number as usize).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_editors_count_them() {
        for (text, lines) in [
            ("", vec![]),
            ("\n", vec!["\n"]),
            ("a", vec!["a"]),
            ("a\r\n\nb", vec!["a\r\n", "\n", "b"]),
        ] {
            let split = Lines::new(text.into());
            let raw: Vec<_> = (0..split.len()).map(|index| split.raw(index)).collect();
            assert_eq!(raw, lines);
            assert_eq!(split.raw(split.len()), "");
        }
    }
}
