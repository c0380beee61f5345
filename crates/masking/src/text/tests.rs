//! Which parts of texts are secrets.

use proptest::prelude::*;

use super::{TextKind, redact, scan::counted, secret_ranges};

proptest! {
    #[test]
    fn no_text_panics(text in "([ -~\n]|password|://|é|@|hooks.slack.com/services/|ghp_|eyJ|[=:\"'|]|-----BEGIN |PRIVATE KEY|-----|<[/a!]|<password|map\\[|admin|identified by |with |\\$6\\$|@tcp\\(|\\\\|mysql -p|echo |user a on >|password is |Authorization: |\\{SHA\\}|LS0tLS1CRUdJTiBQUklWQVRF|\"kty\"|\"d\":|AKIA|:-){0,30}") {
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

#[test]
fn prose_assigns_nothing_and_may_hold_an_address() {
    let text = "password: see https://app:hunter2@wiki, or rate(x{token=\"a\"}[5m])";
    assert_eq!(
        redact(text, TextKind::Prose, |_| "***".to_owned()).unwrap(),
        "password: see https://app:***@wiki, or rate(x{token=\"a\"}[5m])"
    );
}

/// Parts of texts that invite to read one stretch again and again. Some took quadratic time in an earlier version.
#[rustfmt::skip]
const HOSTILE: [&str; 62] = [
    "=", "\"", "a=", "password=", "://", "a://b:c@", "--token ", "-----BEGIN PRIVATE KEY", "-----BEGIN X-----",
    "Bearer ", "\\", "{", "(masked ", "Invalid value: {", "\u{202e}\u{301}é", "{\"a\":", "\t", "a=0,", "auth=",
    "password:", "x_auth=basic ", "password: ", "password is ", "password \"", "password='$(", "token=\\\"$(",
    "secret \"a", "password <<A\n", "password: |\n", "<password>", "<password ", "<a b=\"", "<![CDATA[",
    "identified by ", "identified with ", "map[", "map[admin:", "admin/", "/admin/", "mysql -p ", "mysql -p\"",
    "echo x | ", "user a on >", "a:1:", "\"a\" \"", "$6$", "{SSHA}", "@", "a:b@", "a@tcp(",
    "https://hooks.slack.com/services/", "a?token=", "a://b?c=", "LS0tLS1CRUdJTi", "TFMwdExTMUNSVWRKVGlC",
    "\"kty\":\"d\":\"", "Authorization: ", "-H 'Cookie: ", "password for a of b ", "${password:-", "&password=",
    "'password',",
];

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let work = |text: &str| {
        [TextKind::Configuration, TextKind::Prose]
            .map(|kind| counted(|| drop(secret_ranges(text, kind))))
    };
    let texts = |part: &str, length: usize| {
        let line = part.repeat(length / part.len());
        let lines = format!("{part}\n").repeat(length / (part.len() + 1));
        [line.clone(), format!("password=\"{line}"), lines]
    };
    for part in HOSTILE {
        for (short, long) in texts(part, 4_000).iter().zip(&texts(part, 16_000)) {
            for (short, long) in work(short).into_iter().zip(work(long)) {
                assert!(
                    long <= 5 * short + 10_000,
                    "{part:?}: {short} steps, and {long} for four times the text"
                );
                assert!(long <= 150 * 16_000, "{part:?}: {long} steps");
            }
        }
    }
}

#[test]
fn nested_blocks_are_read_once() {
    let blocks = |lines: usize| -> String {
        (0..lines)
            .map(|line| format!("{}password: |\n", " ".repeat(line % 200)))
            .collect()
    };
    let work = |text: &str| counted(|| drop(secret_ranges(text, TextKind::Configuration)));
    assert!(work(&blocks(8000)) <= 5 * work(&blocks(2000)));
}
