//! A user and a password side by side: "log in with admin / x", "credentials: admin/x", `map[admin:x]`.

use std::{cell::LazyCell, ops::Range};

use super::{
    harmless::is_plausible_in_sentence,
    scan::{byte_at, byte_before, find_byte, is_blank, is_space, run_before, skip},
};

/// Words of lines that tell how to log in.
#[rustfmt::skip]
const LOGIN: [&str; 9] = [
    "login", "log in", "sign in", "signin", "credential", "username", "user ", "account", "users",
];

/// Names of accounts, one of which stands before the password.
#[rustfmt::skip]
const ACCOUNTS: [&str; 21] = [
    "admin", "administrator", "root", "user", "username", "guest", "demo", "test", "postgres", "superuser",
    "sysadmin", "elastic", "grafana", "jenkins", "minio", "minioadmin", "neo4j", "sa", "system", "operator",
    "bitnami",
];

/// Returns where the passwords beside the names of accounts in a line are, in order.
pub(super) fn login_passwords(line: &str) -> Vec<Range<usize>> {
    let is_login = LazyCell::new(|| is_about_logins(line));
    let mut passwords = Vec::new();
    let mut at = 0;
    let mut map_end = 0;
    loop {
        let mark = find_byte(line, at, |byte| matches!(byte, b'/' | b'['));
        if mark >= line.len() {
            return passwords;
        }
        at = mark + 1;
        if byte_at(line, mark) == b'/' {
            if let Some(password) = password_after_slash(line, mark).filter(|_| *is_login) {
                at = password.end;
                passwords.push(password);
            }
        } else if mark >= map_end && line[..mark].ends_with("map") {
            map_end = find_byte(line, mark, |byte| byte == b']');
            passwords.extend(passwords_in_map(line, mark + 1..map_end, *is_login));
            at = map_end;
        }
    }
}

fn is_about_logins(line: &str) -> bool {
    super::scan::count(line.len());
    // Sentences are short; a long line is data.
    line.len() <= 2048 && {
        let lower = line.to_ascii_lowercase();
        LOGIN.iter().any(|word| lower.contains(word))
    }
}

/// Returns where the password is in `admin / x` or `admin/x`.
fn password_after_slash(line: &str, slash: usize) -> Option<Range<usize>> {
    let user_end = run_before(line, slash, is_blank);
    let user_start = run_before(line, user_end, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
    });
    let user = &line[user_start..user_end];
    // `/users/admin/x` and `https://h/admin/x` are paths.
    let is_path = matches!(byte_before(line, user_start), b'/' | b'.' | b':' | b'-');
    if is_path
        || !ACCOUNTS
            .iter()
            .any(|account| user.eq_ignore_ascii_case(account))
    {
        return None;
    }
    let start = skip(line, slash + 1, is_blank);
    let end = find_byte(line, start, |byte| {
        is_space(byte) || matches!(byte, b'"' | b'\'' | b'`' | b')' | b'<' | b'>' | b'/')
    });
    let word = line[start..end].trim_end_matches(['.', ',', ';']);
    let is_secret = byte_at(line, end) != b'/' && is_plausible_in_sentence(word, true);
    is_secret.then_some(start..start + word.len())
}

/// Returns where the passwords are in a map that Go printed, `map[admin:x user:y]`.
fn passwords_in_map(line: &str, map: Range<usize>, is_login: bool) -> Vec<Range<usize>> {
    let mut passwords = Vec::new();
    let mut at = map.start;
    while at < map.end {
        let end = find_byte(&line[..map.end], at, |byte| byte == b' ');
        if let Some((key, value)) = line[at..end].split_once(':') {
            let start = at + key.len() + 1;
            let is_account = ACCOUNTS
                .iter()
                .any(|account| key.eq_ignore_ascii_case(account));
            if (is_account || is_login)
                && !value.is_empty()
                && is_plausible_in_sentence(value, true)
            {
                passwords.push(start..end);
            }
        }
        at = end + 1;
    }
    passwords
}
