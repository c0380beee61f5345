//! Compares the rendered notes.

use serde::{Serialize, Serializer};

use crate::{Sides, TextDiff};
use astern_masking::Masking;

/// The number of unchanged lines around each change in the JSON.
const CONTEXT: usize = 3;

/// The comparison of the rendered notes.
#[derive(Debug, Clone, Serialize)]
pub struct NotesChange {
    /// Whether they differ.
    pub differ: bool,
    /// The diff of the notes, secrets masked; serialized in the unified format.
    #[serde(serialize_with = "unified")]
    pub diff: TextDiff,
}

impl NotesChange {
    /// Compares the notes of both sides. Absent notes count as an empty text.
    pub(crate) fn between(notes: &Sides<Option<&str>>, masking: &Masking) -> Self {
        let Sides { from, to } = notes;
        let [from, to] = [from, to].map(|notes| notes.unwrap_or_default());
        let mask = |notes| masking.mask_text(notes).into_inner().into();
        Self {
            differ: from != to,
            diff: TextDiff::new(mask(from), mask(to)),
        }
    }
}

fn unified<S: Serializer>(diff: &TextDiff, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&diff.unified(CONTEXT))
}
