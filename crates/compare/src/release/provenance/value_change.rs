//! How a value or a field moved, and whether one repeats the other.

use serde_json::Value;

use crate::{Change, Sides};
use astern_masking::MaskedValue;

/// A text that came or went is evidence from this length on, in characters.
const TELLING_ALONE: usize = 8;

/// One that became another is from this length on: two texts agree less often by chance.
const TELLING_IN_PAIR: usize = 4;

/// What stood on both sides.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Move(Sides<Piece>);

/// What stood on one side.
#[derive(Debug, Clone, Default, PartialEq)]
enum Piece {
    /// Nothing.
    #[default]
    Absent,
    /// A single value, as a text.
    Text(String),
    /// A mapping or a list.
    Whole(Value),
}

/// What is left of two texts without their common beginning and end; the same for a text and for any that holds it among
/// others.
pub(super) type Cores = (Option<String>, Option<String>);

impl Move {
    /// How a field or a value moved. A list in another order did not move.
    pub(super) fn of(change: Change, from: Option<&MaskedValue>, to: Option<&MaskedValue>) -> Self {
        match change {
            Change::Reordered => Self::default(),
            Change::Added | Change::Removed | Change::Changed => Self(Sides {
                from: Piece::of(from),
                to: Piece::of(to),
            }),
        }
    }

    /// How a text moved.
    pub(super) fn of_texts(texts: Sides<Option<String>>) -> Self {
        Self(texts.map(|text| text.map_or(Piece::Absent, Piece::Text)))
    }

    /// The same with nothing where something empty stood: templates mostly leave out what is empty.
    pub(super) fn without_empty(&self) -> Self {
        let full = |piece: &Piece| match piece.is_empty() {
            true => Piece::Absent,
            false => piece.clone(),
        };
        Self(self.0.as_ref().map(full))
    }

    /// The same with these texts where nothing stood, or something empty; none where both sides stood.
    pub(super) fn with_absent(&self, texts: &Sides<Option<String>>) -> Self {
        let other = |text: &Option<String>| text.clone().map_or(Piece::Absent, Piece::Text);
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

    /// Whether nothing moved.
    pub(super) fn is_none(&self) -> bool {
        self.0.are_equal()
    }

    /// By what it is found; `None` for mappings and lists.
    pub(super) fn cores(&self) -> Option<Cores> {
        match (&self.0.from, &self.0.to) {
            (Piece::Whole(_), _) | (_, Piece::Whole(_)) => None,
            (Piece::Text(from), Piece::Text(to)) => {
                let (from, to) = cores(from, to);
                Some((Some(from.to_owned()), Some(to.to_owned())))
            }
            (from, to) => Some((from.text().map(str::to_owned), to.text().map(str::to_owned))),
        }
    }

    /// Whether this moved as `value` did, or holds something that did. What could be chance counts where both have the
    /// same name.
    pub(super) fn repeats(&self, value: &Self, same_name: bool) -> bool {
        if self.is_none() {
            return false;
        }
        if self == value {
            return same_name || value.is_telling();
        }
        let (Some(old), Some(new)) = (value.0.from.text(), value.0.to.text()) else {
            return false;
        };
        let (Some(from), Some(to)) = (self.0.from.text(), self.0.to.text()) else {
            return false;
        };
        !old.is_empty() && !new.is_empty() && value.is_telling() && from.replace(old, new) == to
    }

    /// Whether another one would hardly move in the same way by chance.
    fn is_telling(&self) -> bool {
        let least = match (&self.0.from, &self.0.to) {
            (Piece::Absent, _) | (_, Piece::Absent) => TELLING_ALONE,
            _ => TELLING_IN_PAIR,
        };
        [&self.0.from, &self.0.to]
            .into_iter()
            .any(|piece| match piece {
                Piece::Absent => false,
                Piece::Text(text) => {
                    text.chars().count() >= least && !matches!(text.as_str(), "true" | "false")
                }
                Piece::Whole(value) => value.to_string().len() >= TELLING_ALONE,
            })
    }
}

impl Piece {
    fn of(shown: Option<&MaskedValue>) -> Self {
        match shown {
            None | Some(MaskedValue::Plain(Value::Null)) => Self::Absent,
            Some(MaskedValue::Plain(value @ (Value::Array(_) | Value::Object(_)))) => {
                Self::Whole(value.clone())
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
            Self::Whole(Value::Array(items)) => items.is_empty(),
            Self::Whole(Value::Object(entries)) => entries.is_empty(),
            Self::Whole(_) => false,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::Whole(_) => None,
        }
    }
}

fn cores<'a>(from: &'a str, to: &'a str) -> (&'a str, &'a str) {
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

    fn moved(from: &str, to: &str) -> Move {
        let piece = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Move::of_texts(Sides {
            from: piece(from),
            to: piece(to),
        })
    }

    #[test]
    fn a_text_is_found_by_what_differs_in_it() {
        for (from, to, left) in [
            ("shop/web:1.1.0", "shop/web:1.2.0", ("1", "2")),
            ("1.1.0", "1.2.0", ("1", "2")),
            ("aé", "aè", ("é", "è")),
            ("aa", "a", ("a", "")),
            ("a", "a", ("", "")),
        ] {
            assert_eq!(cores(from, to), left);
        }
    }

    #[test]
    fn only_what_is_no_chance_counts_without_a_name() {
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
            let (field, value) = (moved(field.0, field.1), moved(value.0, value.1));
            assert_eq!(field.repeats(&value, false), alone, "{field:?} {value:?}");
            assert_eq!(field.repeats(&value, true), by_name, "{field:?} {value:?}");
        }
    }
}
