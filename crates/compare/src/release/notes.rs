//! The rendered notes of both sides.

use serde::{Serialize, Serializer};

use crate::{Sides, TextDiff};
use astern_masking::Masking;

/// Unchanged lines around each change in the JSON.
const CONTEXT: usize = 3;

/// Whether the notes differ, and in which lines.
#[derive(Debug, Clone, Serialize)]
pub struct NotesChange {
    /// Whether they differ.
    pub differ: bool,
    /// The notes line by line, secrets masked; serialized in the unified format.
    #[serde(serialize_with = "unified")]
    pub diff: TextDiff,
}

impl NotesChange {
    /// Notes that are not there are an empty text.
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
