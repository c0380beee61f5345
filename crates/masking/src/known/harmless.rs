//! Texts that are no secret wherever they stand, although a secret is equal to one of them.

use std::collections::HashSet;

/// The shortest secret, in characters, that is masked outside its own place: shorter ones stand in other texts by chance.
pub(super) const MIN_LENGTH: usize = 8;

/// Passwords of examples, and words that stand in configuration for something else.
const WORDS: [&str; 32] = [
    "admin123",
    "administrator",
    "changeit",
    "change-it",
    "changeme",
    "change-me",
    "change_me",
    "cluster.local",
    "database",
    "development",
    "disabled",
    "kubernetes",
    "localhost",
    "mongodb",
    "namespace",
    "optional",
    "passw0rd",
    "password",
    "password1",
    "password123",
    "postgres",
    "postgresql",
    "production",
    "rabbitmq",
    "replace-me",
    "replaceme",
    "required",
    "undefined",
    "username",
    "wordpress",
    "127.0.0.1",
    "dockerhub",
];

/// The ends of the names of fields that identify something: their values are shown all over a release.
const IDENTITIES: [&str; 14] = [
    "apiversion",
    "database",
    "dbname",
    "host",
    "hostname",
    "image",
    "kind",
    "name",
    "namespace",
    "registry",
    "repository",
    "user",
    "username",
    "usr",
];

/// The longest value that identifies something: a domain name.
const MAX_IDENTITY: usize = 253;

/// Texts that are no secret.
#[derive(Default)]
pub(super) struct HarmlessTexts(HashSet<String>);

impl HarmlessTexts {
    /// Adds a value that identifies something, and its parts: `postgresql` of `shop/postgresql:16`. Other values are ignored:
    /// an address with a password is no identity.
    pub(super) fn add(&mut self, value: &str) {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._/:-".contains(&byte);
        if value.len() < MIN_LENGTH || value.len() > MAX_IDENTITY || !value.bytes().all(is_plain) {
            return;
        }
        let mut insert = |text: &str| {
            if text.len() >= MIN_LENGTH && !self.0.contains(text) {
                self.0.insert(text.to_owned());
            }
        };
        insert(value);
        for part in value.split(|c: char| !c.is_ascii_alphanumeric()) {
            insert(part);
        }
    }

    /// Returns whether a secret is masked in its own place only.
    pub(super) fn contains(&self, secret: &str) -> bool {
        secret.chars().count() < MIN_LENGTH
            || self.0.contains(secret)
            || WORDS.iter().any(|word| word.eq_ignore_ascii_case(secret))
            || is_path(secret)
            || is_reference(secret)
            || is_public(secret)
    }
}

/// Returns whether a field identifies something, by its name: `host`, `DB_HOST`, `userName`.
pub(super) fn is_identity_name(name: &str) -> bool {
    IDENTITIES.iter().any(|identity| {
        let Some(start) = name.len().checked_sub(identity.len()) else {
            return false;
        };
        let Some((before, end)) = name.split_at_checked(start) else {
            return false;
        };
        let begins_word = match before.chars().next_back() {
            None => true,
            Some(last) => {
                !last.is_alphanumeric()
                    || end.starts_with(|c: char| c.is_ascii_uppercase() && last.is_lowercase())
            }
        };
        begins_word && end.eq_ignore_ascii_case(identity)
    })
}

/// Whether a text is a path of a file such as `/etc/shop/key.pem`.
fn is_path(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || b"._/-".contains(&byte);
    text.starts_with('/') && text.matches('/').count() > 1 && text.bytes().all(is_plain)
}

/// Whether a text only says where a secret is: `$(DB_PASSWORD)`, `{{ .Values.password }}`.
fn is_reference(text: &str) -> bool {
    [("$(", ")"), ("${", "}"), ("{{", "}}")]
        .iter()
        .any(|(start, end)| {
            let inner = text
                .strip_prefix(start)
                .and_then(|rest| rest.strip_suffix(end));
            inner.is_some_and(|inner| !inner.contains(['"', '\'', '`', ':', '$', '{']))
        })
}

/// Whether a text is public by its nature: a certificate or a public key.
fn is_public(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN ")
        && !text.contains("PRIVATE KEY")
        && ["CERTIFICATE", "PUBLIC KEY"]
            .iter()
            .any(|label| text.contains(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_identities_are_recognized_by_their_last_word() {
        for name in [
            "host",
            "DB_HOST",
            "userName",
            "username",
            "image",
            "smtp.host",
            "kind",
        ] {
            assert!(is_identity_name(name), "{name}");
        }
        for name in ["ghost", "hosted", "password", "rename", "é", "", "key"] {
            assert!(!is_identity_name(name), "{name}");
        }
    }

    #[test]
    fn what_identifies_something_is_harmless() {
        let mut harmless = HarmlessTexts::default();
        for value in [
            "quay.io/shop/keycloak:26",
            "shop-production",
            "redis://:harvest-moon-41@cache",
        ] {
            harmless.add(value);
        }
        for text in [
            "keycloak",
            "production",
            "shop-production",
            "ChangeMe",
            "short",
            "/etc/shop/key.pem",
            "$(DB_PASSWORD)",
            "{{ .Values.password }}",
            "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
        ] {
            assert!(harmless.contains(text), "{text}");
        }
        for text in [
            "harvest-moon-41",
            "${DB_PASSWORD:-harvest}",
            "/9j4AAQSkZJRgABAQ/x",
            "-----BEGIN PRIVATE KEY-----\nabc",
        ] {
            assert!(!harmless.contains(text), "{text}");
        }
    }
}
