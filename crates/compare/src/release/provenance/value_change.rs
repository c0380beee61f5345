//! The change of a value or a field, and whether one explains the other.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use serde_json::Value;

use crate::{Change, Sides, fields::size};
use astern_masking::MaskedValue;

/// The least length, in characters, at which a text that was added or removed is evidence.
const MIN_LENGTH_ON_ONE_SIDE: usize = 8;

/// The least length at which a text that was replaced is evidence: two texts are equal by chance less often than one.
const MIN_LENGTH_ON_BOTH_SIDES: usize = 4;

/// The old and the new value of a field or of a value that the user or the chart sets.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ValueChange(Sides<SideValue>);

/// The value on one side.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
enum SideValue {
    /// No value.
    #[default]
    Absent,
    /// A single value, as a text.
    Text(String),
    /// A mapping or a list.
    Composite(Value),
}

/// By what changes are looked up: equal for two changes that are equal or of which one contains the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum LookupKey {
    /// The two texts without their common beginning and end.
    Texts(Option<String>, Option<String>),
    /// The hash of the change of a mapping or list, which no other change contains.
    Composite(u64),
}

/// How the names of a field and a value compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameMatch {
    /// Both have the same name.
    Equal,
    /// Their names differ, or one has none.
    Different,
}

impl ValueChange {
    /// Makes the change of a field or a value. A list in another order counts as unchanged.
    pub(super) fn new(
        change: Change,
        from: Option<&MaskedValue>,
        to: Option<&MaskedValue>,
    ) -> Self {
        match change {
            Change::Reordered => Self::default(),
            Change::Added | Change::Removed | Change::Changed => Self(Sides {
                from: SideValue::new(from),
                to: SideValue::new(to),
            }),
        }
    }

    /// Makes the change of a text.
    pub(super) fn from_texts(texts: Sides<Option<String>>) -> Self {
        Self(texts.map(|text| text.map_or(SideValue::Absent, SideValue::Text)))
    }

    /// Returns the change with empty values as absent: most templates leave out what is empty. `None` without such values.
    pub(super) fn without_empty(&self) -> Option<Self> {
        let without_empty = |value: &SideValue| match value.is_empty() {
            true => SideValue::Absent,
            false => value.clone(),
        };
        let is_empty = |value: &SideValue| value.is_empty() && *value != SideValue::Absent;
        (is_empty(&self.0.from) || is_empty(&self.0.to))
            .then(|| Self(self.0.as_ref().map(without_empty)))
    }

    /// Returns the change with one of these texts in place of an absent or empty side; no change where both sides have a value
    /// or neither has.
    pub(super) fn with_absent(&self, texts: &Sides<Option<String>>) -> Self {
        let other = |text: &Option<String>| text.clone().map_or(SideValue::Absent, SideValue::Text);
        match (self.0.from.is_empty(), self.0.to.is_empty()) {
            (true, false) => Self(Sides {
                from: other(&texts.from),
                to: self.0.to.clone(),
            }),
            (false, true) => Self(Sides {
                from: self.0.from.clone(),
                to: other(&texts.to),
            }),
            (true, true) | (false, false) => Self::default(),
        }
    }

    /// Returns whether both sides are equal.
    pub(super) fn is_unchanged(&self) -> bool {
        self.0.are_equal()
    }

    /// Returns the key by which the change is looked up.
    pub(super) fn lookup_key(&self) -> LookupKey {
        match (&self.0.from, &self.0.to) {
            (SideValue::Composite(_), _) | (_, SideValue::Composite(_)) => {
                let mut hasher = DefaultHasher::new();
                (&self.0.from, &self.0.to).hash(&mut hasher);
                LookupKey::Composite(hasher.finish())
            }
            (SideValue::Text(from), SideValue::Text(to)) => {
                let (from, to) = without_common_ends(from, to);
                LookupKey::Texts(Some(from.to_owned()), Some(to.to_owned()))
            }
            (from, to) => {
                LookupKey::Texts(from.text().map(str::to_owned), to.text().map(str::to_owned))
            }
        }
    }

    /// Returns about how many bytes it takes to compare with another change.
    pub(super) fn size(&self) -> usize {
        let side = |value: &SideValue| match value {
            SideValue::Absent => 0,
            SideValue::Text(text) => text.len(),
            SideValue::Composite(value) => size(value),
        };
        64 + side(&self.0.from) + side(&self.0.to)
    }

