//! Whether two sides differ, as far as that is known.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

/// Whether two sides differ. Only [`Verdict::Identical`] says that nothing differs, and only a comparison of which every
/// piece was read has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Everything was read, and nothing differs.
    Identical,
    /// Everything was read, and something differs.
    Differs,
    /// Something differs, and something was not read: more may differ than was found.
    DiffersAtLeast,
    /// No difference was found, and something was not read: whether the sides differ is not known.
    Unknown,
}

/// What was found in the pieces that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// At least one difference.
    Difference,
    /// No difference.
    NoDifference,
}

impl Found {
    /// Returns what was found, given whether one of the differences is there.
    pub(crate) fn any(differences: impl IntoIterator<Item = bool>) -> Self {
        match differences.into_iter().any(|differs| differs) {
            true => Self::Difference,
            false => Self::NoDifference,
        }
    }
}

impl Verdict {
    /// Returns the verdict of a comparison that found this and could not read that many pieces.
    pub(crate) fn new(found: Found, unread: usize) -> Self {
        match (found, unread) {
            (Found::NoDifference, 0) => Self::Identical,
            (Found::Difference, 0) => Self::Differs,
            (Found::Difference, _) => Self::DiffersAtLeast,
            (Found::NoDifference, _) => Self::Unknown,
        }
    }

    /// Whether everything was read. Otherwise each number of differences is a lower bound.
    #[must_use]
    pub fn is_complete(self) -> bool {
        match self {
            Self::Identical | Self::Differs => true,
            Self::DiffersAtLeast | Self::Unknown => false,
        }
    }

    /// Returns the verdict where this one is of a part, and the rest is not compared.
    pub(crate) fn of_a_part(self) -> Self {
        match self {
            Self::Identical | Self::Unknown => Self::Unknown,
            Self::Differs | Self::DiffersAtLeast => Self::DiffersAtLeast,
        }
    }

    /// Returns the name in the JSON.
    fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Differs => "differs",
            Self::DiffersAtLeast => "differs-at-least",
            Self::Unknown => "unknown",
        }
    }
}

/// `{"verdict": "unknown", "complete": false}`, to be flattened into the comparison.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Verdict", 2)?;
        fields.serialize_field("verdict", self.name())?;
        fields.serialize_field("complete", &self.is_complete())?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_identical_while_something_is_unread() {
        let verdict = |found, unread| Verdict::new(found, unread);
        assert_eq!(verdict(Found::NoDifference, 0), Verdict::Identical);
        assert_eq!(verdict(Found::Difference, 0), Verdict::Differs);
        for unread in [1, 7] {
            assert_eq!(verdict(Found::NoDifference, unread), Verdict::Unknown);
            assert_eq!(verdict(Found::Difference, unread), Verdict::DiffersAtLeast);
        }
        let json = |verdict: Verdict| serde_json::to_value(verdict).unwrap();
        assert_eq!(
            json(Verdict::Unknown),
            serde_json::json!({"verdict": "unknown", "complete": false})
        );
        assert_eq!(
            json(Verdict::Identical),
            serde_json::json!({"verdict": "identical", "complete": true})
        );
    }
}
