//! Caches the masked texts of an object: masking a dashboard takes a millisecond, and a search reads the texts of all objects at
//! every key press.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use super::source::{Source, texts};
use crate::{Sides, objects::ObjectPair};
use astern_masking::Masking;

/// The masked texts of both sides, made on first use.
#[derive(Clone, Default)]
pub(crate) struct ShownTexts(Arc<OnceLock<(Masking, Sides<Source>)>>);

impl ShownTexts {
    /// Returns the masked texts of these objects. Only the texts of the first masking are cached, because a session has one
    /// masking.
    pub(crate) fn of(&self, objects: &ObjectPair, masking: &Masking) -> Sides<Source> {
        let (cached_masking, sides) = self
            .0
            .get_or_init(|| (masking.clone(), texts(objects, masking)));
        match cached_masking == masking {
            true => sides.clone(),
            false => texts(objects, masking),
        }
    }
}

/// Omits the texts.
impl fmt::Debug for ShownTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownTexts")
    }
}