    /// Returns whether this change equals the change of `value`, or contains it. A change that is not distinctive counts only
    /// if both have the same name.
    pub(super) fn is_explained_by(&self, value: &Self, name_match: NameMatch) -> bool {
        if self.is_unchanged() {
            return false;
        }
        if self == value {
            return name_match == NameMatch::Equal || value.is_distinctive();
        }
        let (Some(old), Some(new)) = (value.0.from.text(), value.0.to.text()) else {
            return false;
        };
        let (Some(from), Some(to)) = (self.0.from.text(), self.0.to.text()) else {
            return false;
        };
        !old.is_empty() && !new.is_empty() && value.is_distinctive() && from.replace(old, new) == to
    }

    /// Returns whether an equal change is unlikely by chance.
    fn is_distinctive(&self) -> bool {
        let least = match (&self.0.from, &self.0.to) {
            (SideValue::Absent, _) | (_, SideValue::Absent) => MIN_LENGTH_ON_ONE_SIDE,
            _ => MIN_LENGTH_ON_BOTH_SIDES,
        };
        [&self.0.from, &self.0.to]
            .into_iter()
            .any(|value| match value {
                SideValue::Absent => false,
                SideValue::Text(text) => {
                    text.chars().count() >= least && !matches!(text.as_str(), "true" | "false")
                }
                SideValue::Composite(value) => value.to_string().len() >= MIN_LENGTH_ON_ONE_SIDE,
            })
    }
}

impl SideValue {
    fn new(value: Option<&MaskedValue>) -> Self {
        match value {
            None | Some(MaskedValue::Plain(Value::Null)) => Self::Absent,
            Some(MaskedValue::Plain(value @ (Value::Array(_) | Value::Object(_)))) => {
                Self::Composite(value.clone())
            }
            Some(MaskedValue::Plain(Value::String(text))) => Self::Text(text.clone()),
            Some(MaskedValue::Plain(value)) => Self::Text(value.to_string()),
            Some(MaskedValue::Secret(fingerprint)) => Self::Text(fingerprint.to_string()),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(text) => text.is_empty(),
            Self::Composite(Value::Array(items)) => items.is_empty(),
            Self::Composite(Value::Object(entries)) => entries.is_empty(),
            Self::Composite(_) => false,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::Composite(_) => None,
        }
    }
}

/// Returns two texts without their common beginning and end.
fn without_common_ends<'a>(from: &'a str, to: &'a str) -> (&'a str, &'a str) {
    let alike = |(a, b): &(char, char)| a == b;
    let length = |(a, _): (char, char)| a.len_utf8();
    let start: usize = from
        .chars()
        .zip(to.chars())
        .take_while(alike)
        .map(length)
        .sum();
    let (from, to) = (&from[start..], &to[start..]);
    let ends = from.chars().rev().zip(to.chars().rev());
    let end: usize = ends.take_while(alike).map(length).sum();
    (&from[..from.len() - end], &to[..to.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: &str, to: &str) -> ValueChange {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ValueChange::from_texts(Sides {
            from: text(from),
            to: text(to),
        })
    }

    #[test]
    fn common_beginning_and_end_are_left_out() {
        for (from, to, left) in [
            ("shop/web:1.1.0", "shop/web:1.2.0", ("1", "2")),
            ("1.1.0", "1.2.0", ("1", "2")),
            ("aé", "aè", ("é", "è")),
            ("aa", "a", ("a", "")),
            ("a", "a", ("", "")),
        ] {
            assert_eq!(without_common_ends(from, to), left);
        }
    }

    #[test]
    fn only_a_distinctive_change_explains_a_field_of_another_name() {
        for (field, value, alone, by_name) in [
            (("15d", "30d"), ("15d", "30d"), false, true),
            (("info", "warn"), ("info", "warn"), true, true),
            (("2", "3"), ("2", "3"), false, true),
            (("8080", "9090"), ("8080", "9090"), true, true),
            (("true", "false"), ("true", "false"), false, true),
            (("", "enabled"), ("", "enabled"), false, true),
            (("", "https://a"), ("", "https://a"), true, true),
            (("a:1.1.0", "a:1.2.0"), ("1.1.0", "1.2.0"), true, true),
            (("a:1.1.0", "b:1.2.0"), ("1.1.0", "1.2.0"), false, false),
            (("a/v1", "a/v2"), ("v1", "v2"), false, false),
            (("a:1", "a:"), ("1", ""), false, false),
        ] {
            let (field, value) = (change(field.0, field.1), change(value.0, value.1));
            assert_eq!(
                field.is_explained_by(&value, NameMatch::Different),
                alone,
                "{field:?} {value:?}"
            );
            assert_eq!(
                field.is_explained_by(&value, NameMatch::Equal),
                by_name,
                "{field:?} {value:?}"
            );
        }
    }
}
