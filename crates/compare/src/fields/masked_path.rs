//! Paths in which known secrets are masked: a key of a mapping can contain one.

use std::fmt;

use astern_diff::{EntryKey, FieldPath, Segment};
use astern_masking::Masking;

/// The path of a field as it is shown. It leads to the field although a secret in it is masked.
#[derive(Clone, PartialEq)]
pub struct MaskedPath {
    shown: FieldPath,
    source: Option<Box<FieldPath>>,
}

impl MaskedPath {
    /// Masks a path.
    pub(crate) fn new(path: &FieldPath, masking: &Masking) -> Self {
        let shown = masked_path(path, masking);
        Self {
            source: (shown != *path).then(|| Box::new(path.clone())),
            shown,
        }
    }

    /// Returns the path as it is shown.
    #[must_use]
    pub fn shown(&self) -> &FieldPath {
        &self.shown
    }

    /// Returns the path as it is. It must not be shown.
    pub(crate) fn source(&self) -> &FieldPath {
        self.source.as_deref().unwrap_or(&self.shown)
    }
}

/// Writes the path as it is shown.
impl fmt::Display for MaskedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.fmt(f)
    }
}

/// Writes the path as it is shown.
impl fmt::Debug for MaskedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.fmt(f)
    }
}

/// Returns a path in which known secrets are masked.
pub(crate) fn masked_path(path: &FieldPath, masking: &Masking) -> FieldPath {
    let mask = |name: &String| masking.mask_name(name).into_inner().into_owned();
    let mut masked = FieldPath::default();
    for segment in path.segments() {
        masked.push(match segment {
            Segment::Key(key) => Segment::Key(mask(key)),
            Segment::Entry { key, index } => Segment::Entry {
                key: EntryKey {
                    values: key.values.iter().map(mask).collect(),
                },
                index: *index,
            },
            other => other.clone(),
        });
    }
    masked
}
