//! Private members of JSON Web Keys.

use std::ops::Range;

use super::{
    line_names::LineNames,
    scan::{byte_at, find, is_space, skip},
    value::quoted,
};

/// The private members of a key: RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

/// The minimum length of such a member.
const MIN_LENGTH: usize = 16;

/// Returns where the private members of the JSON Web Keys of a text are, in order.
pub(super) fn private_members(text: &str) -> Vec<Range<usize>> {
    let mut members = Vec::new();
    if find(text, 0, "\"kty").is_none() && find(text, 0, "kty\\\"").is_none() {
        return members;
    }
    let mut names = LineNames::new(text);
    while let Some(name) = names.next() {
        if !PRIVATE.contains(&&text[name.range.clone()]) {
            continue;
        }
        let after = skip(text, name.range.end, |byte| matches!(byte, b'\\' | b'"'));
        let start = skip(text, after + 1, is_space);
        if byte_at(text, after) != b':' {
            continue;
        }
        let Some(value) = quoted(text, start) else {
            continue;
        };
        let is_encoded = text[value.clone()]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'='));
        if is_encoded && value.len() >= MIN_LENGTH {
            names.skip_to(value.end);
            members.push(value);
        }
    }
    members
}

/// Returns whether a name is that of a private member of a JSON Web Key.
pub(crate) fn is_private_member(name: &str) -> bool {
    PRIVATE.contains(&name)
}
