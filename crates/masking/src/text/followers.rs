//! Values that follow the name of a secret without an operator: `PASSWORD 'x'`, `--password x`, `define('PASSWORD', 'x')`,
//! `requirepass x`.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    named::Named,
    scan::{byte_at, find_byte, is_blank, is_quote, is_space, skip},
    value::{End, next_word, quoted, unquoted_end},
    words::{is_common_word, looks_random},
};

/// Words between which and a value a name stands: `proxy_set_header X-Token x`.
#[rustfmt::skip]
const SETTERS: [&str; 11] = [
    "set", "setenv", "add_header", "proxy_set_header", "grpc_set_header", "fastcgi_param", "uwsgi_param",
    "set-header", "add-header", "env", "arg",
];

/// Functions whose argument names a secret, by how their names begin.
#[rustfmt::skip]
const READING_FUNCTIONS: [&str; 15] = [
    "get", "fetch", "read", "load", "lookup", "find", "has", "is", "list", "delete", "verify", "check", "validate",
    "new", "create",
];

/// How lines begin that describe an account, in which `password x` follows.
#[rustfmt::skip]
const ACCOUNTS: [&str; 6] = [
    "machine ", "user ", "default login ", "login ", "account ", "sentinel sentinel",
];

/// The number of bytes at the start of a line that are looked at for one of [`ACCOUNTS`].
const MAX_INDENT: usize = 64;

/// Returns where the quoted text is that follows the name: `PASSWORD 'x'`, `password "x"`.
pub(super) fn quoted_beside(named: &Named<'_>) -> Option<Range<usize>> {
    let after = named.after_quote();
    let at = skip(named.line, after, is_blank);
    if at == after
        || !matches!(
            byte_at(named.line, at),
            b'"' | b'\'' | b'`' | b'E' | b'N' | b'\\'
        )
    {
        return None;
    }
    // `password "` can be the end of the quoted text that the name is in.
    if named.name.open_quote == Some(byte_at(named.line, at)) {
        return None;
    }
    let value = quoted(named.line, at)?;
    let text = &named.line[value.clone()];
    let is_secret = named.is_password() || looks_random(text) || named.is_whole_line(value.end + 1);
    (is_secret && !is_no_secret(text) && !is_common_word(text)).then_some(value)
}

/// Returns where the argument is that follows the name in a call: `setPassword("x")`, `define('PASSWORD', 'x')`, and in a
/// list of arguments: `"--password", "x"`.
pub(super) fn argument(named: &Named<'_>) -> Option<Range<usize>> {
    let after = named.after_quote();
    let value = match byte_at(named.line, after) {
        b'(' => {
            let reads = READING_FUNCTIONS.iter().any(|verb| {
                named
                    .text
                    .get(..verb.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(verb))
            });
            let at = skip(named.line, after + 1, is_blank);
            (!reads).then(|| quoted(named.line, at)).flatten()?
        }
        b',' if named.is_quoted() && (named.is_flag() || named.is_first_argument()) => {
            quoted(named.line, next_word(named.line, after + 1))?
        }
        _ => return None,
    };
    let text = &named.line[value.clone()];
    (!is_no_secret(text) && !text.starts_with('-')).then_some(value)
}

/// Returns where the value of a flag is: `--password x`.
pub(super) fn flag_value(named: &Named<'_>) -> Option<Range<usize>> {
    let end = named.name.range.end;
    let at = skip(named.line, end, is_blank);
    if !named.is_flag() || at == end {
        return None;
    }
    let rest = &named.line[at..];
    let is_value = !rest.starts_with(['-', '\\', '|', '&', '>']) && !is_no_secret(rest);
    if !is_value {
        return None;
    }
    let end = |byte: u8| is_space(byte) || is_quote(byte) || matches!(byte, b';' | b'`' | b'|');
    let value = match quoted(named.line, at) {
        Some(_) if named.name.open_quote == Some(byte_at(named.line, at)) => return None,
        Some(value) => value,
        None => at..find_byte(named.line, at, end),
    };
    (!is_common_word(&named.line[value.clone()])).then_some(value)
}

/// Returns where the value of a directive is: `requirepass x`, `password x;`, `set requirepass x`, and `password x` after
/// `user y` or `machine y`.
pub(super) fn directive_value(
    named: &Named<'_>,
    before: Option<Range<usize>>,
) -> Option<Range<usize>> {
    let after = named.name.range.end;
    let at = skip(named.line, after, is_blank);
    if at == after || named.is_quoted() || is_quote(byte_at(named.line, at)) {
        return None;
    }
    let end = unquoted_end(named.line, at, End::Word, named.name.open_quote);
    let text = &named.line[at..end];
    let is_set = || {
        before.is_some_and(|before| {
            SETTERS
                .iter()
                .any(|word| named.line[before.clone()].eq_ignore_ascii_case(word))
        })
    };
    let is_account = || {
        let indent = skip(
            &named.line[..named.line.floor_char_boundary(MAX_INDENT)],
            0,
            is_space,
        );
        ACCOUNTS
            .iter()
            .any(|word| named.line[indent..].starts_with(word))
    };
    let is_directive = named.is_whole_line(end) || is_set() || named.is_password() && is_account();
    (is_directive && !is_no_secret(&named.line[at..]) && !is_common_word(text)).then_some(at..end)
}
