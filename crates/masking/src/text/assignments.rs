//! Values that are assigned: `password=x`, `password: x`, `'password' => 'x'`, and the block below `password: |`.

use std::ops::Range;

use super::{
    harmless::{is_no_secret, is_plausible_in_sentence},
    kind::TextKind,
    line_names::LineName,
    scan::{byte_at, byte_before, find_byte, is_blank, is_quote, is_space, skip},
    value::{End, quoted, unquoted_end},
    words::looks_random,
};
use crate::names::{is_distinct_secret_name, is_token_count, names_an_entry};

/// What stands between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `=`, `==`, `:=`, `=>`.
    Equals,
    /// `:`, and `:-` in `${NAME:-default}`.
    Colon,
}

impl Operator {
    /// Returns the operator at a position, and the position after it. `::` and the `://` of a URL are none, and `:-` is one
    /// where the name is directly in braces.
    pub(super) fn at(line: &str, at: usize, in_braces: bool) -> Option<(Self, usize)> {
        let next = byte_at(line, at + 1);
        match (byte_at(line, at), next) {
            (b'=', b'~') | (b':', b':') => None,
            (b'=', b'=' | b'>') | (b':' | b'+' | b'?', b'=') => Some((Self::Equals, at + 2)),
            (b'=', _) => Some((Self::Equals, at + 1)),
            (b':', b'/') if byte_at(line, at + 2) == b'/' => None,
            (b':', b'-' | b'?') if in_braces => Some((Self::Colon, at + 2)),
            (b':', _) => Some((Self::Colon, at + 1)),
            _ => None,
        }
    }
}

/// Returns where the value is that is assigned to a name, given the operator and the position after it.
pub(super) fn assigned_value(
    line: &str,
    name: &LineName,
    is_quoted: bool,
    operator: Operator,
    at: usize,
    kind: TextKind,
) -> Option<Range<usize>> {
    let open_quote = name.open_quote.filter(|_| !is_quoted);
    let mut start = skip(line, at, |byte| is_blank(byte) || byte == b'=');
    if ["** ", "__ "]
        .iter()
        .any(|mark| line[start..].starts_with(mark))
    {
        // `**Password:** x` of Markdown.
        start = skip(line, start + 2, is_blank);
    }
    let rest = &line[start..];
    let opens_mapping = rest.starts_with(['{', '[']) && operator == Operator::Colon
        || matches!(rest.trim_end(), "{" | "[" | "(");
    if opens_mapping {
        return None;
    }
    if is_no_secret(rest) {
        return None;
    }
    let assignment = Assignment {
        line,
        name,
        is_quoted,
        open_quote,
        operator,
        start,
        is_spaced: start > at,
    };
    if kind == TextKind::Prose || !assignment.is_certain() {
        return assignment.in_sentence(kind);
    }
    if is_quote(byte_at(line, start)) && open_quote == Some(byte_at(line, start)) {
        // The quote closes the text that the name stands in.
        return None;
    }
    let value = match quoted(line, start) {
        Some(value) if is_no_secret(&line[value.clone()]) => return None,
        Some(value) => value,
        None => start..unquoted_end(line, start, assignment.end(), open_quote),
    };
    let text = &line[value.clone()];
    let name = assignment.text();
    (!names_an_entry(name, text) && !is_token_count(name, text)).then_some(value)
}

/// A name, an operator and the start of a value.
struct Assignment<'a> {
    line: &'a str,
    name: &'a LineName,
    is_quoted: bool,
    open_quote: Option<u8>,
    operator: Operator,
    start: usize,
    is_spaced: bool,
}

