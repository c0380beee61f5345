//! A text by lines, without a copy of any of them.

use std::sync::Arc;

/// A text and where its lines begin. Lines keep their line breaks: two texts that differ only there differ.
#[derive(Clone)]
pub(super) struct Lines {
    text: Arc<str>,
    /// Where each line begins, and the end of the text. A record is far below the 4 GiB that fit.
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

    /// A line with its line break, by position from 0; empty beyond the end.
    pub(super) fn raw(&self, index: usize) -> &str {
        match (self.bounds.get(index), self.bounds.get(index + 1)) {
            (Some(&start), Some(&end)) => &self.text[start as usize..end as usize],
            _ => "",
        }
    }

    /// A line without its line break.
    pub(super) fn line(&self, index: usize) -> &str {
        self.raw(index).trim_end_matches(['\n', '\r'])
    }
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
