//! The lines in which two texts differ, with their neighbours.

use astern_diff::TextDiff;
use astern_masking::MaskedValue;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Unchanged lines shown on each side of a line that differs.
const NEIGHBOURS: usize = 1;

/// The lines in which two texts of several lines differ, with their neighbours. Secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLines {
    lines: Vec<TextLine>,
}

/// One of these lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// What it is.
    pub kind: TextLineKind,
    /// Its text, without a sign and without the line break.
    pub text: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextLineKind {
    /// The place of the lines that follow: `@@ -12,2 +12,2 @@`.
    Place,
    /// A line that both texts have.
    Neighbour,
    /// A line that only the old text has.
    Removed,
    /// A line that only the new text has.
    Added,
    /// A remark: that the last line has no line break.
    Remark,
}

impl TextLineKind {
    /// Returns the sign before the line in a unified diff; none where the text has it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Place | Self::Remark => "",
            Self::Neighbour => " ",
            Self::Removed => "-",
            Self::Added => "+",
        }
    }
}

impl TextLines {
    /// Returns the lines in which two values differ; `None` where they are not both texts, or have one line each.
    pub(super) fn between(from: Option<&MaskedValue>, to: Option<&MaskedValue>) -> Option<Self> {
        let (
            Some(MaskedValue::Plain(Value::String(from))),
            Some(MaskedValue::Plain(Value::String(to))),
        ) = (from, to)
        else {
            return None;
        };
        let has_lines = |text: &str| text.trim_end().contains('\n');
        if from == to || !(has_lines(from) || has_lines(to)) {
            return None;
        }
        let diff = TextDiff::new(from.as_str().into(), to.as_str().into());
        let unified = diff.unified(NEIGHBOURS).to_string();
        Some(Self {
            lines: unified.lines().map(line).collect(),
        })
    }

    /// Returns the lines, in the order of a unified diff.
    #[must_use]
    pub fn lines(&self) -> &[TextLine] {
        &self.lines
    }
}

/// Reads a line of a unified diff.
fn line(line: &str) -> TextLine {
    let (kind, text) = match line.split_at_checked(1) {
        Some(("-", text)) => (TextLineKind::Removed, text),
        Some(("+", text)) => (TextLineKind::Added, text),
        Some((" ", text)) => (TextLineKind::Neighbour, text),
        Some(("@", _)) => (TextLineKind::Place, line),
        _ => (TextLineKind::Remark, line),
    };
    TextLine {
        kind,
        text: text.to_owned(),
    }
}

/// Serializes the lines as a list of strings, each with its sign.
impl Serialize for TextLines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.lines
                .iter()
                .map(|line| format!("{}{}", line.kind.sign(), line.text)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: &str, to: &str) -> Option<Vec<String>> {
        let value = |text: &str| MaskedValue::Plain(text.into());
        let lines = TextLines::between(Some(&value(from)), Some(&value(to)))?;
        Some(
            lines
                .lines()
                .iter()
                .map(|line| format!("{}{}", line.kind.sign(), line.text))
                .collect(),
        )
    }

    #[test]
    fn the_line_that_differs_has_its_neighbours() {
        let text = |size: &str| format!("{}size {size};\nend\n", "location\n".repeat(50));
        assert_eq!(
            between(&text("10m"), &text("1m")).unwrap(),
            [
                "@@ -50,3 +50,3 @@",
                " location",
                "-size 10m;",
                "+size 1m;",
                " end"
            ]
        );
    }

    #[test]
    fn texts_of_one_line_have_no_lines() {
        assert_eq!(between("a", "b"), None);
        assert_eq!(between("a\n", "b\n"), None);
        assert_eq!(between("a\nb", "a\nb"), None);
        assert!(between("a", "a\nb").is_some());
    }
}
