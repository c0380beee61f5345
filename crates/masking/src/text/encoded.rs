//! Base64 that hides a secret: of a private key, of a store of keys, of a text with secrets, also twice and wrapped over lines.

use std::ops::Range;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{
    der,
    scan::{byte_at, count, find_byte, is_space, skip},
};

/// The minimum length of base64 that is decoded. What is shorter is most often a word.
const MIN_LENGTH: usize = 24;

/// The minimum length of the lines that base64 is wrapped over.
const MIN_LINE: usize = 40;

const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// Returns where base64 of a secret is in a text, in order. `has_secrets` tells whether a decoded text has some.
pub(super) fn encoded_secrets(text: &str, has_secrets: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = find_byte(text, at, is_base64);
        let first_end = find_byte(text, start, |byte| !is_base64(byte));
        let word = match first_end - start >= MIN_LINE {
            true => start..wrapped_end(text, first_end),
            false => start..first_end,
        };
        at = word.end.max(start + 1);
        if word.len() >= MIN_LENGTH && is_secret(&text[word.clone()], has_secrets) {
            secrets.push(word);
        }
    }
    secrets
}

/// Returns whether a text is `user:password` in base64, as clients of registries keep it.
pub(super) fn is_encoded_user_and_password(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(text.len().min(8192))];
    let decoded = STANDARD
        .decode(text.trim())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    text.len() >= 4
        && decoded.is_some_and(|decoded| {
            decoded
                .split_once(':')
                .is_some_and(|(user, password)| !user.is_empty() && !password.is_empty())
                && !decoded.chars().any(char::is_control)
        })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
}

/// Returns where base64 ends that may go on in the lines below, or after `\n` within quotes.
fn wrapped_end(text: &str, first_end: usize) -> usize {
    let mut end = first_end;
    loop {
        let next = match text.get(end..end + 2) {
            Some("\\n") => end + 2,
            _ => skip(text, end, is_space),
        };
        let next_end = find_byte(text, next, |byte| !is_base64(byte));
        let is_line = next > end && next_end > next && is_line_end(text, next_end);
        // A line of one word is text; the last line of base64 may be short.
        let is_wrapped = is_line
            && (next_end - next >= MIN_LINE
                || byte_at(text, next_end - 1) == b'='
                || next_end - next >= 8);
        if !is_wrapped || byte_at(text, next) == b'-' {
            return end;
        }
        let is_last = next_end - next < MIN_LINE;
        end = next_end;
        if is_last {
            return end;
        }
    }
}

fn is_line_end(text: &str, at: usize) -> bool {
    matches!(byte_at(text, at), 0 | b'\n' | b'\r' | b'"' | b'\'' | b'\\')
}

/// Returns whether base64 decodes to a secret.
fn is_secret(encoded: &str, has_secrets: &dyn Fn(&str) -> bool) -> bool {
    let is_url_safe = encoded.contains(['-', '_']);
    let engine = if is_url_safe { URL_SAFE } else { STANDARD };
    count(encoded.len());
    // Most words are left after their first bytes.
    let start: Vec<u8> = encoded
        .bytes()
        .filter(|byte| !is_space(*byte))
        .take(der::DECIDING_BYTES / 3 * 4)
        .collect();
    let Ok(first) = engine.decode(&start[..start.len() / 4 * 4]) else {
        return false;
    };
    if der::is_private(&first) {
        return true;
    }
    if !is_text(&first) {
        return false;
    }
    let joined: Vec<u8> = encoded
        .replace("\\n", "")
        .bytes()
        .filter(|byte| !is_space(*byte))
        .collect();
    let Ok(bytes) = engine.decode(&joined) else {
        return false;
    };
    std::str::from_utf8(&bytes).is_ok_and(has_secrets)
}

/// Returns whether bytes begin a readable text. The last character may be cut.
fn is_text(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() + 4 > bytes.len() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty()
        && !valid
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}
