//! Why a test failed.

use std::fmt;

/// A sentence about what was expected and what came instead. Everything that can be an error becomes one with `?`.
pub struct Failure(String);

impl Failure {
    /// With these words.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// libtest prints an error with `Debug`: as words, then.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
