//! Searches within a text that count the bytes they look at, so that tests can assert that a text is read in linear time.
//!
//! Predicates are about ASCII bytes only, so every position that is returned is a boundary of characters.

/// Returns the position of the first byte from `from` on that is looked for; the length of the text when there is none.
pub(super) fn find_byte(text: &str, from: usize, is: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    let length = bytes
        .iter()
        .position(|byte| is(*byte))
        .unwrap_or(bytes.len());
    count(length + 1);
    from.min(text.len()) + length
}

/// Returns the position of the first byte from `from` on that is not one of those to skip.
pub(super) fn skip(text: &str, from: usize, is: impl Fn(u8) -> bool) -> usize {
    find_byte(text, from, |byte| !is(byte))
}

/// Returns where the run of such bytes begins that ends before `to`.
pub(super) fn run_before(text: &str, to: usize, is: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes().get(..to).unwrap_or_default();
    let length = bytes.iter().rev().take_while(|byte| is(**byte)).count();
    count(length + 1);
    bytes.len() - length
}

/// Returns the position of the first occurrence of a text from `from` on.
pub(super) fn find(text: &str, from: usize, needle: &str) -> Option<usize> {
    let found = text.get(from..)?.find(needle).map(|at| from + at);
    count(found.unwrap_or(text.len()) - from + 1);
    found
}

/// Returns the byte at a position; 0 at the end.
pub(super) fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or_default()
}

/// Returns the byte before a position; 0 at the start.
pub(super) fn byte_before(text: &str, at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |before| byte_at(text, before))
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(super) fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// Returns whether a byte is part of a name. Bytes of other alphabets are.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii()
}

/// Counts bytes that were looked at.
#[cfg(not(test))]
#[inline]
pub(super) fn count(_bytes: usize) {}

#[cfg(test)]
pub(super) use counter::{count, counted};

#[cfg(test)]
mod counter {
    use std::cell::Cell;

    thread_local! {
        static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn count(bytes: usize) {
        LOOKED_AT.set(LOOKED_AT.get() + bytes);
    }

    /// Returns the number of bytes that a search looks at.
    pub(crate) fn counted(search: impl FnOnce()) -> usize {
        LOOKED_AT.set(0);
        search();
        LOOKED_AT.get()
    }
}
