//! Secrets in sentences: "the password is x", "Password for admin: x", "with password x".

use std::ops::Range;

use super::{
    harmless::is_plausible_in_sentence,
    scan::{byte_at, find_byte, is_space},
    value::next_word,
};

/// Words between the name of a secret and its value.
#[rustfmt::skip]
const CONNECTORS: [&str; 14] = [
    "is", "was", "are", "be", "been", "has", "will", "now", "set", "to", "currently", "initially", "as", "still",
];

/// Words after which the account is named that the secret is of: "password for admin", "token of the bot".
const OF: [&str; 5] = ["for", "of", "to", "in", "on"];

/// The number of words after the name that are looked at, and the length of each.
const MAX_WORDS: usize = 8;
const MAX_WORD: usize = 256;

/// Returns where the secret is that a sentence states after its name, which ends at `at`.
pub(super) fn stated_value(line: &str, at: usize, is_distinct: bool) -> Option<Range<usize>> {
    let mut is_stated = false;
    let mut is_of = false;
    let mut at = find_byte(line, at, |byte| {
        !matches!(byte, b'*' | b'_' | b'"' | b'\'' | b'`')
    });
    if !is_space(byte_at(line, at)) {
        return None;
    }
    for nth in 0..MAX_WORDS {
        let start = next_word(line, at);
        let limit = line.floor_char_boundary((start + MAX_WORD).min(line.len()));
        let end = find_byte(&line[..limit], start, is_space);
        let raw = &line[start..end];
        let word = raw.trim_end_matches(':');
        if word.is_empty() {
            return None;
        }
        let is_connector = CONNECTORS
            .iter()
            .any(|connector| word.eq_ignore_ascii_case(connector));
        if is_connector || is_of_word(word) {
            is_stated |= is_connector && !word.eq_ignore_ascii_case("to")
                || is_of && word.eq_ignore_ascii_case("is");
            is_of |= is_of_word(word) && !is_stated;
            is_stated |= raw.ends_with(':');
        } else if is_stated {
            return candidate(line, start, end, true);
        } else if is_of || word.starts_with('(') {
            // The account. The value follows `:` or `is`.
            is_of = true;
            is_stated = raw.ends_with(':') || word == "=";
        } else {
            // "with password x1"
            return (nth == 0 && is_distinct)
                .then(|| candidate(line, start, end, false))
                .flatten();
        }
        at = end;
    }
    None
}

fn is_of_word(word: &str) -> bool {
    OF.iter().any(|of| word.eq_ignore_ascii_case(of))
}

/// Returns where the secret is within a word, without the quotes and marks around it.
fn candidate(line: &str, start: usize, end: usize, may_end_sentence: bool) -> Option<Range<usize>> {
    let is_opening = |c: char| matches!(c, '"' | '\'' | '`' | '*' | '(' | '[' | '“' | '‘' | '«');
    let is_closing = |c: char| {
        matches!(
            c,
            '"' | '\'' | '`' | ')' | ']' | '.' | ',' | ';' | ':' | '”' | '’' | '»'
        )
    };
    let raw = &line[start..end];
    let opened = raw.trim_start_matches(is_opening);
    let word = opened.trim_end_matches(is_closing);
    let is_quoted = opened.len() < raw.len() && raw.starts_with(['"', '\'', '`', '“', '«']);
    let is_closed = raw
        .trim_end_matches([',', ';', '.', ':'])
        .ends_with(['"', '\'', '`', '”', '»']);
    let rest = line.as_bytes()[end..]
        .iter()
        .take(8)
        .all(u8::is_ascii_whitespace);
    let ends_sentence =
        may_end_sentence && (rest || word.len() < opened.len() || is_quoted && is_closed);
    let from = start + (raw.len() - opened.len());
    is_plausible_in_sentence(word, ends_sentence).then_some(from..from + word.len())
}
