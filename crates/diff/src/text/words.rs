//! The words that differ in a replaced line.

use crate::{
    sequence::{Interner, Run, align},
    sides::Sides,
};

/// The most bytes, both sides together, of lines that are compared by words: a dissimilar line of 60,000 words took 2.3
/// seconds in a browser.
const LENGTH_LIMIT: usize = 8_000;

/// Lines that share less than one part in this many differ as a whole and have no emphasis.
const MIN_SHARED_PART: usize = 4;

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Whether it differs from the counterpart of the line.
    pub emphasis: Emphasis,
    /// Its text.
    pub text: &'a str,
}

/// Whether a piece of a line differs from the counterpart of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emphasis {
    /// Equal on both sides, or not compared.
    Plain,
    /// Different.
    Different,
}

/// Returns a line as one piece; none for an empty line.
pub(super) fn whole(line: &str) -> Vec<Piece<'_>> {
    let piece = Piece {
        emphasis: Emphasis::Plain,
        text: line,
    };
    (!line.is_empty()).then_some(piece).into_iter().collect()
}

/// Returns two lines in pieces. The words that differ are emphasised if the lines are short and similar enough.
pub(super) fn compare<'a>(old: &'a str, new: &'a str) -> Sides<Vec<Piece<'a>>> {
    let without_emphasis = || Sides {
        from: whole(old),
        to: whole(new),
    };
    if old.len() + new.len() > LENGTH_LIMIT {
        return without_emphasis();
    }
    let mut interner = Interner::default();
    let mut intern_words = |line: &'a str| -> (Vec<&'a str>, Vec<u32>) {
        words(line)
            .map(|word| (word, interner.intern(word)))
            .unzip()
    };
    let ((old_words, old_ids), (new_words, new_ids)) = (intern_words(old), intern_words(new));
    let mut pieces = Sides {
        from: PieceBuilder::new(old),
        to: PieceBuilder::new(new),
    };
    let mut shared = 0;
    for run in align(&old_ids, &new_ids) {
        let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
        let (emphasis, old_range, new_range) = match run {
            Run::Equal(old, new) => (Emphasis::Plain, old, new),
            Run::Replaced(old, new) => (Emphasis::Different, old, new),
        };
        let (old_run, new_run) = (&old_words[old_range], &new_words[new_range]);
        if emphasis == Emphasis::Plain {
            let words = old_run.iter().filter(|word| !is_white_space(word));
            shared += words.map(|word| word.len()).sum::<usize>();
        }
        pieces.from.push(emphasis, length(old_run));
        pieces.to.push(emphasis, length(new_run));
    }
    if shared * MIN_SHARED_PART < old.trim().len().max(new.trim().len()) {
        return without_emphasis();
    }
    Sides {
        from: pieces.from.pieces,
        to: pieces.to.pieces,
    }
}

/// Splits a line into pieces.
struct PieceBuilder<'a> {
    line: &'a str,
    at: usize,
    pieces: Vec<Piece<'a>>,
}

impl<'a> PieceBuilder<'a> {
    fn new(line: &'a str) -> Self {
        Self {
            line,
            at: 0,
            pieces: Vec::new(),
        }
    }

    /// Adds the next bytes as a piece. White space between two differences becomes part of them.
    fn push(&mut self, emphasis: Emphasis, length: usize) {
        if length == 0 {
            return;
        }
        let (start, end) = (self.at, self.at + length);
        self.at = end;
        let joined = match self.pieces.as_slice() {
            [.., before, space]
                if emphasis == Emphasis::Different
                    && before.emphasis == Emphasis::Different
                    && is_white_space(space.text) =>
            {
                Some(before.text.len() + space.text.len())
            }
            _ => None,
        };
        if let Some(length_before) = joined {
            self.pieces.pop();
            self.pieces.pop();
            self.pieces.push(Piece {
                emphasis,
                text: &self.line[start - length_before..end],
            });
        } else {
            self.pieces.push(Piece {
                emphasis,
                text: &self.line[start..end],
            });
        }
    }
}

fn is_white_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Splits a line into runs of letters and digits, runs of white space, and single other characters: `v2.51.0` has five
/// words.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_same_class: fn(char) -> bool = if first.is_alphanumeric() {
            char::is_alphanumeric
        } else if first.is_whitespace() {
            char::is_whitespace
        } else {
            |_| false
        };
        let length = rest.find(|c| !is_same_class(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(first.len_utf8()));
        rest = after;
        Some(word)
    })
}
