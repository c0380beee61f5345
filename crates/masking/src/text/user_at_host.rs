//! Addresses without a scheme that carry a password: `user:password@tcp(host:3306)/db` of Go's drivers, `user:password@host:5432`,
//! `user/password@//host:1521/service` and `user%password` of Oracle's and Samba's clients.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    scan::{byte_at, find_byte, is_space, run_before},
};

/// What is written before a colon and is not a user.
#[rustfmt::skip]
const SCHEMES: [&str; 12] = [
    "mailto", "sip", "sips", "acct", "npm", "xmpp", "jabber", "pkg", "github", "file", "image", "http",
];

/// Returns where the passwords of such addresses in a line are, in order.
pub(super) fn address_passwords(line: &str) -> Vec<Range<usize>> {
    let mut passwords = Vec::new();
    let mut read_to = 0;
    loop {
        let at_sign = find_byte(line, read_to, |byte| byte == b'@');
        if at_sign >= line.len() {
            return passwords;
        }
        // An address is read once, from its start to its last `@`.
        let start = run_before(&line[read_to..], at_sign - read_to, |byte| {
            !is_boundary(byte)
        }) + read_to;
        let end = find_byte(line, at_sign, is_boundary);
        read_to = end.max(at_sign + 1);
        let word = &line[start..end];
        if !word.contains("://")
            && let Some(password) = password_in(word)
        {
            passwords.push(start + password.start..start + password.end);
        }
    }
}

fn is_boundary(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'[' | b'{')
}

/// Returns where the password of an address is.
fn password_in(word: &str) -> Option<Range<usize>> {
    let at_sign = word.rfind('@')?;
    let (user_info, host) = (&word[..at_sign], &word[at_sign + 1..]);
    // `jdbc:oracle:thin:user/password@//host`
    let oracle_start = user_info
        .find("oracle:")
        .and_then(|at| Some(at + user_info[at..].rfind(':')? + 1));
    let is_oracle = oracle_start.is_some() || host.starts_with("//");
    let separator = match is_oracle {
        true => '/',
        false => ':',
    };
    // `dsn=user:password@…`
    let before_password = &user_info[..user_info.find(separator)?];
    let assigned = || {
        before_password
            .rfind(['=', ',', ';', '('])
            .map_or(0, |at| at + 1)
    };
    let user_start = oracle_start.unwrap_or_else(assigned);
    let user_length = user_info[user_start..].find(separator)?;
    let user = &user_info[user_start..user_start + user_length];
    let start = user_start + user_length + 1;
    let is_user = user
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-.%+\\".contains(&byte))
        && !SCHEMES
            .iter()
            .any(|scheme| user.eq_ignore_ascii_case(scheme));
    let is_address = is_oracle || is_driver_address(host) || is_host_and_port(host);
    (is_user && is_address && !is_no_secret(&user_info[start..])).then_some(start..at_sign)
}

/// Returns whether a text is an address as Go's MySQL driver writes it: `tcp(host:3306)/db`, `unix(/path)/db`.
fn is_driver_address(host: &str) -> bool {
    let protocol = host.bytes().take_while(u8::is_ascii_alphanumeric).count();
    protocol > 0 && (byte_at(host, protocol) == b'(' || host.starts_with("/"))
}

/// Returns whether a text is a host with a port or a path. The digest of an image is none.
fn is_host_and_port(host: &str) -> bool {
    let name = host
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        .count();
    let after = &host[name..];
    let port = after
        .strip_prefix(':')
        .is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    name > 0
        && !host.starts_with("sha256")
        && !host.starts_with("sha512")
        && (port && !host.starts_with("sha") || after.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_of_an_address_is_returned() {
        for (line, expected) in [
            ("app:x1@tcp(db:3306)/app", "x1"),
            ("dsn=app:x@1@tcp(db)/app?a=b", "x@1"),
            ("app:x1@db.example:5432/app", "x1"),
            ("jdbc:oracle:thin:app/x1@//db:1521/s", "x1"),
            ("app/x1@//db:1521/s", "x1"),
        ] {
            let found: Vec<_> = address_passwords(line)
                .into_iter()
                .map(|range| &line[range])
                .collect();
            assert_eq!(found, [expected], "{line}");
        }
        for line in [
            "nginx:1.25@sha256:0123456789",
            "git@github.com:a/b.git",
            "mailto:a@example.com:25",
            "a@b",
            "@",
            "a:b",
            "registry.example:5000/a/b:1.2@sha256:01",
            "time: 10:00 me@example.com",
            "app:$(X)@tcp(db)/a",
        ] {
            assert_eq!(address_passwords(line), [], "{line}");
        }
    }
}
