//! One object's text on both sides, line by line, with the words that differ.

mod emphasis;
mod source;

use std::fmt;

use serde::Serialize;
use similar::{Algorithm, DiffOp, DiffTag};

use crate::{Masking, objects::Pair};

/// The lines in which two texts differ, with some unchanged ones around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextDiff {
    /// The stretches that differ, from top to bottom.
    pub hunks: Vec<Hunk>,
}

/// A stretch of lines around one or more changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hunk {
    /// Its lines, the removed ones before those added in their place.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which side it is on.
    pub tag: LineTag,
    /// Its number in the old text, from 1; absent for an added line.
    pub old_number: Option<usize>,
    /// Its number in the new text, from 1; absent for a removed line.
    pub new_number: Option<usize>,
    /// Its text, without the line break, in pieces.
    pub pieces: Vec<Piece>,
}

/// Which side a line is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineTag {
    /// On both.
    Context,
    /// On the side to start from.
    Removed,
    /// On the side to arrive at.
    Added,
}

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Whether it is what differs in the line.
    pub emphasis: Emphasis,
    /// Its text.
    pub text: String,
}

/// Whether a piece is what differs between a line and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emphasis {
    /// The same on both sides, or nothing is known.
    Plain,
    /// Different.
    Different,
}

impl TextDiff {
    /// The diff of one object's two sides, secrets masked.
    pub(crate) fn between(objects: &Pair, masking: &Masking, context: usize) -> Self {
        let texts = source::texts(objects, masking);
        Self::of(&texts.from, &texts.to, context)
    }

    fn of(old: &str, new: &str, context: usize) -> Self {
        // No deadline: asking for the time is what a browser must not be asked for here.
        let diff = similar::TextDiff::configure()
            .algorithm(Algorithm::Myers)
            .diff_lines(old, new);
        let hunks = diff
            .grouped_ops(context)
            .iter()
            .map(|ops| Hunk {
                lines: ops.iter().flat_map(|op| lines(&diff, op)).collect(),
            })
            .filter(|hunk| hunk.lines.iter().any(|line| line.tag != LineTag::Context))
            .collect();
        Self { hunks }
    }
}

fn lines(diff: &similar::TextDiff<'_, '_, str>, op: &DiffOp) -> Vec<Line> {
    if op.tag() == DiffTag::Replace && emphasis::is_affordable(diff, op) {
        return emphasis::lines(diff, op);
    }
    diff.iter_changes(op)
        .map(|change| {
            let pieces = vec![(Emphasis::Plain, change.value())];
            Line::new(
                change.tag(),
                (change.old_index(), change.new_index()),
                pieces,
            )
        })
        .collect()
}

impl Line {
    fn new<'a>(
        tag: similar::ChangeTag,
        (old, new): (Option<usize>, Option<usize>),
        pieces: impl IntoIterator<Item = (Emphasis, &'a str)>,
    ) -> Self {
        let pieces = pieces
            .into_iter()
            .map(|(emphasis, text)| (emphasis, text.trim_end_matches(['\n', '\r'])))
            .filter(|(_, text)| !text.is_empty())
            .map(|(emphasis, text)| Piece {
                emphasis,
                text: text.to_owned(),
            })
            .collect();
        Self {
            tag: match tag {
                similar::ChangeTag::Equal => LineTag::Context,
                similar::ChangeTag::Delete => LineTag::Removed,
                similar::ChangeTag::Insert => LineTag::Added,
            },
            old_number: old.map(|index| index + 1),
            new_number: new.map(|index| index + 1),
            pieces,
        }
    }
}

/// The diff in the unified format, without a file header.
impl fmt::Display for TextDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hunks.iter().try_for_each(|hunk| hunk.fmt(f))
    }
}

/// `@@ -1,4 +1,4 @@` and the lines.
impl fmt::Display for Hunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let old = Span::of(self.lines.iter().filter_map(|line| line.old_number));
        let new = Span::of(self.lines.iter().filter_map(|line| line.new_number));
        writeln!(f, "@@ -{old} +{new} @@")?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A blank, `-` or `+`, and the text.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.tag {
            LineTag::Context => " ",
            LineTag::Removed => "-",
            LineTag::Added => "+",
        })?;
        self.pieces
            .iter()
            .try_for_each(|piece| f.write_str(&piece.text))
    }
}

/// The lines a hunk covers on one side: `4,3`, or `4` for one line, `0,0` for none.
struct Span {
    start: usize,
    length: usize,
}

impl Span {
    fn of(mut numbers: impl Iterator<Item = usize>) -> Self {
        let start = numbers.next();
        Self {
            start: start.unwrap_or_default(),
            length: start.map_or(0, |_| numbers.count() + 1),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn emphasised(diff: &TextDiff) -> Vec<&str> {
        let pieces = diff
            .hunks
            .iter()
            .flat_map(|hunk| &hunk.lines)
            .flat_map(|line| &line.pieces);
        pieces
            .filter(|piece| piece.emphasis == Emphasis::Different)
            .map(|piece| piece.text.as_str())
            .collect()
    }

    #[test]
    fn a_changed_word_is_emphasised() {
        let diff = TextDiff::of(
            "a: 1\n  image: web:1\nb: 2\n",
            "a: 1\n  image: web:2\nb: 2\n",
            3,
        );
        assert_eq!(
            diff.to_string(),
            "@@ -1,3 +1,3 @@\n a: 1\n-  image: web:1\n+  image: web:2\n b: 2\n"
        );
        assert_eq!(emphasised(&diff), ["web:1", "web:2"]);
    }

    #[test]
    fn hunks_keep_their_context_and_numbers() {
        let old: String = (1..=20).map(|n| format!("l{n}\n")).collect();
        let new = old.replace("l3\n", "").replace("l18\n", "l18\nx\n");
        let diff = TextDiff::of(&old, &new, 1);
        assert_eq!(
            diff.to_string(),
            "@@ -2,3 +2,2 @@\n l2\n-l3\n l4\n@@ -18,2 +17,3 @@\n l18\n+x\n l19\n"
        );
    }

    #[test]
    fn nothing_differs_between_equal_texts() {
        assert_eq!(TextDiff::of("a\n", "a\n", 3).hunks, []);
        assert_eq!(TextDiff::of("", "", 3).hunks, []);
    }

    #[test]
    fn one_side_can_be_empty() {
        assert_eq!(
            TextDiff::of("", "a\nb\n", 3).to_string(),
            "@@ -0,0 +1,2 @@\n+a\n+b\n"
        );
    }

    #[test]
    fn very_long_lines_are_not_looked_into() {
        let words = |word: &str| format!("{word} ").repeat(60_000) + "\n";
        let diff = TextDiff::of(&words("a"), &words("b"), 3);
        assert_eq!(diff.hunks[0].lines.len(), 2);
        assert!(emphasised(&diff).is_empty());
    }
}
