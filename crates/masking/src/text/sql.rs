//! Passwords in SQL that no name stands beside: `IDENTIFIED BY 'x'`. `PASSWORD 'x'` has a name.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    scan::{byte_at, find_byte, is_quote, is_space},
    value::{next_word, quoted},
};

/// The words between `IDENTIFIED` and the password, of which `WITH` and `VIA` are followed by the name of a plugin.
const WORDS: [&str; 5] = ["by", "as", "using", "password", "hash"];

const IDENTIFIED: &str = "identified";

/// Returns where the passwords after `IDENTIFIED` in a line are, in order.
pub(super) fn sql_passwords(line: &str) -> Vec<Range<usize>> {
    let mut passwords = Vec::new();
    let mut at = 0;
    loop {
        let start = find_byte(line, at, |byte| matches!(byte, b'i' | b'I'));
        if start >= line.len() {
            return passwords;
        }
        at = start + 1;
        let end = start + IDENTIFIED.len();
        if line
            .get(start..end)
            .is_some_and(|word| word.eq_ignore_ascii_case(IDENTIFIED))
            && let Some(password) = password_after(line, end)
        {
            at = password.end;
            passwords.push(password);
        }
    }
}

fn password_after(line: &str, mut at: usize) -> Option<Range<usize>> {
    let mut has_word = false;
    for _ in 0..6 {
        let start = next_word(line, at);
        if has_word && let Some(password) = quoted(line, start) {
            return (!is_no_secret(&line[password.clone()])).then_some(password);
        }
        let end = find_byte(line, start, |byte| {
            is_space(byte) || is_quote(byte) || matches!(byte, b';' | b'(')
        });
        let word = &line[start..end];
        let is_word = |words: &[&str]| words.iter().any(|other| word.eq_ignore_ascii_case(other));
        if is_word(&WORDS) || word.to_ascii_lowercase().ends_with("_hash") {
            has_word = true;
        } else if is_word(&["with", "via"]) {
            // The plugin.
            let plugin = next_word(line, end);
            at = match is_quote(byte_at(line, plugin)) {
                true => quoted(line, plugin)?.end + 1,
                false => find_byte(line, plugin, is_space),
            };
            continue;
        } else {
            return (has_word && !is_no_secret(word)).then_some(start..end);
        }
        at = end;
    }
    None
}
