//! Keyed fingerprints of secrets.

use std::fmt;

use siphasher::sip::SipHasher13;

/// The number of hexadecimal digits that [`Fingerprint::digits`] returns.
pub(crate) const DIGITS: usize = 12;

/// What a mask consists of before and after the digits of a fingerprint.
pub(crate) const MASK_START: &str = "(masked ";
pub(crate) const MASK_END: &str = ")";

/// The keyed hash of a secret. Fingerprints under the same key are equal when the secrets are; under different keys they
/// cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Returns the SipHash-1-3 of the bytes of a secret.
    pub(crate) fn new(key: &[u8; 16], secret: &[u8]) -> Self {
        Self(SipHasher13::new_with_key(key).hash(secret))
    }

    /// Returns the bits that [`Fingerprint::digits`] writes.
    pub(crate) fn shown_bits(self) -> u64 {
        self.0 >> 16
    }

    /// Returns twelve hexadecimal digits.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:012x}", self.shown_bits())
    }
}

/// Writes a mask, such as `(masked 1f2e3d4c5b6a)`.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(masked {})", self.digits())
    }
}
