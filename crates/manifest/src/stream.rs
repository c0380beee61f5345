//! Splits a manifest into its documents as helm does: `NewYAMLOrJSONDecoder` of apimachinery, `pkg/util/yaml/decoder.go`.
//!
//! A manifest that starts with `{` is a sequence of JSON values. Where that ends or was none, and in every other manifest,
//! the documents are YAML, between lines that start with `---`.

use std::{borrow::Cow, ops::Range};

use astern_yaml::{Budget, DuplicateKey, YamlError, read_json};
use serde_json::Value;

/// How many bytes are looked at to decide whether a manifest is JSON.
const DETECTION: usize = 4096;

/// The most JSON values after which YAML may follow.
const JSON_BEFORE_YAML: usize = 1;

/// How many bytes have to follow JSON, so that YAML is looked for.
const LOOK_AHEAD: usize = 4;

/// One document of a manifest.
#[derive(Debug, PartialEq)]
pub(crate) struct Part<'a> {
    /// The text as written, without the line that separates it from the document before.
    pub(crate) text: &'a str,
    /// The lines of `text` in the manifest, from 1, end exclusive.
    pub(crate) lines: Range<usize>,
    pub(crate) content: PartContent<'a>,
}

/// What the document is.
#[derive(Debug, PartialEq)]
pub(crate) enum PartContent<'a> {
    /// The text that is read as YAML.
    Yaml(YamlText<'a>),
    /// A JSON value.
    Json {
        value: Value,
        duplicate_key: Option<DuplicateKey>,
    },
    /// JSON that cannot be read, or all further documents where there are too many.
    Unread(YamlError),
    /// A document after a line that starts with `---` and has other text than a comment.
    AfterInvalidSeparator,
}

/// A text that is read as YAML. Each line of it ends with LF, the last one too.
#[derive(Debug, PartialEq)]
pub(crate) struct YamlText<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The line of the manifest on which it starts.
    first_line: usize,
}

impl YamlText<'_> {
    /// Returns a function from the lines of this text to those of the manifest, from 1. In YAML more characters than LF end a
    /// line.
    pub(crate) fn lines_in_manifest(&self) -> impl Fn(usize) -> usize + use<> {
        let first_line = self.first_line;
        let starts = has_other_breaks(&self.text).then(|| line_feeds_before_lines(&self.text));
        move |line| {
            let preceding = line.saturating_sub(1);
            let line_feeds = match &starts {
                None => preceding,
                Some(starts) => starts
                    .get(preceding)
                    .or(starts.last())
                    .copied()
                    .unwrap_or(0),
            };
            first_line + line_feeds
        }
    }
}

/// Returns how many LF precede each line of YAML.
fn line_feeds_before_lines(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut line_feeds = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => line_feeds += 1,
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {}
            _ => continue,
        }
        starts.push(line_feeds);
    }
    starts
}

/// The documents of a manifest.
pub(crate) struct Stream<'a> {
    text: &'a str,
    budget: Budget,
    /// The byte where the next document starts.
    at: usize,
    /// The line of that byte, from 1.
    line: usize,
    state: State,
}

enum State {
    Json { values: usize },
    Yaml(Separator),
    Ended,
}

/// The line before a document.
#[derive(Clone, Copy)]
enum Separator {
    Valid,
    Invalid,
}

