//! Secrets that a name or a flag in the same line tells of.

use std::ops::Range;

use crate::names::{is_method, looks_secret, looks_secret_in_text, says_auth};

/// The values of `name=value` and `name: value` in a line where the name looks secret.
pub(super) fn assigned(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    // By bytes: a search for characters was a fifth of a comparison's time in a browser.
    let is_sign = |byte: &u8| matches!(byte, b'=' | b':');
    while let Some(offset) = line.as_bytes()[at..].iter().position(is_sign) {
        let sign = at + offset;
        at = sign + 1;
        let name = name_before(&line[..sign]);
        // `password:` of a URL's user or `a::b` is not an assignment; `password: x` has white space or a quote after it.
        // `token: x` is often prose, `token=x` hardly ever.
        let is_assigned = line.as_bytes()[sign] == b'=';
        let named = match is_assigned {
            true => looks_secret(name) || looks_secret_in_text(name),
            false => looks_secret_in_text(name),
        };
        // The value is looked at only for the few names that ask for it: it may reach to the line's end.
        let asks = is_assigned && says_auth(name);
        if !named && !asks {
            continue;
        }
        let value = value_after(line, sign + 1, line.as_bytes()[sign]);
        if !named && is_method(&line[value.clone()]) {
            continue;
        }
        if !value.is_empty() {
            at = value.end;
            found.push(value);
        }
    }
    found
}

/// The name that ends a text, quotes and white space around it left out.
fn name_before(text: &str) -> &str {
    let text = text.trim_end().trim_end_matches(['"', '\'']);
    let start = text
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    &text[start..]
}

/// Where the value after a sign stands: within its quotes; else after `:` to the line's end, after `=` to the next gap.
fn value_after(line: &str, from: usize, sign: u8) -> Range<usize> {
    let rest = &line[from..];
    let start = from + (rest.len() - rest.trim_start_matches([' ', '\t', '=']).len());
    let value = line[start..].trim_end();
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        let end = closing_quote(value, quote).unwrap_or(value.len());
        return start + 1..start + end;
    }
    let length = if sign == b':' {
        value.len()
    } else {
        value
            .find(|c: char| c.is_whitespace() || matches!(c, ';' | '&'))
            .unwrap_or(value.len())
    };
    start..start + length
}

/// Where the quote that a text begins with is closed; a backslash takes the next character's meaning.
fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    value.char_indices().skip(1).find_map(|(at, c)| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

/// What follows `--password` and its like in a command, after a gap.
pub(super) fn flagged(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find("--") {
        let start = at + offset;
        let gap = |c: char| c.is_whitespace();
        let end = line[start..]
            .find(gap)
            .map_or(line.len(), |end| start + end);
        let (flag, rest) = (&line[start..end], &line[end..]);
        at = end;
        let is_flag = flag.len() > 2 && !flag.contains(['=', '"', '\'']);
        if !is_flag || !looks_secret(flag) {
            continue;
        }
        let value_start = end + (rest.len() - rest.trim_start_matches(' ').len());
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';');
        let value_end = line[value_start..]
            .find(ends)
            .map_or(line.len(), |length| value_start + length);
        if value_end > value_start && !line[value_start..].starts_with('-') {
            found.push(value_start..value_end);
        }
    }
    found
}
