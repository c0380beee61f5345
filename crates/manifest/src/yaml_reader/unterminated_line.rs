//! Corrects block scalars at the end of a text without a final line break.
//!
//! By libyaml, and so go-yaml, such a scalar does not end with a line break. The parser adds one.

use std::borrow::Cow;

use saphyr_parser::ScalarStyle;

/// The last line of a text that does not end with a line break.
pub(super) struct UnterminatedLine {
    /// The length of the text in characters, the unit of the parser's positions.
    end: usize,
    is_blank: bool,
}

impl UnterminatedLine {
    /// Returns the last line; `None` when the text ends with a line break.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.is_empty() || text.ends_with(['\n', '\r']) {
            return None;
        }
        let line = text.rsplit('\n').next().unwrap_or_default();
        Some(Self {
            end: text.chars().count(),
            is_blank: line.trim().is_empty(),
        })
    }

    /// Removes the line break that the parser added to a block scalar ending at `end`.
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
            Some(rest) if !self.is_blank || ends_with_blank_line(rest) => {
                Cow::Owned(rest.to_owned())
            }
            _ => scalar,
        }
    }
}

/// Returns whether the last line of a scalar is blank.
fn ends_with_blank_line(scalar: &str) -> bool {
    scalar
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.trim().is_empty())
}
