//! Where a value ends: at its closing quote, or where its syntax ends it.

use std::ops::Range;

use super::scan::{byte_at, byte_before, find, find_byte, is_quote, is_space, skip};

/// What ends a value without quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// White space: `password=x user=y`.
    Word,
    /// The end of the line, without a comment: `password: x y`.
    Line,
    /// A comma or bracket, or the end of the line: `{password: x, user: y}`.
    Item,
    /// White space or a bracket: `map[password:x user:y]`.
    GoMap,
}

/// Returns where the contents of a quoted value are that starts at a position; `None` when no quote is there. A quote that is
/// not closed extends to the end of the line.
///
/// A letter may stand before the quote, as in `E'x'` and `b"x"`. In text within quotes the quotes themselves are `\"`.
pub(super) fn quoted(line: &str, at: usize) -> Option<Range<usize>> {
    let has_prefix = byte_at(line, at).is_ascii_alphabetic() && is_quote(byte_at(line, at + 1));
    let at = at + usize::from(has_prefix);
    let quote_at = skip_bounded(line, at, b'\\');
    let quote = byte_at(line, quote_at);
    let escapes = quote_at - at;
    if quote == b'`' && escapes == 0 {
        // Elsewhere it encloses a command.
        let end = find_byte(line, at + 1, |byte| byte == b'`' || is_space(byte));
        return (byte_at(line, end) == b'`').then_some(at + 1..end);
    }
    if !is_quote(quote) {
        return None;
    }
    let triple = ["\"\"\"", "'''"]
        .iter()
        .find(|triple| line[quote_at..].starts_with(**triple));
    if let Some(triple) = triple {
        let start = quote_at + triple.len();
        return Some(start..find(line, start, triple).unwrap_or(line.trim_end().len().max(start)));
    }
    let start = quote_at + 1;
    Some(start..closing_quote(line, start, quote, escapes))
}

/// Returns where the run of one byte ends; eight of them are enough for text within text within text.
fn skip_bounded(line: &str, at: usize, byte: u8) -> usize {
    at + line.as_bytes()[at.min(line.len())..]
        .iter()
        .take(8)
        .take_while(|other| **other == byte)
        .count()
}

/// Returns where the quote is closed whose contents start at a position; the end of the line when it is not. A quote with more
/// backslashes before it than the opening one is part of the contents, as is a doubled quote.
fn closing_quote(line: &str, start: usize, quote: u8, escapes: usize) -> usize {
    let mut at = start;
    let mut backslashes = 0;
    loop {
        let next = find_byte(line, at, |byte| byte == quote || byte == b'\\');
        match byte_at(line, next) {
            0 => return line.trim_end().len().max(start),
            b'\\' => {
                backslashes = if next == at { backslashes + 1 } else { 1 };
                at = next + 1;
            }
            _ => {
                let before = if next == at { backslashes } else { 0 };
                let is_escaped = match escapes {
                    0 => before % 2 == 1,
                    _ => before > escapes,
                };
                let is_doubled = escapes == 0 && byte_at(line, next + 1) == quote && next > start;
                if !is_escaped && !is_doubled {
                    return next - before.min(escapes);
                }
                at = next + 1 + usize::from(is_doubled && !is_escaped);
                backslashes = 0;
            }
        }
    }
}

/// Returns where a value without quotes ends that starts at a position. `open_quote` is the quote that the whole expression
/// stands in.
pub(super) fn unquoted_end(line: &str, at: usize, end: End, open_quote: Option<u8>) -> usize {
    let closes = |byte: u8| open_quote == Some(byte) || matches!(byte, b'\n' | b'\r');
    let end_at = match end {
        End::Word => return word_end(line, at, closes),
        End::Line => comment_start(line, at, find_byte(line, at, closes)),
        End::Item => find_byte(line, at, |byte| {
            closes(byte) || matches!(byte, b',' | b'}' | b']' | b')')
        }),
        End::GoMap => find_byte(line, at, |byte| {
            closes(byte) || is_space(byte) || byte == b']'
        }),
    };
    at + line[at..end_at].trim_end().len()
}

/// Returns where the word ends: at white space or `;`, at `&`, and at a comma before another assignment.
fn word_end(line: &str, start: usize, closes: impl Fn(u8) -> bool) -> usize {
    let mut at = start;
    let end = loop {
        let end = find_byte(line, at, |byte| {
            closes(byte) || is_space(byte) || matches!(byte, b';' | b'&' | b',')
        });
        let goes_on = match byte_at(line, end) {
            b',' => !is_assignment(line, end + 1),
            // The parameters of a signature: `SharedAccessSignature=sv=1&sig=x`.
            b'&' => line[start..end].contains('=') && is_assignment(line, end + 1),
            _ => false,
        };
        if !goes_on {
            break end;
        }
        at = end + 1;
    };
    // What encloses the whole is not part of the value: `(password=x)`.
    let value = &line[start..end];
    start + value.trim_end_matches(['"', '\'', '`', ',']).len()
}

/// Returns whether `name=` follows. Names in front of a value are short.
fn is_assignment(line: &str, at: usize) -> bool {
    let bytes = &line.as_bytes()[at.min(line.len())..];
    let name = bytes.iter().take(40);
    let length = name
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.[] ".contains(byte))
        .count();
    super::scan::count(length);
    length > 0 && bytes.get(length) == Some(&b'=')
}

/// Returns where a comment starts: at a `#` or `;` after white space and before white space.
fn comment_start(line: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    loop {
        let mark = find_byte(&line[..end], at, |byte| matches!(byte, b'#' | b';'));
        if mark >= end {
            return end;
        }
        if mark > start && is_space(byte_before(line, mark)) && is_space(byte_at(line, mark + 1)) {
            return mark;
        }
        at = mark + 1;
    }
}

/// Returns where the next word starts.
pub(super) fn next_word(line: &str, at: usize) -> usize {
    skip(line, at, is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_value_ends_at_its_own_quote() {
        for (line, expected) in [
            (r#""a b" c"#, Some("a b")),
            (r#""a\"b\\" c"#, Some(r#"a\"b\\"#)),
            ("'it''s' x", Some("it''s")),
            ("'' x", Some("")),
            (r#"\"a\" b\""#, Some("a")),
            (r#"\"a\\\"b\" c"#, Some(r#"a\\\"b"#)),
            ("E'x'", Some("x")),
            ("\"\"\"a\"b\"\"\" c", Some("a\"b")),
            ("\"open ", Some("open")),
            ("`x` y", Some("x")),
            ("`kubectl get x`", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(
                quoted(line, 0).map(|range| &line[range]),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn an_unquoted_value_ends_as_its_syntax_does() {
        for (end, line, expected) in [
            (End::Word, "a b", "a"),
            (End::Word, "a,b,user=x", "a,b"),
            (End::Word, "a;b", "a"),
            (End::Line, "a b # c", "a b"),
            (End::Line, "a#b ", "a#b"),
            (End::Item, "a b, c", "a b"),
            (End::GoMap, "a b:c]", "a"),
        ] {
            assert_eq!(
                &line[..unquoted_end(line, 0, end, None)],
                expected,
                "{line}"
            );
        }
        assert_eq!(unquoted_end("a b' c", 0, End::Line, Some(b'\'')), 3);
    }
}
