//! Names of secrets.

use super::{reference::is_reference, words};

/// A name that contains one of these, written together, names a secret: `adminPassword`, `DB_PASSWORD`, `apiKey`.
const PARTS: [&str; 20] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "apikey",
    "privatekey",
    "accesskey",
    "authkey",
    "encryptionkey",
    "signingkey",
    "sharedkey",
    "accountkey",
    "licensekey",
    "connectionstring",
    "htpasswd",
    "dockerconfig",
    "kubeconfig",
    "webhookurl",
];

/// A name that has one of these as a word of its own names a secret: `DB_PASS` and `pwd`, but not `passive`.
const WORDS: [&str; 8] = ["pass", "pwd", "psk", "jwt", "dsn", "bearer", "pat", "salt"];

/// Names of secrets in text of unknown structure, where `token: …` is more often prose.
const IN_TEXT: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "apikey",
    "privatekey",
    "secretkey",
    "accesskey",
    "clientsecret",
    "accesstoken",
    "authtoken",
    "bearertoken",
];

/// Returns whether the value beside a name is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let joined = words::join(name);
    let has_part = PARTS.iter().any(|part| words::contains(&joined, part));
    // Splitting a name is slow, and few names get this far.
    if !has_part && !WORDS.iter().any(|word| words::contains(&joined, word)) {
        return false;
    }
    let words = words::split(name);
    let has_word = || WORDS.iter().any(|word| words.iter().any(|w| w == word));
    (has_part || has_word()) && !is_reference(&words, &joined)
}

/// Returns whether `name: value` in text of unknown structure assigns a secret.
pub(crate) fn is_secret_name_in_text(name: &str) -> bool {
    let joined = words::join(name);
    IN_TEXT.iter().any(|part| words::contains(&joined, part))
        && !is_reference(&words::split(name), &joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_recognized() {
        for name in [
            "password",
            "adminPassword",
            "DB_PASSWORD",
            "rootpasswd",
            "token",
            "authToken",
            "bot-token",
            "apiKey",
            "api_key",
            "APIKEY",
            "privateKey",
            "client_secret",
            "secret",
            "credentials",
            "connectionString",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "DB_PASS",
            "secretKey",
            "smtp.password",
            ".dockerconfigjson",
            "SENTRY_DSN",
            "GITHUB_PAT",
            "HASH_SALT",
            "secretId",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn names_about_secrets_are_not_secrets() {
        for name in [
            "secretName",
            "existingSecret",
            "existingSecretPasswordKey",
            "secretKeyRef",
            "secretRef",
            "imagePullSecrets",
            "automountServiceAccountToken",
            "passwordFile",
            "tokenExpirationSeconds",
            "passwordKey",
            "checksum/secret",
            "serviceAccountToken",
            "tokenTTL",
            "passive",
            "compass",
            "patch",
            "pathType",
            "bypass",
            "key",
            "image",
            "replicas",
            "GF_PASSWORD__FILE",
            "secretNamespace",
            "useSecret",
            "envFromSecret",
            "secretFieldSelector",
            "auth.existingSecret",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
