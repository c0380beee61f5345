//! Texts of users, validated by length and characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The reason for a rollback: 1 to 500 characters, without control characters, which a terminal could interpret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// The user name that the page claims, from its SelfSubjectReview: 1 to 256 characters. It is not verified.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Claimant(String);

/// The text is empty, too long, or contains a character that is not allowed (see [`is_misleading`]).
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what} has 1 to {limit} characters, and no control characters")]
pub struct InvalidText {
    what: &'static str,
    limit: usize,
}

impl Reason {
    /// The maximum number of characters.
    pub const LIMIT: usize = 500;
}

impl Claimant {
    /// The maximum number of characters.
    pub const LIMIT: usize = 256;
}

fn checked(text: &str, what: &'static str, limit: usize) -> Result<String, InvalidText> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > limit || text.contains(is_misleading) {
        return Err(InvalidText { what, limit });
    }
    Ok(text.to_owned())
}

/// Whether a character can make a displayed line differ from the text: control characters and those of
/// [`is_bidi_or_line_break`].
pub fn is_misleading(c: char) -> bool {
    c.is_control() || is_bidi_or_line_break(c)
}

/// Whether a character changes the direction of text (bidirectional controls) or breaks a line. With these a displayed
/// line can differ from the text.
pub fn is_bidi_or_line_break(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

macro_rules! words {
    ($name:ident, $what:literal) => {
        impl FromStr for $name {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                checked(text, $what, Self::LIMIT).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

words!(Reason, "a reason");
words!(Claimant, "the name of who pressed");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_something_to_read() {
        let reason: Reason = " Pods of 4 do not start – siehe #inc-7 ".parse().unwrap();
        assert_eq!(reason.to_string(), "Pods of 4 do not start – siehe #inc-7");
        assert!("ä".repeat(500).parse::<Reason>().is_ok());
        for bad in [
            "",
            "  ",
            "a\nb",
            "a\u{1b}[31m",
            "a\u{202e}b",
            &"ä".repeat(501),
        ] {
            assert!(bad.parse::<Reason>().is_err(), "{bad:?}");
        }
        let error = "".parse::<Claimant>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the name of who pressed has 1 to 256 characters, and no control characters"
        );
    }
}