impl<'a> Stream<'a> {
    /// Splits a text. The budget is for the JSON values, which are read to find their ends.
    pub(crate) fn new(text: &'a str, budget: &Budget) -> Self {
        let start = &text.as_bytes()[..text.len().min(DETECTION)];
        let start = start.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        Self {
            text,
            budget: budget.clone(),
            at: 0,
            line: 1,
            state: if start.trim_start().starts_with('{') {
                State::Json { values: 0 }
            } else {
                State::Yaml(Separator::Valid)
            },
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves on to a byte, and returns the text until there and its lines.
    fn pass(&mut self, end: usize) -> (&'a str, Range<usize>) {
        let text = self.text.get(self.at..end).unwrap_or_default();
        let first = self.line;
        self.at = end;
        self.line += text.matches('\n').count();
        let end_line = self.line + usize::from(!text.ends_with('\n') && !text.is_empty());
        (text, first..end_line)
    }

    fn next_json(&mut self, values: usize) -> Option<Part<'a>> {
        let space = self
            .rest()
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        let start = self.at + space;
        if start == self.text.len() {
            self.state = State::Ended;
            return None;
        }
        match read_json(self.text, start, &self.budget) {
            Ok(read) => {
                self.state = State::Json { values: values + 1 };
                self.pass(start);
                let (text, lines) = self.pass(read.end);
                let content = match read.value {
                    Ok(value) => PartContent::Json {
                        value,
                        duplicate_key: read.duplicate_key,
                    },
                    Err(error) => PartContent::Unread(error),
                };
                Some(Part {
                    text,
                    lines,
                    content,
                })
            }
            Err(error) => {
                if matches!(error, YamlError::Json { .. })
                    && values <= JSON_BEFORE_YAML
                    && let Some(start) = yaml_start(self.rest())
                {
                    self.pass(self.at + start);
                    self.state = State::Yaml(Separator::Valid);
                    return self.next_yaml(Separator::Valid);
                }
                self.state = State::Ended;
                let (text, lines) = self.pass(self.text.len());
                Some(Part {
                    text,
                    lines,
                    content: PartContent::Unread(error),
                })
            }
        }
    }

    fn next_yaml(&mut self, separator: Separator) -> Option<Part<'a>> {
        let start = self.at;
        // The line that separates a document is part of it, unless another document precedes it.
        let mut separator_line = None;
        let mut end = start;
        self.state = State::Ended;
        for line in self.rest().split_inclusive('\n') {
            let line_end = end + line.len();
            if let Some(after) = line.strip_prefix("---") {
                let after = after.trim();
                let next = if after.is_empty() || after.starts_with('#') {
                    Separator::Valid
                } else {
                    Separator::Invalid
                };
                if end > start
                    || matches!(
                        (separator, next),
                        (Separator::Invalid, _) | (_, Separator::Invalid)
                    )
                {
                    let part = self.part(separator, separator_line, end);
                    self.pass(line_end);
                    self.state = State::Yaml(next);
                    return match part {
                        Some(part) => Some(part),
                        None => self.next_yaml(next),
                    };
                }
                separator_line = Some(line);
            }
            end = line_end;
        }
        self.part(separator, separator_line, end)
    }

    /// Returns the document that ends at a byte; `None` if it has no text.
    fn part(
        &mut self,
        separator: Separator,
        separator_line: Option<&str>,
        end: usize,
    ) -> Option<Part<'a>> {
        let (start, first_line) = (self.at, self.line);
        if let Some(line) = separator_line.filter(|line| !has_hidden_lines(line)) {
            self.pass(start + line.len());
        }
        let (text, lines) = self.pass(end);
        match separator {
            Separator::Invalid => Some(Part {
                text,
                lines,
                content: PartContent::AfterInvalidSeparator,
            }),
            Separator::Valid if start == end => None,
            Separator::Valid => Some(Part {
                text,
                lines,
                content: PartContent::Yaml(YamlText {
                    text: yaml_lines(self.text.get(start..end).unwrap_or_default()),
                    first_line,
                }),
            }),
        }
    }
}

impl<'a> Iterator for Stream<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let part = match self.state {
            State::Ended => return None,
            State::Json { values } => self.next_json(values),
            State::Yaml(separator) => self.next_yaml(separator),
        }?;
        match self.budget.take_document() {
            Ok(()) => Some(part),
            Err(error) => {
                let (_, rest) = self.pass(self.text.len());
                self.state = State::Ended;
                Some(Part {
                    lines: part.lines.start..rest.end,
                    content: PartContent::Unread(error),
                    ..part
                })
            }
        }
    }
}

/// Returns where YAML starts in a text that is no JSON: after white space, up to the first LF. `None` where helm does not
/// look for YAML: in the last three bytes, and at U+FFFD.
fn yaml_start(text: &str) -> Option<usize> {
    let mut start = 0;
    for character in text.chars() {
        if text.len() - start < LOOK_AHEAD || character == char::REPLACEMENT_CHARACTER {
            return None;
        }
        if !character.is_whitespace() {
            return Some(start);
        }
        start += character.len_utf8();
        if character == '\n' {
            return Some(start);
        }
    }
    None
}

/// Returns whether YAML sees more than one line in a line.
fn has_hidden_lines(line: &str) -> bool {
    let line = line.strip_suffix('\n').unwrap_or(line);
    has_other_breaks(line.strip_suffix('\r').unwrap_or(line))
}

