//! The end of a text without a final line break.
//!
//! A block scalar that reaches such an end has no break there to keep, says libyaml and so go-yaml; the parser adds one.

use std::borrow::Cow;

use saphyr_parser::ScalarStyle;

/// A text's last line, when no line break ends it.
pub(super) struct LastLine {
    /// The text's length in characters, which is how the parser counts.
    end: usize,
    is_blank: bool,
}

impl LastLine {
    /// `None` when the text ends in a line break.
    pub(super) fn without_break(text: &str) -> Option<Self> {
        if text.is_empty() || text.ends_with(['\n', '\r']) {
            return None;
        }
        let line = text.rsplit('\n').next().unwrap_or_default();
        Some(Self {
            end: text.chars().count(),
            is_blank: line.trim().is_empty(),
        })
    }

    /// Takes away the line break that the parser added to a block scalar ending at `end`.
    pub(super) fn trim<'a>(
        &self,
        scalar: Cow<'a, str>,
        style: ScalarStyle,
        end: usize,
    ) -> Cow<'a, str> {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) || end != self.end {
            return scalar;
        }
        match scalar.strip_suffix('\n') {
            Some(rest) if !self.is_blank || ends_blank(rest) => Cow::Owned(rest.to_owned()),
            _ => scalar,
        }
    }
}

/// Whether the last line of a scalar is the blank one that ends the text, and not one before it.
fn ends_blank(scalar: &str) -> bool {
    scalar
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.trim().is_empty())
}
