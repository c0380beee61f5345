//! Secrets that are known from one place of a release and are masked wherever else they stand.
//!
//! A [`SecretCollector`] reads everything that a release consists of, and gives [`KnownSecrets`]: values under secret names,
//! the contents of Secrets, passwords and tokens in texts, each also as base64, percent-encoded and escaped ([`forms`]). What
//! stands in a field that is no secret by its nature, such as a name or a host, is left out ([`harmless`]). A text is searched
//! for all of them at once ([`matcher`]).

mod collector;
mod forms;
mod harmless;
mod matcher;

use std::{fmt, ops::Range};

pub use collector::SecretCollector;
use matcher::Matcher;

/// The secrets of the releases that are compared.
pub struct KnownSecrets(Matcher);

impl KnownSecrets {
    /// Returns where known secrets are in a text, in order and without overlaps.
    pub(crate) fn find(&self, text: &str) -> Vec<Range<usize>> {
        self.0.find(text)
    }
}

/// Omits the secrets.
impl fmt::Debug for KnownSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownSecrets")
    }
}

#[cfg(test)]
mod tests;
