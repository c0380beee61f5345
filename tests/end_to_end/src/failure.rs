//! The error type of the tests.

use std::fmt;

/// The description of a failure. Every error converts to it with `?`.
pub struct Failure(String);

impl Failure {
    /// Creates a failure with this description.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// libtest prints errors with `Debug`.
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
