//! Secrets that a name in the same line is assigned: `password=hunter2`, `password: hunter2`, and the block below
//! `password: |`.

use std::ops::Range;

use crate::names::{is_auth_method, is_auth_name, is_secret_name, is_secret_name_in_text};

/// Returns where the values that secret names are assigned in a line are, in order.
pub(super) fn assigned_values(line: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut at = 0;
    // By bytes: a search for characters took a fifth of a comparison's time in a browser.
    let is_operator = |byte: &u8| matches!(byte, b'=' | b':');
    while let Some(offset) = line.as_bytes()[at..].iter().position(is_operator) {
        let operator = at + offset;
        at = operator + 1;
        let name = name_before(&line[..operator]);
        // The `password:` of a URL's user and `a::b` are no assignments; in `password: x` a space or a quote follows.
        // `token: x` is often prose, `token=x` rarely is.
        let is_equals = line.as_bytes()[operator] == b'=';
        let is_secret = match is_equals {
            true => is_secret_name(name) || is_secret_name_in_text(name),
            false => is_secret_name_in_text(name),
        };
        // The value is found only for the names that need it: it can extend to the end of the line.
        let depends_on_value = is_equals && is_auth_name(name);
        if !is_secret && !depends_on_value {
            continue;
        }
        let value = value_after(line, operator + 1, line.as_bytes()[operator]);
        if !is_secret && is_auth_method(&line[value.clone()]) {
            continue;
        }
        if !value.is_empty() {
            at = value.end;
            values.push(value);
        }
    }
    values
}

/// Returns the name at the end of a text, without quotes and white space around it.
fn name_before(text: &str) -> &str {
    let text = text.trim_end().trim_end_matches(['"', '\'']);
    let start = text
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    &text[start..]
}

/// Returns where the value after an operator is: between its quotes; without quotes to the end of the line after `:`, and to
/// the next white space, `;` or `&` after `=`.
fn value_after(line: &str, from: usize, operator: u8) -> Range<usize> {
    let rest = &line[from..];
    let start = from + (rest.len() - rest.trim_start_matches([' ', '\t', '=']).len());
    let value = line[start..].trim_end();
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        let end = closing_quote(value, quote).unwrap_or(value.len());
        return start + 1..start + end;
    }
    let length = if operator == b':' {
        value.len()
    } else {
        value
            .find(|c: char| c.is_whitespace() || matches!(c, ';' | '&'))
            .unwrap_or(value.len())
    };
    start..start + length
}

/// Returns where the quote that starts a text is closed. A backslash escapes the character after it.
fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    value.char_indices().skip(1).find_map(|(at, c)| {
        let closes = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes.then_some(at)
    })
}

/// Returns where the YAML block is that a line's secret value opens: the lines below it that are indented deeper.
pub(super) fn block_below(
    text: &str,
    line: Range<usize>,
    values: &[Range<usize>],
) -> Option<Range<usize>> {
    let header = &text[line.clone()];
    if !values
        .iter()
        .any(|value| is_block_header(&header[value.clone()]))
    {
        return None;
    }
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let length: usize = text[line.end..]
        .split_inclusive('\n')
        .take_while(|below| below.trim().is_empty() || indent(below) > indent(header))
        .map(str::len)
        .sum();
    let block = text[line.end..line.end + length].trim_end();
    (!block.is_empty()).then(|| line.end..line.end + block.len())
}

/// Returns whether a value is the header of a YAML block scalar: `|`, `>-`, `|2+`.
fn is_block_header(value: &str) -> bool {
    value.starts_with(['|', '>']) && value.len() <= 3
}
