//! Which words of a replaced line differ.

use crate::{
    sequence::{Interner, Run, align},
    sides::Sides,
};

/// Lines with more text than this, both sides together, are not looked into: refining one dissimilar line of 60,000 words
/// took 2.3 seconds in a browser.
const AFFORDABLE: usize = 8_000;

/// Lines that share less than one part in this many are different as a whole, which needs no emphasis.
const SHARED: usize = 4;

/// A stretch of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Whether it is what differs in the line.
    pub emphasis: Emphasis,
    /// Its text.
    pub text: &'a str,
}

/// Whether a piece is what differs between a line and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emphasis {
    /// The same on both sides, or nothing is known.
    Plain,
    /// Different.
    Different,
}

/// A line in one piece; none for an empty line.
pub(super) fn whole(line: &str) -> Vec<Piece<'_>> {
    let piece = Piece {
        emphasis: Emphasis::Plain,
        text: line,
    };
    (!line.is_empty()).then_some(piece).into_iter().collect()
}

/// Two lines in pieces, the words that differ emphasised where the lines are short and alike enough.
pub(super) fn compare<'a>(old: &'a str, new: &'a str) -> Sides<Vec<Piece<'a>>> {
    let in_one = || Sides {
        from: whole(old),
        to: whole(new),
    };
    if old.len() + new.len() > AFFORDABLE {
        return in_one();
    }
    let mut interner = Interner::default();
    let mut named = |line: &'a str| -> (Vec<&'a str>, Vec<u32>) {
        words(line)
            .map(|word| (word, interner.intern(word)))
            .unzip()
    };
    let ((old_words, old_names), (new_words, new_names)) = (named(old), named(new));
    let mut pieces = Sides {
        from: Pieces::of(old),
        to: Pieces::of(new),
    };
    let mut shared = 0;
    for run in align(&old_names, &new_names) {
        let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
        let (emphasis, old_range, new_range) = match run {
            Run::Equal(old, new) => (Emphasis::Plain, old, new),
            Run::Replaced(old, new) => (Emphasis::Different, old, new),
        };
        let (old_run, new_run) = (&old_words[old_range], &new_words[new_range]);
        if emphasis == Emphasis::Plain {
            let words = old_run.iter().filter(|word| !is_gap(word));
            shared += words.map(|word| word.len()).sum::<usize>();
        }
        pieces.from.push(emphasis, length(old_run));
        pieces.to.push(emphasis, length(new_run));
    }
    if shared * SHARED < old.trim().len().max(new.trim().len()) {
        return in_one();
    }
    Sides {
        from: pieces.from.done,
        to: pieces.to.done,
    }
}

/// A line on its way into pieces.
struct Pieces<'a> {
    line: &'a str,
    at: usize,
    done: Vec<Piece<'a>>,
}

impl<'a> Pieces<'a> {
    fn of(line: &'a str) -> Self {
        Self {
            line,
            at: 0,
            done: Vec::new(),
        }
    }

    /// Adds the next bytes. White space between two differences belongs to them.
    fn push(&mut self, emphasis: Emphasis, length: usize) {
        if length == 0 {
            return;
        }
        let (start, end) = (self.at, self.at + length);
        self.at = end;
        let gap_before = match self.done.as_slice() {
            [.., before, gap]
                if emphasis == Emphasis::Different
                    && before.emphasis == Emphasis::Different
                    && is_gap(gap.text) =>
            {
                Some(before.text.len() + gap.text.len())
            }
            _ => None,
        };
        if let Some(joined) = gap_before {
            self.done.pop();
            self.done.pop();
            self.done.push(Piece {
                emphasis,
                text: &self.line[start - joined..end],
            });
        } else {
            self.done.push(Piece {
                emphasis,
                text: &self.line[start..end],
            });
        }
    }
}

fn is_gap(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Runs of letters and digits, runs of white space, and every other character on its own: `v2.51.0` is five words.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let belongs: fn(char) -> bool = if first.is_alphanumeric() {
            char::is_alphanumeric
        } else if first.is_whitespace() {
            char::is_whitespace
        } else {
            |_| false
        };
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(first.len_utf8()));
        rest = after;
        Some(word)
    })
}
