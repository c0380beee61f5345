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
pub(crate) struct ShownTexts(Arc<OnceLock<Sides<Source>>>);

impl ShownTexts {
    /// Returns the masked texts of these objects. An object is always shown under the masking of its comparison.
    pub(crate) fn of(&self, objects: &ObjectPair, masking: &Masking) -> Sides<Source> {
        self.0.get_or_init(|| texts(objects, masking)).clone()
    }
}

/// Omits the texts.
impl fmt::Debug for ShownTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownTexts")
    }
}