impl Assignment<'_> {
    fn text(&self) -> &str {
        &self.line[self.name.range.clone()]
    }

    /// Returns whether this is an assignment and not part of a sentence or of a longer name. `token: x` is often prose,
    /// `token=x` rarely is.
    fn is_certain(&self) -> bool {
        if self.operator == Operator::Equals {
            return true;
        }
        let before = byte_before(self.line, self.name.range.start);
        let is_key = self.name.is_first
            || self.is_quoted
            || self.name.in_brackets
            || self.open_quote.is_some();
        // `https://password:x@h`, `arn:aws:secret:x` and `registry/token:1.2` assign nothing.
        let is_part = matches!(before, b':' | b'/' | b'@' | b'.');
        let is_separate =
            self.is_spaced || is_quote(byte_at(self.line, self.start)) || self.name.in_go_map;
        let is_alone =
            || is_separate || !is_part && (is_key || is_distinct_secret_name(self.text()));
        let is_title = || {
            // `Token: this is how …` explains.
            self.name.is_first
                && !self.is_quoted
                && self.text().starts_with(|c: char| c.is_ascii_uppercase())
                && self.text().bytes().any(|byte| byte.is_ascii_lowercase())
                && self.line[self.start..].trim_end().contains(' ')
        };
        is_alone() && (is_distinct_secret_name(self.text()) || is_key && !is_title())
    }

    /// Returns where the value is if it is one word that can be a secret: `your access token: x1`.
    fn in_sentence(&self, kind: TextKind) -> Option<Range<usize>> {
        let is_distinct = is_distinct_secret_name(self.text());
        if self.operator == Operator::Equals && !is_distinct
            || !self.is_spaced && self.operator == Operator::Colon && !self.name.in_go_map
        {
            return None;
        }
        let value = match quoted(self.line, self.start) {
            // In a query `password="x"` selects what has that label.
            Some(_) if self.operator == Operator::Equals && kind == TextKind::Prose => return None,
            Some(value) => value,
            None => {
                let end = find_byte(self.line, self.start, |byte| {
                    is_space(byte) || matches!(byte, b'"' | b'`' | b')' | b']')
                });
                let word = self.line[self.start..end].trim_end_matches(['.', ',', ';']);
                self.start..self.start + word.len()
            }
        };
        let word = &self.line[value.clone()];
        let ends_line =
            skip(self.line, value.end, |byte| !byte.is_ascii_alphanumeric()) == self.line.len();
        let is_secret = is_plausible_in_sentence(word, ends_line && is_distinct)
            && (is_distinct || looks_random(word));
        is_secret.then_some(value)
    }

    /// Returns what ends the value when it has no quotes.
    fn end(&self) -> End {
        let is_line_of_its_own = || {
            let is_ini = self.is_spaced || byte_before(self.line, self.start) == b' ';
            let is_properties = || {
                let text = self.text();
                text.bytes().any(|byte| byte.is_ascii_lowercase())
                    && !text.starts_with('-')
                    && !self.line[self.start..].contains(['=', ';', '&'])
            };
            self.name.is_first && !self.name.in_brackets && (is_ini || is_properties())
        };
        match self.operator {
            _ if self.name.in_go_map => End::GoMap,
            Operator::Colon if self.name.in_brackets => End::Item,
            Operator::Colon => End::Line,
            Operator::Equals if self.name.in_brackets && self.open_quote.is_none() => End::Item,
            Operator::Equals if is_line_of_its_own() => End::Line,
            Operator::Equals => End::Word,
        }
    }
}

/// Returns where the YAML block or heredoc is that a line's secret value opens: the lines below it that are indented deeper, or
/// those up to the closing word.
pub(super) fn block_below(
    text: &str,
    line: Range<usize>,
    values: &[Range<usize>],
) -> Option<Range<usize>> {
    let header = &text[line.clone()];
    let opening = values
        .iter()
        .map(|value| &header[value.clone()])
        .find(|value| is_block_header(value) || heredoc_word(value).is_some())?;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let below = text[line.end..].split_inclusive('\n');
    let length: usize = match heredoc_word(opening) {
        Some(word) => below
            .take_while(|below| below.trim() != word)
            .map(str::len)
            .sum(),
        None => below
            .take_while(|below| below.trim().is_empty() || indent(below) > indent(header))
            .map(str::len)
            .sum(),
    };
    super::scan::count(length);
    let block = text[line.end..line.end + length].trim_end();
    (!block.is_empty()).then(|| line.end..line.end + block.len())
}

/// Returns whether a value is the header of a YAML block scalar: `|`, `>-`, `|2+`.
fn is_block_header(value: &str) -> bool {
    value.starts_with(['|', '>']) && value.len() <= 3
}

/// Returns the word that closes the heredoc which a value opens: `<<EOF`, `<<-'EOF'`.
fn heredoc_word(value: &str) -> Option<&str> {
    let word = value
        .strip_prefix("<<")?
        .trim_start_matches(['-', '~', '\'', '"']);
    let word = word.trim_end_matches(['\'', '"', '\\']);
    (!word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
    .then_some(word)
}
