//! A manifest's text cut into documents, as Kubernetes' own reader cuts it: at lines that begin with `---`.

use std::ops::Range;

/// One document's text and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DocumentText<'a> {
    /// The text between two separators.
    pub(crate) text: &'a str,
    /// Its lines in the whole text, from 1, the end excluded.
    pub(crate) lines: Range<usize>,
    /// What stands after `---` on the separator's line and is not a comment. Kubernetes refuses that.
    pub(crate) after_separator: Option<&'a str>,
}

/// Cuts a text into documents, empty ones included.
///
/// A separator is a line that begins with `---`; inside a block scalar such a line is indented, so it is none.
pub(crate) fn split(text: &str) -> Vec<DocumentText<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut documents = Vec::new();
    let mut start = 0;
    let mut first_line = 1;
    let mut after_separator = None;
    let mut offset = 0;
    let mut line = 1;
    for full_line in text.split_inclusive('\n') {
        if let Some(rest) = full_line.strip_prefix("---") {
            documents.push(DocumentText {
                text: &text[start..offset],
                lines: first_line..line,
                after_separator,
            });
            let rest = rest.trim();
            after_separator = (!rest.is_empty() && !rest.starts_with('#')).then_some(rest);
            start = offset + full_line.len();
            first_line = line + 1;
        }
        offset += full_line.len();
        line += 1;
    }
    documents.push(DocumentText {
        text: &text[start..],
        lines: first_line..line,
        after_separator,
    });
    documents
}

/// The template that Helm says a document came from, in a `# Source:` comment before its first content.
pub(crate) fn template(text: &str) -> Option<&str> {
    text.lines()
        .map(|line| line.trim_start_matches('\u{feff}').trim())
        .take_while(|line| line.is_empty() || line.starts_with('#'))
        .find_map(|line| line.strip_prefix("# Source: "))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(&str, Range<usize>)> {
        split(text).into_iter().map(|d| (d.text, d.lines)).collect()
    }

    #[test]
    fn separators_begin_a_line() {
        assert_eq!(
            texts("---\na: 1\n--- # note\nb: |\n  ---\n  x\n---\n"),
            [
                ("", 1..1),
                ("a: 1\n", 2..3),
                ("b: |\n  ---\n  x\n", 4..7),
                ("", 8..8)
            ]
        );
    }

    #[test]
    fn carriage_returns_and_a_byte_order_mark_are_allowed() {
        assert_eq!(
            texts("\u{feff}a: 1\r\n---\r\nb: 2"),
            [("a: 1\r\n", 1..2), ("b: 2", 3..4)]
        );
    }

    #[test]
    fn content_on_the_separators_line_is_noted() {
        let documents = split("--- {a: 1}\n----\n");
        let after: Vec<_> = documents.iter().map(|d| d.after_separator).collect();
        assert_eq!(after, [None, Some("{a: 1}"), Some("-")]);
    }

    #[test]
    fn the_source_comment_stands_before_the_content() {
        assert_eq!(
            template("\n# note\n# Source: web/templates/a.yaml\r\na: 1"),
            Some("web/templates/a.yaml")
        );
        assert_eq!(template("a: 1\n# Source: web/templates/a.yaml\n"), None);
    }
}
