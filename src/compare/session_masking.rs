//! The masking of secrets for as long as the app is open.

use std::sync::Arc;

use astern_masking::Masking;
use leptos::prelude::*;

use crate::browser::random_bits;

/// The masking of this session.
#[derive(Clone, Debug)]
pub struct SessionMasking(Arc<Masking>);

impl SessionMasking {
    /// Masking with a random key. In a browser without a random number generator the key is zero; values are hidden all the
    /// same.
    pub fn new() -> Self {
        Self(Arc::new(Masking::new(
            random_bits().unwrap_or_default().to_ne_bytes(),
        )))
    }
}

/// The masking of this session.
pub fn use_masking() -> Arc<Masking> {
    use_context::<SessionMasking>().map_or_else(|| SessionMasking::new().0, |masking| masking.0)
}
