//! Names that the fields beside them make references: `{secretName: a, secretKey: token}` says where a token is.

use serde_json::{Map, Value};

use super::{reference::names_an_entry, words};

/// Beginnings of the names of fields, written together, beside which `secretKey` is the name of an entry.
#[rustfmt::skip]
const LOCATIONS: [&str; 6] = [
    "remoteref", "sourceref", "secretname", "envname", "existingsecret", "objectname",
];

/// Returns whether the value of a field with the name of a secret says where the secret is, or counts something.
pub(crate) fn is_reference_beside(name: &str, fields: &Map<String, Value>) -> bool {
    match fields.get(name) {
        Some(Value::Number(_)) => counts_tokens(name),
        Some(Value::String(value)) => {
            names_an_entry(name, value) || is_part_of_reference(name, fields)
        }
        _ => false,
    }
}

/// Returns whether a text beside a name counts tokens: `tokens: 100`. A longer number can be a token.
pub(crate) fn is_token_count(name: &str, text: &str) -> bool {
    matches!(text.len(), 1..=7)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && counts_tokens(name)
}

/// Returns whether a number beside a name is an amount: `tokens: 100` is one, `pin: 1234` is not.
fn counts_tokens(name: &str) -> bool {
    words::join(name).trim_end_matches('s').ends_with("token")
}

/// Returns whether a field and those beside it name a Secret and an entry of it: `{secret: a, key: b}` of GitLab's charts, and
/// `{secretKey: a, remoteRef: …}` of External Secrets.
pub(crate) fn is_part_of_reference(name: &str, fields: &Map<String, Value>) -> bool {
    let has_text = |other: &str| fields.get(other).is_some_and(Value::is_string);
    match name {
        "secret" => has_text("key"),
        "key" => ["secret", "name", "path", "secretName"]
            .into_iter()
            .any(|other| fields.contains_key(other)),
        _ => {
            words::join(name).ends_with("secretkey")
                && fields.keys().any(|other| {
                    let other = words::join(other);
                    LOCATIONS.iter().any(|location| other.starts_with(location))
                })
        }
    }
}
