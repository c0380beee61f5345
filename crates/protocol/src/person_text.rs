//! Texts that a person enters, with limits on length and characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a person rolls back: one to 500 characters, none of which speaks to a terminal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// A person's name as a page's SelfSubjectReview gave it: one to 256 characters. It is a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Claimant(String);

/// The text is empty, too long, or holds what is no character to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what} has 1 to {limit} characters, and no control characters")]
pub struct InvalidText {
    what: &'static str,
    limit: usize,
}

impl Reason {
    /// The most characters that it may have.
    pub const LIMIT: usize = 500;
}

impl Claimant {
    /// The most characters that it may have.
    pub const LIMIT: usize = 256;
}

fn checked(text: &str, what: &'static str, limit: usize) -> Result<String, InvalidText> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > limit || text.contains(is_misleading) {
        return Err(InvalidText { what, limit });
    }
    Ok(text.to_owned())
}

/// What makes a line of plain text say something else than it holds: control characters, and [`is_bidi_or_line_break`].
pub fn is_misleading(c: char) -> bool {
    c.is_control() || is_bidi_or_line_break(c)
}

/// Marks that turn the direction of reading, or break a line: with them a line seems to say something else than it holds.
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
            fn from(words: $name) -> Self {
                words.0
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
