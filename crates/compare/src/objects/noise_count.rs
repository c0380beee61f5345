//! How much of a comparison is noise.

use serde::Serialize;

use super::change::ObjectChange;

/// How much of a comparison is noise. Noise is folded, never omitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct NoiseCount {
    /// The number of objects in which only noise differs.
    pub objects: usize,
    /// The number of fields that are noise, in all objects and hooks.
    pub fields: usize,
}

impl NoiseCount {
    /// Counts the noise in objects.
    pub(crate) fn of<'a>(objects: impl Iterator<Item = &'a ObjectChange>) -> Self {
        objects.fold(Self::default(), |count, object| Self {
            objects: count.objects + usize::from(object.noise_only),
            fields: count.fields
                + object
                    .fields
                    .iter()
                    .filter(|field| field.noise.is_some())
                    .count(),
        })
    }
}
