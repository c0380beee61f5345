//! Splits a manifest into the texts of its documents as Kubernetes does: at lines that start with `---`.

use std::ops::Range;

/// The text of one document and its position.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawDocument<'a> {
    /// The text between two separators.
    pub(crate) text: &'a str,
    /// Its lines in the whole text, from 1, end exclusive.
    pub(crate) lines: Range<usize>,
    /// The text after `---` on the separator line that is not a comment. Kubernetes refuses that.
    pub(crate) after_separator: Option<&'a str>,
}

/// Splits a text into documents, including empty ones.
///
/// A separator is a line that starts with `---`. In a block scalar such a line is indented.
pub(crate) fn split_documents(text: &str) -> Vec<RawDocument<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut documents = Vec::new();
    let mut start = 0;
    let mut first_line = 1;
    let mut after_separator = None;
    let mut offset = 0;
    let mut line = 1;
    for full_line in text.split_inclusive('\n') {
        if let Some(rest) = full_line.strip_prefix("---") {
            documents.push(RawDocument {
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
    documents.push(RawDocument {
        text: &text[start..],
        lines: first_line..line,
        after_separator,
    });
    documents
}

/// Returns the template that rendered a document: Helm's `# Source:` comment before the first content.
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
        split_documents(text)
            .into_iter()
            .map(|d| (d.text, d.lines))
            .collect()
    }

    #[test]
    fn separators_are_at_the_start_of_a_line() {
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
    fn content_on_the_separator_line_is_reported() {
        let documents = split_documents("--- {a: 1}\n----\n");
        let after: Vec<_> = documents.iter().map(|d| d.after_separator).collect();
        assert_eq!(after, [None, Some("{a: 1}"), Some("-")]);
    }

    #[test]
    fn the_source_comment_precedes_the_content() {
        assert_eq!(
            template("\n# note\n# Source: web/templates/a.yaml\r\na: 1"),
            Some("web/templates/a.yaml")
        );
        assert_eq!(template("a: 1\n# Source: web/templates/a.yaml\n"), None);
    }
}
