//! The credentials of HTTP headers: what follows `Authorization:`, `Cookie:`, `Bearer` and `Basic`.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    line_names::LineNames,
    scan::{byte_at, byte_before, find, find_byte, is_blank, is_space, skip},
    value::{End, quoted, unquoted_end},
    words::{is_common_word, looks_random},
};
use crate::names::{is_auth_method, is_credential_header};

/// The minimum length of a token of unknown format. What is shorter is more often a name or a word.
pub(super) const MIN_TOKEN_LENGTH: usize = 16;

/// The minimum length of a token after `Bearer` that has digits or symbols.
const MIN_RANDOM_LENGTH: usize = 6;

/// Returns where the credentials of the headers in a line are, in order: `Authorization: Token x`, `-H 'Cookie: a=x'`,
/// `proxy_set_header Authorization "Basic x"`.
pub(super) fn header_credentials(line: &str) -> Vec<Range<usize>> {
    let mut credentials: Vec<Range<usize>> = Vec::new();
    let mut names = LineNames::new(line);
    while let Some(name) = names.next() {
        if !is_credential_header(&line[name.range.clone()]) {
            continue;
        }
        let before = byte_before(line, name.range.start);
        let is_quoted = matches!(before, b'"' | b'\'') && {
            let end = skip(line, name.range.end, |byte| byte == b'\\');
            byte_at(line, end) == before
        };
        let after = skip(line, name.range.end, |byte| {
            is_blank(byte) || matches!(byte, b'"' | b'\'' | b'\\' | b']')
        });
        let has_operator = matches!(byte_at(line, after), b':' | b'=');
        let start = skip(line, after, |byte| {
            is_blank(byte) || matches!(byte, b':' | b'=' | b'>' | b',')
        });
        let open_quote = name.open_quote.filter(|_| !is_quoted);
        if matches!(byte_at(line, start), b'{' | b'[') {
            continue;
        }
        let value = match quoted(line, start) {
            Some(_) if open_quote == Some(byte_at(line, start)) => continue,
            Some(value) => value,
            None if !has_operator => continue,
            None if name.in_brackets => start..unquoted_end(line, start, End::Item, open_quote),
            None => start..unquoted_end(line, start, End::Line, open_quote),
        };
        if let Some(credential) = credential(line, value) {
            names.skip_to(credential.end);
            credentials.push(credential);
        }
    }
    credentials
}

/// Returns where the credential is in the value of a header: after the scheme if there is one.
fn credential(line: &str, value: Range<usize>) -> Option<Range<usize>> {
    let text = &line[value.clone()];
    if is_no_secret(text) {
        return None;
    }
    let scheme_end = value.start + text.find(' ').unwrap_or(0);
    let scheme = &line[value.start..scheme_end];
    let is_scheme = !scheme.is_empty()
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let start = match is_scheme {
        true => skip(line, scheme_end, is_blank),
        false => value.start,
    };
    let credential = &line[start..value.end.max(start)];
    // `authorization: enabled`, and sentences about the header.
    let word = credential.split('\\').next().unwrap_or_default();
    let is_word = !is_scheme && is_auth_method(word);
    let is_verb = is_common_word(scheme)
        && !["token", "key", "secret"]
            .iter()
            .any(|other| scheme.eq_ignore_ascii_case(other));
    let is_sentence =
        is_scheme && (is_verb || is_common_word(credential.split(' ').next().unwrap_or_default()));
    (!is_word && !is_sentence && !is_no_secret(credential)).then_some(start..value.end)
}

/// Returns where the tokens after one authentication scheme of a line are, in order. `scheme_tail` is the scheme without its
/// first letter, which is a `B` or a `b`, and with the space after it: a search for each spelling would take twice as long.
fn after_scheme(line: &str, scheme_tail: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(found) = find(line, at, scheme_tail) {
        let start = found + scheme_tail.len();
        at = start;
        if !matches!(byte_before(line, found), b'B' | b'b') {
            continue;
        }
        let is_end =
            |byte: u8| is_space(byte) || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\');
        at = find_byte(line, start, is_end);
        let token = &line[start..at];
        let is_token = token.len() >= MIN_TOKEN_LENGTH
            || token.len() >= MIN_RANDOM_LENGTH && looks_random(token);
        if is_token && !is_no_secret(token) {
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
