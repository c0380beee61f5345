//! Compares the rendered notes.

use serde::{Serialize, Serializer};

use crate::{Sides, TextDiff};
use astern_masking::Masking;

/// The number of unchanged lines around each change in the JSON.
const CONTEXT: usize = 3;

/// The longest notes that are compared line by line as a whole, in bytes. Real notes have a few thousand.
const LIMIT: usize = 1 << 20;

/// The comparison of the rendered notes.
#[derive(Debug, Clone, Serialize)]
pub struct NotesChange {
    /// Whether they differ.
    pub differ: bool,
    /// The diff of the notes, secrets masked; serialized in the unified format.
    #[serde(serialize_with = "unified")]
    pub diff: TextDiff,
    /// How much of them was compared line by line.
    #[serde(skip_serializing_if = "Extent::is_whole")]
    pub extent: Extent,
}

/// How much of a text was compared line by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// All of it.
    Whole,
    /// The beginning, because it is too long.
    Beginning,
}

impl Extent {
    fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

impl NotesChange {
    /// Compares the notes of both sides. Absent notes count as an empty text.
    pub(crate) fn between(notes: &Sides<Option<&str>>, masking: &Masking) -> Self {
        let Sides { from, to } = notes;
        let [from, to] = [from, to].map(|notes| notes.unwrap_or_default());
        let mask = |notes| masking.mask_text(beginning(notes)).into_inner().into();
        Self {
            differ: from != to,
            diff: TextDiff::new(mask(from), mask(to)),
            extent: match from.len().max(to.len()) > LIMIT {
                true => Extent::Beginning,
                false => Extent::Whole,
            },
        }
    }
}

/// Returns the notes up to the last whole line within [`LIMIT`].
fn beginning(notes: &str) -> &str {
    if notes.len() <= LIMIT {
        return notes;
    }
    let beginning = &notes[..notes.floor_char_boundary(LIMIT)];
    match beginning.rfind('\n') {
        Some(line_break) => &beginning[..=line_break],
        None => beginning,
    }
}

fn unified<S: Serializer>(diff: &TextDiff, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&diff.unified(CONTEXT))
}
