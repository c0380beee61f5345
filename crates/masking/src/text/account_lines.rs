//! Lines of files that list accounts: `.pgpass`, the user list of PgBouncer, access rules of Redis, `stats auth` of HAProxy,
//! and directives in which a word stands between the name and the secret.

use std::ops::Range;

use super::{
    harmless::is_no_secret,
    scan::{byte_at, byte_before, find_byte, is_space, skip},
    value::quoted,
};

/// Returns where the secrets of a line that describes an account are, in order.
pub(super) fn account_secrets(line: &str) -> Vec<Range<usize>> {
    let start = skip(line, 0, |byte| {
        is_space(byte) || matches!(byte, b'-' | b'#')
    });
    let end = line.trim_end().len();
    if start >= end {
        return Vec::new();
    }
    let fields = start..end;
    let single = pgpass(line, fields.clone())
        .or_else(|| user_list(line, fields.clone()))
        .or_else(|| after_account(line, fields.clone()));
    match single {
        Some(secret) => vec![secret],
        None => redis_rules(line, fields),
    }
}

/// Returns where the password of `host:port:database:user:password` is. `\:` is a colon within a field.
fn pgpass(line: &str, fields: Range<usize>) -> Option<Range<usize>> {
    // The first two fields are short; a line that is none is left soon.
    let text = &line[..fields.end];
    let mut starts = [0; 5];
    let mut at = fields.start;
    for (nth, start) in starts.iter_mut().enumerate() {
        *start = at;
        if nth == 4 {
            break;
        }
        loop {
            at = find_byte(text, at, |byte| byte == b':' || is_space(byte));
            if byte_at(text, at) != b':' || at - *start > 128 {
                return None;
            }
            at += 1;
            if byte_before(text, at - 1) != b'\\' {
                break;
            }
        }
    }
    let [host, port, database, user, password] = starts;
    let port = &line[port..database - 1];
    let is_port = port == "*" || !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let user_name = &line[user..password - 1];
    let is_user = user_name == "*" || user_name.bytes().any(|byte| byte.is_ascii_alphabetic());
    let rest = &line[password..fields.end];
    let is_password = !rest.contains(char::is_whitespace) && !rest.replace("\\:", "").contains(':');
    let is_host = starts[1] - host > 1 && database > 0;
    (is_host && is_port && is_user && is_password && !is_no_secret(rest))
        .then_some(password..fields.end)
}

/// Returns where the password of `"user" "password"` is, when the line has nothing else.
fn user_list(line: &str, fields: Range<usize>) -> Option<Range<usize>> {
    if byte_at(line, fields.start) != b'"' {
        return None;
    }
    let user = quoted(line, fields.start)?;
    let second = skip(line, user.end + 1, is_space);
    let is_second = second > user.end + 1 && byte_at(line, second) == b'"';
    let password = is_second.then(|| quoted(line, second)).flatten()?;
    let is_whole = skip(line, password.end + 1, is_space) >= fields.end;
    (is_whole && !password.is_empty()).then_some(password)
}

/// Directives with an account between them and the secret, and whether the account and the secret are one word `user:secret`.
const DIRECTIVES: [(&str, Account); 9] = [
    ("stats auth", Account::Joined),
    ("auth_basic_user", Account::Joined),
    ("sentinel auth-pass", Account::Separate),
    ("sasl_passwd", Account::Separate),
    ("smtp_sasl_auth", Account::Separate),
    ("user = ", Account::Joined),
    ("user=", Account::Joined),
    ("set vault", Account::Separate),
    ("proxy-user", Account::Joined),
];

#[derive(Clone, Copy)]
enum Account {
    /// In one word with the user: `stats auth admin:x`, `user = "admin:x"` in the configuration of curl.
    Joined,
    /// In the word after the user: `sentinel auth-pass mymaster x`.
    Separate,
}

fn after_account(line: &str, fields: Range<usize>) -> Option<Range<usize>> {
    let text = &line[..fields.end];
    let (directive, account) = DIRECTIVES
        .iter()
        .find(|(directive, _)| text[fields.start..].starts_with(directive))?;
    let start = skip(text, fields.start + directive.len(), |byte| {
        is_space(byte) || byte == b'"'
    });
    let end = find_byte(text, start, |byte| is_space(byte) || byte == b'"');
    let secret = match account {
        Account::Separate => {
            let start = skip(text, end, is_space);
            start..find_byte(text, start, is_space)
        }
        Account::Joined => {
            let (user, _) = line[start..end].split_once(':')?;
            start + user.len() + 1..end
        }
    };
    (!is_no_secret(&line[secret.clone()])).then_some(secret)
}

/// Returns where the passwords of an access rule of Redis are, in order: `user app on >x ~* +@all`.
fn redis_rules(line: &str, fields: Range<usize>) -> Vec<Range<usize>> {
    let text = &line[..fields.end];
    let start = &text[fields.start..];
    let is_rule = start.starts_with("user ")
        || start
            .get(..12)
            .is_some_and(|start| start.eq_ignore_ascii_case("ACL SETUSER "));
    let mut secrets = Vec::new();
    let mut has_state = false;
    let mut at = fields.start;
    while is_rule && at < fields.end {
        let end = find_byte(text, at, is_space);
        let word = &line[at..end];
        let is_password = word.len() > 1 && word.starts_with(['>', '<', '#']);
        if has_state && is_password && !is_no_secret(&word[1..]) {
            secrets.push(at + 1..end);
        }
        has_state |= matches!(word, "on" | "off" | "reset");
        at = skip(text, end, is_space);
    }
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_of_an_account_is_found() {
        for (line, expected) in [
            ("db:5432:app:app:x1", "x1"),
            ("*:*:*:app:x\\:1\n", "x\\:1"),
            ("\"app\" \"md5x1\"", "md5x1"),
            ("user default on >x1 ~* +@all", "x1"),
            ("stats auth admin:x1", "x1"),
            ("sentinel auth-pass mymaster x1", "x1"),
            ("user = \"admin:x1\"", "x1"),
        ] {
            let found: Vec<_> = account_secrets(line)
                .into_iter()
                .map(|range| &line[range])
                .collect();
            assert_eq!(found, [expected], "{line}");
        }
        for line in [
            "root:x:0:0:root:/root:/bin/sh",
            "12:30:00:00:1",
            "a:b:c:d:e",
            "user app",
            "\"a\" \"b\" \"c\"",
            "fe80:1:2:3:4",
            "user nginx;",
            "user = nginx",
            "",
            "é:1:é",
            "user a > b",
        ] {
            assert_eq!(account_secrets(line), [], "{line}");
        }
    }
}
