//! Fields that differ, classified as noise by their paths: the second stage.

use astern_masking::MaskedValue;

use super::{change::FieldChange, masked::MaskedField};
use crate::{Noise, Origin};

/// A masked field, and why it is noise by its path.
pub(crate) struct ClassifiedField {
    pub(crate) field: MaskedField,
    pub(crate) noise: Option<Noise>,
}

impl ClassifiedField {
    /// Classifies a field of an object.
    pub(crate) fn new(field: MaskedField) -> Self {
        let whole = match (field.from.as_ref(), field.to.as_ref()) {
            (None, Some(MaskedValue::Plain(value))) | (Some(MaskedValue::Plain(value)), None) => {
                Some(value)
            }
            _ => None,
        };
        Self {
            noise: Noise::of(field.path.source(), whole),
            field,
        }
    }

    /// Adds the origins. The field is folded where it is noise.
    pub(crate) fn into_change(self, provenance: Vec<Origin>) -> FieldChange {
        FieldChange::new(self.field, self.noise, provenance)
    }

    /// Adds the origins to a field that has an effect although it is noise by its path, such as a label that a selector uses.
    pub(crate) fn into_unfolded_change(self, provenance: Vec<Origin>) -> FieldChange {
        FieldChange::new(self.field, None, provenance)
    }
}
