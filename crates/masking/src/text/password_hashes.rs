//! Hashes of passwords by their form: `$2y$10$…` and `$apr1$…` of htpasswd, `$6$…` of shadow, `{SSHA}…` of LDAP,
//! `SCRAM-SHA-256$…` of PostgreSQL.

use std::ops::Range;

use super::scan::{byte_at, byte_before, find_byte, is_quote, is_space};

/// The names of hash functions between two dollar signs.
#[rustfmt::skip]
const FUNCTIONS: [&str; 21] = [
    "1", "2a", "2b", "2x", "2y", "5", "6", "7", "y", "gy", "md5", "apr1", "argon2i", "argon2d", "argon2id", "scrypt",
    "sha1", "P", "H", "S", "pbkdf2",
];

/// The schemes in braces, with the minimum length of the hash that follows; 0 for those before a password in clear.
#[rustfmt::skip]
const SCHEMES: [(&str, usize); 16] = [
    ("SSHA", 12), ("SHA", 12), ("SSHA256", 12), ("SSHA512", 12), ("SHA256", 12), ("SHA512", 12), ("CRYPT", 8),
    ("MD5", 12), ("SMD5", 12), ("BLF-CRYPT", 8), ("ARGON2", 8), ("PLAIN", 0), ("CLEARTEXT", 0), ("noop", 0),
    ("bcrypt", 8), ("pbkdf2", 8),
];

/// The beginnings of hashes that a word starts with.
#[rustfmt::skip]
const PREFIXES: [&str; 5] = [
    "SCRAM-SHA-256$", "SCRAM-SHA-512$", "pbkdf2_sha256$", "pbkdf2_sha1$", "bcrypt_sha256$",
];

/// The minimum length of a hash after the name of its function.
const MIN_LENGTH: usize = 13;

/// Returns where the hashes of passwords in a line are, in order.
pub(super) fn password_hashes(line: &str) -> Vec<Range<usize>> {
    let mut hashes = Vec::new();
    let mut at = 0;
    loop {
        let mark = find_byte(line, at, |byte| matches!(byte, b'$' | b'{'));
        if mark >= line.len() {
            return hashes;
        }
        at = mark + 1;
        let start = match byte_at(line, mark) {
            b'{' => after_scheme(line, mark),
            _ => hash_start(line, mark),
        };
        let Some((start, min_end)) = start else {
            continue;
        };
        let end = match min_end > start {
            true => find_byte(line, min_end, |byte| !is_hash_byte(byte)),
            // A password in clear.
            false => find_byte(line, start, |byte| is_space(byte) || is_quote(byte)),
        };
        if end > start {
            hashes.push(start..end);
        }
        at = end.max(at);
    }
}

fn is_hash_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'/' | b'$' | b'=' | b',' | b'+' | b'-' | b':' | b'_'
        )
}

/// Returns where the hash with a `$` at a position starts, and the position that it must reach to be long enough.
fn hash_start(line: &str, dollar: usize) -> Option<(usize, usize)> {
    let prefix = PREFIXES
        .iter()
        .find(|prefix| line[..=dollar].ends_with(**prefix));
    if let Some(prefix) = prefix {
        return Some((dollar + 1 - prefix.len(), reached(line, dollar + 1)?));
    }
    let function_end = find_byte(
        &line[..line.floor_char_boundary(line.len().min(dollar + 16))],
        dollar + 1,
        |byte| !(byte.is_ascii_alphanumeric() || byte == b'-'),
    );
    let function = &line[dollar + 1..function_end];
    let is_function = FUNCTIONS.contains(&function) || function.starts_with("pbkdf2-");
    // In files of Compose and of systemd a dollar sign is doubled.
    let doubled =
        usize::from(byte_at(line, function_end + 1) == b'$' && byte_before(line, dollar) == b'$');
    (is_function && byte_at(line, function_end) == b'$')
        .then(|| Some((dollar, reached(line, function_end + 1 + doubled)?)))
        .flatten()
}

/// Returns the position that a hash must reach, if it does.
fn reached(line: &str, start: usize) -> Option<usize> {
    let bytes = line.as_bytes().get(start..start + MIN_LENGTH)?;
    bytes
        .iter()
        .all(|byte| is_hash_byte(*byte))
        .then_some(start + MIN_LENGTH)
}

/// Returns where the hash after a scheme in braces starts, and the position that it must reach.
fn after_scheme(line: &str, brace: usize) -> Option<(usize, usize)> {
    let rest = &line[brace + 1..];
    let (scheme, min_length) = SCHEMES.iter().find(|(scheme, _)| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && byte_at(rest, scheme.len()) == b'}'
    })?;
    let start = brace + 1 + scheme.len() + 1;
    let bytes = line.as_bytes().get(start..start + min_length)?;
    let is_hash = bytes.iter().all(|byte| is_hash_byte(*byte));
    is_hash.then_some((start, start + min_length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_recognized_by_their_form() {
        for (line, expected) in [
            (
                "admin:$apr1$abcdefgh$0123456789abcdefghijkl",
                "$apr1$abcdefgh$0123456789abcdefghijkl",
            ),
            (
                "a:$2y$10$0123456789abcdefghijkl./x b",
                "$2y$10$0123456789abcdefghijkl./x",
            ),
            (
                "root:$6$abc$0123456789abcdefghij:19000:0:::",
                "$6$abc$0123456789abcdefghij:19000:0:::",
            ),
            ("admin:{SSHA}0123456789ab+/x=", "0123456789ab+/x="),
            ("a {PLAIN}é x", "é"),
            (
                "'SCRAM-SHA-256$4096:abc==$def=:ghi='",
                "SCRAM-SHA-256$4096:abc==$def=:ghi=",
            ),
        ] {
            let found: Vec<_> = password_hashes(line)
                .into_iter()
                .map(|range| &line[range])
                .collect();
            assert_eq!(found, [expected], "{line}");
        }
        for line in [
            "echo $1$2",
            "${SHA}",
            "price: $5",
            "{sha}",
            "$6$short",
            "${HOME}/x",
            "$$",
            "é$1$é0123456789abc",
            "{PLAIN}",
        ] {
            assert_eq!(password_hashes(line), [], "{line}");
        }
    }
}
