//! The type of what is safe to show.

use std::{borrow::Cow, fmt, ops::Deref};

use serde::Serialize;

/// A text or value whose secrets are masked.
///
/// Only [`Masking`](crate::Masking) makes one, so what prints, stores or sends something that can contain secrets can demand a
/// `Masked<T>`: to pass a raw text is then a type error. [`Masking::off`](crate::Masking::off) masks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Masked<T>(T);

impl<T> Masked<T> {
    pub(crate) fn new(masked: T) -> Self {
        Self(masked)
    }

    /// Returns the masked text or value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl Masked<Cow<'_, str>> {
    /// Returns the masked text as a text of its own.
    #[must_use]
    pub fn into_owned(self) -> Masked<String> {
        Masked(self.0.into_owned())
    }
}

impl<T> Deref for Masked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
