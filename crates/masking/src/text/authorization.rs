//! The credentials of an HTTP `Authorization` header: what follows `Bearer` and `Basic`.

use std::ops::Range;

/// The minimum length of a token of unknown format. What is shorter is more often a name or a word.
pub(super) const MIN_TOKEN_LENGTH: usize = 16;

/// Returns where the tokens after one authentication scheme of a line are, in order. `scheme_tail` is the scheme without its
/// first letter, which is a `B` or a `b`, and with the space after it: a search for each spelling would take twice as long.
fn after_scheme(line: &str, scheme_tail: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find(scheme_tail) {
        let start = at + offset + scheme_tail.len();
        if !line[..at + offset].ends_with(['B', 'b']) {
            at = start;
            continue;
        }
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>');
        at = line[start..]
            .find(is_end)
            .map_or(line.len(), |end| start + end);
        if at - start >= MIN_TOKEN_LENGTH {
            tokens.push(start..at);
        }
    }
    tokens
}

/// Returns where the tokens after `Bearer` in a line are, in order.
pub(super) fn bearer_tokens(line: &str) -> Vec<Range<usize>> {
    after_scheme(line, "earer ")
}

/// Returns where the credentials after `Basic` in a line are, in order.
pub(super) fn basic_credentials(line: &str) -> Vec<Range<usize>> {
    after_scheme(line, "asic ")
}
