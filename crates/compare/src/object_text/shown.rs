//! An object's texts as they may be shown, worked out once: masking a dashboard takes a millisecond, and a search asks
//! for every object's texts with every letter.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use super::source::{Source, texts};
use crate::{Sides, objects::ObjectPair};
use astern_masking::Masking;

/// The texts of both sides, once they were asked for.
#[derive(Clone, Default)]
pub(crate) struct ShownTexts(Arc<OnceLock<(Masking, Sides<Source>)>>);

impl ShownTexts {
    /// The texts of these objects under this masking. One session has one masking, so only the first is kept.
    pub(crate) fn of(&self, objects: &ObjectPair, masking: &Masking) -> Sides<Source> {
        let (kept, sides) = self
            .0
            .get_or_init(|| (masking.clone(), texts(objects, masking)));
        match kept == masking {
            true => sides.clone(),
            false => texts(objects, masking),
        }
    }
}

/// Without the texts.
impl fmt::Debug for ShownTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownTexts")
    }
}
