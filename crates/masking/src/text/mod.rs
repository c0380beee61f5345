//! Secrets in a text of unknown structure: a connection string, a configuration file, a command.
//!
//! [`secret_ranges`] finds:
//! - the password in `scheme://user:password@host`, a token in the place of the user, the path of a webhook ([`urls`]);
//! - the value in `password=value`, `password: value`, and in a YAML block below `password: |` ([`assignments`]);
//! - what follows a flag such as `--token` ([`flags`]), `Bearer` or `Basic` ([`authorization`]);
//! - private keys in PEM ([`private_keys`]) and tokens that their prefix identifies ([`known_tokens`]).

mod assignments;
mod authorization;
mod flags;
mod known_tokens;
mod private_keys;
mod urls;
mod webhooks;

use std::ops::Range;

use assignments::{assigned_values, block_below};
use authorization::{basic_credentials, bearer_tokens};
use flags::flag_values;
use known_tokens::known_tokens;
use private_keys::private_keys;
use urls::url_secrets;

/// How a text is searched for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// Configuration, a command, or text of unknown kind.
    Configuration,
    /// Sentences or a query: `name: value` and `name="value"` are no assignments there.
    Prose,
}

/// Replaces each secret of a text by what `mask` returns for it; `None` when the text has none.
#[cfg(test)]
fn redact(text: &str, kind: TextKind, mask: impl Fn(&str) -> String) -> Option<String> {
    let secrets = secret_ranges(text, kind);
    if secrets.is_empty() {
        return None;
    }
    let mut redacted = String::with_capacity(text.len());
    let mut end = 0;
    for range in secrets {
        redacted.push_str(&text[end..range.start]);
        redacted.push_str(&mask(&text[range.clone()]));
        end = range.end;
    }
    redacted.push_str(&text[end..]);
    Some(redacted)
}

/// Returns where the secrets of a text are, in order and without overlaps.
pub(crate) fn secret_ranges(text: &str, kind: TextKind) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut start = 0;
    // The end of a block that is secret as a whole. Its lines are skipped: blocks within blocks would take quadratic time.
    let mut block_end = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if range.start < block_end {
            continue;
        }
        let mut in_line = merge(url_secrets(line), bearer_tokens(line));
        in_line = merge(in_line, basic_credentials(line));
        in_line = merge(in_line, known_tokens(line).collect());
        let mut block = None;
        if kind == TextKind::Configuration {
            in_line = merge(in_line, flag_values(line));
            let assigned = assigned_values(line);
            block = block_below(text, range.clone(), &assigned);
            in_line = merge(in_line, assigned);
        }
        let in_text = |secret: Range<usize>| secret.start + range.start..secret.end + range.start;
        secrets.extend(in_line.into_iter().map(in_text));
        block_end = block.as_ref().map_or(block_end, |block| block.end);
        secrets.extend(block);
    }
    merge(secrets, private_keys(text))
}

