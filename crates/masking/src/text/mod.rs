//! Secrets within a text: a connection string, a configuration file, a flag.
//!
//! These shapes are known: the password in `scheme://user:password@host`, or a long token in its user's place; the value in
//! `password=value`, `password: value` or a YAML block below `password: |`; what follows `Bearer`, `Basic` or a flag such as
//! `--token`; a private key in PEM; and what is a secret by its own form, wherever it stands.

use std::ops::Range;

mod assignments;
mod tokens;
mod urls;

use assignments::{assigned, flagged};
use tokens::tokens;
use urls::url_secrets;

/// What a text is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Configuration, a command, or whatever else.
    Anything,
    /// Sentences or a query: `name: value` and `name="value"` assign nothing there.
    Prose,
}

/// The text with each secret replaced by what `mask` makes of it; `None` when there is none.
pub(crate) fn redact(
    text: &str,
    reading: Reading,
    mask: impl Fn(&str) -> String,
) -> Option<String> {
    let secrets = secrets(text, reading);
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

/// What is shorter is a name or a word, hardly a token.
pub(super) const TOKEN: usize = 16;

/// Where the secrets of a text stand, in order.
pub(crate) fn secrets(text: &str, reading: Reading) -> Vec<Range<usize>> {
    let mut found = private_keys(text);
    let mut start = 0;
    // The end of a block that is a secret as a whole: what stands in it need not be looked at, and that block after block
    // would take the square of the time.
    let mut masked = 0;
    for line in text.split_inclusive('\n') {
        if start < masked {
            start += line.len();
            continue;
        }
        let within = |range: Range<usize>| range.start + start..range.end + start;
        found.extend(url_secrets(line).into_iter().map(within));
        found.extend(bearer(line).into_iter().map(within));
        found.extend(tokens(line).map(within));
        if reading == Reading::Prose {
            start += line.len();
            continue;
        }
        found.extend(flagged(line).into_iter().map(within));
        let assigned = assigned(line);
        let block = assigned
            .iter()
            .find(|value| opens_block(&line[(*value).clone()]));
        let block = block.and_then(|_| block_below(text, start, line));
        masked = block.as_ref().map_or(masked, |block| block.end);
        found.extend(block);
        found.extend(assigned.into_iter().map(within));
        start += line.len();
    }
    match found.is_empty() {
        true => found,
        false => united(found),
    }
}

/// The ranges in order, those that overlap made one: two shapes can find parts of the same secret.
fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut united: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match united.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

/// PEM blocks of private keys; one without an end reaches to the end of the text.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    const KEY: &str = "PRIVATE KEY";
    const END: &str = "-----END ";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(BEGIN).map(|offset| at + offset) {
        at = start + BEGIN.len();
        let label_end = text[at..]
            .find("-----")
            .map_or(text.len(), |offset| at + offset);
        if !text[at..label_end].contains(KEY) {
            continue;
        }
        let end = text[label_end..]
            .find(END)
            .and_then(|offset| {
                let label = label_end + offset + END.len();
                text[label..].find("-----").map(|dashes| label + dashes + 5)
            })
            .unwrap_or(text.len());
        found.push(start..end);
        at = end;
    }
    found
}

/// The tokens after `Bearer` and `Basic` in a line.
fn bearer(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The first letter may be a large or a small one; a search for each would be twice the work on every line.
    for rest in ["earer ", "asic "] {
        found.extend(after_scheme(line, rest));
    }
    found
}

fn after_scheme(line: &str, rest: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find(rest) {
        let start = at + offset + rest.len();
        if !line[..at + offset].ends_with(['B', 'b']) {
            at = start;
            continue;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>');
        at = line[start..]
            .find(ends)
            .map_or(line.len(), |end| start + end);
        if at - start >= TOKEN {
            found.push(start..at);
        }
    }
    found
}

/// Whether a value is the head of a YAML block scalar: `|`, `>-`, `|2+`.
fn opens_block(value: &str) -> bool {
    value.starts_with(['|', '>']) && value.len() <= 3
}

/// The lines that stand deeper than the line at `start`, from its end on.
fn block_below(text: &str, start: usize, line: &str) -> Option<Range<usize>> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let from = start + line.len();
    let length: usize = text[from..]
        .split_inclusive('\n')
        .take_while(|below| below.trim().is_empty() || indent(below) > indent(line))
        .map(str::len)
        .sum();
    let block = text[from..from + length].trim_end();
    (!block.is_empty()).then(|| from..from + block.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Reading, redact};

    proptest! {
        #[test]
        fn no_text_panics(text in "([ -~\n]|password|://|é|@|hooks.slack.com/services/|ghp_|eyJ|[=:\"'|]|-----BEGIN |PRIVATE KEY|-----){0,30}") {
            for reading in [Reading::Anything, Reading::Prose] {
                let _ = redact(&text, reading, |secret| secret.to_uppercase());
            }
        }
    }

    fn redacted(text: &str) -> String {
        let masked = redact(text, Reading::Anything, |_| "***".to_owned());
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

    /// Each of these took the square of the time once.
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
        let said = "password: see https://app:hunter2@wiki, or rate(x{token=\"a\"}[5m])";
        assert_eq!(
            redact(said, Reading::Prose, |_| "***".to_owned()).unwrap(),
            "password: see https://app:***@wiki, or rate(x{token=\"a\"}[5m])"
        );
    }
}
