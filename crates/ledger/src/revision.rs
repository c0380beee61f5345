//! Revision numbers.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of one revision of a release: 1, 2, 3 …
///
/// Never 0: `helm rollback NAME 0` means the previous revision. At most 2³¹ − 1, which Helm parses on every platform.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Revision(NonZeroU32);

impl Revision {
    /// The revision that an install creates.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Returns the number, at least 1.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns the revision that the next upgrade or rollback creates when this one is the highest.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl TryFrom<u32> for Revision {
    type Error = InvalidRevision;

    fn try_from(number: u32) -> Result<Self, InvalidRevision> {
        NonZeroU32::new(number)
            .filter(|n| i32::try_from(n.get()).is_ok())
            .map(Self)
            .ok_or(InvalidRevision)
    }
}

impl From<Revision> for u32 {
    fn from(revision: Revision) -> Self {
        revision.get()
    }
}

impl FromStr for Revision {
    type Err = InvalidRevision;

    /// Accepts decimal digits only. `+9` and `09` are refused, so that a revision has one spelling.
    fn from_str(text: &str) -> Result<Self, InvalidRevision> {
        let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        let number: u32 = text.parse().map_err(|_| InvalidRevision)?;
        if plain {
            number.try_into()
        } else {
            Err(InvalidRevision)
        }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text or number is not a revision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a revision is a whole number from 1 to 2147483647")]
pub struct InvalidRevision;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_helm_numbers() {
        assert_eq!("1".parse(), Ok(Revision::FIRST));
        assert_eq!(
            "2147483647".parse::<Revision>().unwrap().get(),
            2_147_483_647
        );
        assert_eq!(Revision::FIRST.next().to_string(), "2");
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "0",
            "-1",
            "+1",
            "01",
            "1.0",
            " 1",
            "2147483648",
            "4294967296",
            "١",
        ] {
            assert_eq!(text.parse::<Revision>(), Err(InvalidRevision), "{text:?}");
        }
        assert!(serde_json::from_str::<Revision>("0").is_err());
    }
}