/// Merges two lists of ranges, each ordered by start, into one. Ranges that overlap become one range: two of the searches
/// can find parts of the same secret.
fn merge(left: Vec<Range<usize>>, right: Vec<Range<usize>>) -> Vec<Range<usize>> {
    debug_assert!(left.is_sorted_by_key(|range| range.start));
    debug_assert!(right.is_sorted_by_key(|range| range.start));
    if left.is_empty() && right.is_empty() {
        return left;
    }
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let is_left_next = match (left.peek(), right.peek()) {
            (Some(left), Some(right)) => left.start <= right.start,
            (left, _) => left.is_some(),
        };
        let next = match is_left_next {
            true => left.next(),
            false => right.next(),
        };
        let Some(range) = next else {
            return merged;
        };
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TextKind, redact};

    proptest! {
        #[test]
        fn no_text_panics(text in "([ -~\n]|password|://|é|@|hooks.slack.com/services/|ghp_|eyJ|[=:\"'|]|-----BEGIN |PRIVATE KEY|-----){0,30}") {
            for kind in [TextKind::Configuration, TextKind::Prose] {
                let _ = redact(&text, kind, |secret| secret.to_uppercase());
            }
        }
    }

    fn redacted(text: &str) -> String {
        let masked = redact(text, TextKind::Configuration, |_| "***".to_owned());
        masked.unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn secrets_in_texts_are_replaced() {
        for (text, expected) in [
            (
                "postgres://app:hunter2@db:5432/app",
                "postgres://app:***@db:5432/app",
            ),
            ("redis://:hunter2@cache", "redis://:***@cache"),
            (
                "a=http://u:p@h/ b=http://v:q@h",
                "a=http://u:***@h/ b=http://v:***@h",
            ),
            ("amqp://u:p:q@r@h", "amqp://u:***@h"),
            ("--password=hunter2 --user=x", "--password=*** --user=x"),
            (
                "Server=db;User=sa;Password=hunter2;Encrypt=true",
                "Server=db;User=sa;Password=***;Encrypt=true",
            ),
            (
                "user: app\npassword: hunter two\nhost: db\n",
                "user: app\npassword: ***\nhost: db\n",
            ),
            (
                "{\"api_key\": \"hunter2\", \"x\": 1}",
                "{\"api_key\": \"***\", \"x\": 1}",
            ),
            ("admin_password = 'hunter2'", "admin_password = '***'"),
            ("password = \"open", "password = \"***"),
            (
                r#"{"password": "a\"b\\", "x": 1}"#,
                r#"{"password": "***", "x": 1}"#,
            ),
            (
                "a:\n  password: |-\n    one\n\n    two\n  b: 1\n",
                "a:\n  password: ***\n***\n  b: 1\n",
            ),
            ("amqp://u:p/w@h x@y", "amqp://u:***@h x@y"),
            ("a://u:p/w b://v:q/w@h", "a://u:p/w b://v:***@h"),
            ("--token=hunter2", "--token=***"),
            (
                "jwt.secret=hunter2\nDB_PASS=x",
                "jwt.secret=***\nDB_PASS=***",
            ),
            ("https://h/x?token=hunter2&y=1", "https://h/x?token=***&y=1"),
            (
                "https://ghp_0123456789abcdef@github.com/x",
                "https://***@github.com/x",
            ),
            (
                "curl -H \"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9\"",
                "curl -H \"Authorization: Bearer ***\"",
            ),
            (
                "pwd: >\n  a\n  pwd: >\n    b\nc: 1\npassword: d",
                "pwd: ***\n***\nc: 1\npassword: ***",
            ),
            (
                "a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb",
                "a\n***\nb",
            ),
            ("-----BEGIN PRIVATE KEY-----\nabc", "***"),
            ("export REDIS_AUTH=hunter2", "export REDIS_AUTH=***"),
            (
                "sh -c 'migrate --token hunter2 --password hunter3 --user x'",
                "sh -c 'migrate --token *** --password *** --user x'",
            ),
            (
                "Authorization: Basic dXNlcjpodW50ZXIy",
                "Authorization: Basic ***",
            ),
            (
                "curl https://hooks.slack.com/services/T0/B0/hunter2 -d x",
                "curl https://hooks.slack.com/services/*** -d x",
            ),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "http://host:8080/path",
            "https://git@github.com/x",
            "Bearer authentication, token: opaque",
            "https://host:8080/@scope/package",
            "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
            "password_file=/etc/x",
            "proxy --auth=basic",
            "run --token --verbose",
            "--password-file /etc/x",
            "passwordKey: admin",
            "the password:",
            "é=ü",
            "image: nginx:1.25",
            "rate(http_requests_total{code=\"500\"}[5m])",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    /// Each of these took quadratic time in an earlier version.
    #[test]
    fn long_lines_are_read_once() {
        for part in [
            "=",
            "a=0,",
            "auth=",
            "--token ",
            "password:",
            "://",
            "x_auth=basic ",
        ] {
            let _ = redacted(&part.repeat(200_000));
        }
    }

    #[test]
    fn prose_assigns_nothing_and_may_hold_an_address() {
        let text = "password: see https://app:hunter2@wiki, or rate(x{token=\"a\"}[5m])";
        assert_eq!(
            redact(text, TextKind::Prose, |_| "***".to_owned()).unwrap(),
            "password: see https://app:***@wiki, or rate(x{token=\"a\"}[5m])"
        );
    }
}