/// Returns whether a text contains line breaks of YAML other than LF.
fn has_other_breaks(text: &str) -> bool {
    text.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// Returns the lines as helm hands them to the YAML reader: each ends with LF, without CR before it.
fn yaml_lines(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') && !text.contains("\r\n") {
        return Cow::Borrowed(text);
    }
    let mut lines = text.replace("\r\n", "\n");
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    Cow::Owned(lines)
}

/// Returns the template that rendered a document: Helm's `# Source:` comment before the first content.
pub(crate) fn template(text: &str) -> Option<&str> {
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(|line| line.trim_start_matches('\u{feff}').trim())
        .take_while(|line| line.is_empty() || line.starts_with('#'))
        .find_map(|line| line.strip_prefix("# Source: "))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the texts that are read as YAML, with their lines.
    fn yaml(manifest: &str) -> Vec<(String, Range<usize>)> {
        Stream::new(manifest, &Budget::for_release())
            .filter_map(|part| match part.content {
                PartContent::Yaml(yaml) => Some((yaml.text.into_owned(), part.lines)),
                _ => None,
            })
            .collect()
    }

    fn owned<const N: usize>(parts: [(&str, Range<usize>); N]) -> Vec<(String, Range<usize>)> {
        parts.map(|(text, lines)| (text.to_owned(), lines)).to_vec()
    }

    #[test]
    fn separators_are_at_the_start_of_a_line() {
        assert_eq!(
            yaml("---\na: 1\n--- # note\nb: |\n  ---\n  x\n---\n"),
            owned([("---\na: 1\n", 2..3), ("b: |\n  ---\n  x\n", 4..7)])
        );
    }

    #[test]
    fn a_separator_after_an_empty_document_is_read_with_the_next_one() {
        assert_eq!(
            yaml("a: 1\n---\n--- #\u{2028}b: 2\n---\nc: 3"),
            owned([
                ("a: 1\n", 1..2),
                ("--- #\u{2028}b: 2\n", 3..4),
                ("c: 3\n", 5..6)
            ])
        );
    }

    #[test]
    fn lines_end_with_lf() {
        assert_eq!(
            yaml("\u{feff}a: 1\r\n---\r\nb: 2\rc"),
            owned([("\u{feff}a: 1\n", 1..2), ("b: 2\rc\n", 3..4)])
        );
    }

    #[test]
    fn text_on_the_separator_line_is_reported() {
        let invalid = |manifest| {
            Stream::new(manifest, &Budget::for_release())
                .filter(|part| part.content == PartContent::AfterInvalidSeparator)
                .map(|part| (part.text, part.lines))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            invalid("a: 1\n--- {b: 1}\nc: 1\n----\n"),
            [("c: 1\n", 3..4), ("", 5..5)]
        );
        assert_eq!(
            invalid("---\u{2028}a: 1\nb: 1\n---\nc: 1"),
            [("b: 1\n", 2..3)]
        );
    }

    #[test]
    fn json_values_may_precede_yaml() {
        let budget = Budget::for_release();
        let parts: Vec<_> = Stream::new(" {\"a\": 1}\n---\nb: 2\n", &budget).collect();
        assert!(matches!(parts[0].content, PartContent::Json { .. }));
        assert_eq!(
            (parts[0].text, parts[0].lines.clone()),
            ("{\"a\": 1}", 1..2)
        );
        assert_eq!(parts[1].text, "b: 2\n");
        let parts: Vec<_> = Stream::new("{}{}\n---\nb: 2\n", &budget).collect();
        assert!(
            matches!(parts[2].content, PartContent::Unread(_)),
            "{parts:?}"
        );
        assert_eq!(yaml("{a: 1}"), owned([("{a: 1}\n", 1..2)]));
        assert_eq!(yaml("{a}"), []);
    }

    #[test]
    fn lines_of_yaml_are_found_in_the_manifest() {
        let text = YamlText {
            text: "a\u{2028}b\r\nc\n".into(),
            first_line: 7,
        };
        assert_eq!(
            [1, 2, 3, 4, 9].map(text.lines_in_manifest()),
            [7, 7, 8, 9, 9]
        );
    }

    #[test]
    fn the_source_comment_precedes_the_content() {
        assert_eq!(
            template("\n# note\n# Source: web/templates/a.yaml\r\na: 1"),
            Some("web/templates/a.yaml")
        );
        assert_eq!(template("# Source: a.yaml\u{2028}kind: X"), Some("a.yaml"));
        assert_eq!(template("a: 1\n# Source: web/templates/a.yaml\n"), None);
    }
}
