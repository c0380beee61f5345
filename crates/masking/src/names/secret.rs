//! Names of secrets.

use super::{
    keys::is_secret_key,
    reference::{is_reference, is_reference_annotation},
    words,
};

/// A name that contains one of these, written together, names a secret: `adminPassword`, `DB_PASSWORD_OLD`, `apiKeys`.
#[rustfmt::skip]
const PARTS: [&str; 26] = [
    "password", "passwd", "passphrase", "passcode", "passwort", "secret", "credential", "apikey", "privatekey",
    "presharedkey", "accesskey", "authkey", "encryptionkey", "signingkey", "sharedkey", "accountkey", "licensekey",
    "connectionstring", "sharedaccesssignature", "htpasswd", "dockerconfig", "kubeconfig", "erlangcookie", "mnemonic",
    "seedphrase", "idrsa",
];

/// Whoever has the URL of a webhook can post to it.
const WEBHOOK_URL: &str = "webhookurl";

/// A name whose last word is one of these names a secret: `DB_PASS` and `pwd`, but not `passive`.
#[rustfmt::skip]
const LAST_WORDS: [&str; 14] = [
    "pass", "pwd", "pw", "psk", "jwt", "dsn", "bearer", "pat", "salt", "creds", "cred", "pswd", "totp", "otpauth",
];

/// A name whose last word ends in one of these names a secret: `BINDPW`, `DBPASS`, `BOTTOKEN`.
const LAST_WORD_ENDINGS: [&str; 7] = ["pass", "pw", "pwd", "psk", "creds", "token", "tokens"];

/// Words with such an ending that name no secret. `proxy_pass` and its like are directives of nginx.
#[rustfmt::skip]
const OTHER_WORDS: [&str; 11] = [
    "bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass", "multipass", "proxypass",
    "fastcgipass", "stoken",
];

/// The words before `pass` in directives of nginx that forward requests.
const FORWARDING: [&str; 6] = ["proxy", "fastcgi", "uwsgi", "scgi", "grpc", "memcached"];

/// The last words that say which of several secrets it is, or how it is written: `tokenValue`, `DB_PASS_OLD`.
#[rustfmt::skip]
const QUALIFIERS: [&str; 33] = [
    "value", "val", "old", "new", "prev", "previous", "current", "next", "prod", "production", "dev", "staging",
    "test", "hash", "hashed", "bcrypt", "b64", "base64", "encoded", "plain", "plaintext", "raw", "string", "str",
    "json", "data", "content", "contents", "v1", "v2", "a", "b", "pem",
];

/// Names that hardly mean anything but a secret, also in a sentence, where `token: …` is often prose.
#[rustfmt::skip]
const DISTINCT: [&str; 13] = [
    "password", "passwd", "passphrase", "passcode", "pwd", "apikey", "privatekey", "secretkey", "accesskey",
    "clientsecret", "accesstoken", "authtoken", "bearertoken",
];

/// Endings of files that contain a private key or a store of keys.
#[rustfmt::skip]
const KEY_FILES: [&str; 8] = [
    ".pem", ".p12", ".pfx", ".jks", ".keystore", ".ppk", ".kdbx", ".keytab",
];

/// Returns whether the value beside a name is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    if is_reference_annotation(name) {
        return false;
    }
    let name = words::deciding_part(name);
    // Splitting a name is slow, and few names get this far.
    if !words::has_stem(name) {
        return false;
    }
    let joined = words::join(name);
    let has = |part: &&str| words::contains(&joined, part);
    let mut all = words::split(name);
    // The end of this one is that of references.
    if joined.ends_with(WEBHOOK_URL) {
        return true;
    }
    if is_reference(&all, &joined) {
        return false;
    }
    let is_token = || all.iter().any(|word| word == "token");
    if PARTS.iter().any(has) || is_key_file(name) || is_token() {
        return true;
    }
    while all.len() > 1 && all.last().is_some_and(|last| is_qualifier(last)) {
        all.pop();
    }
    let Some((last, before)) = all.split_last() else {
        return false;
    };
    let last = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let forwards = || {
        last == "pass"
            && before
                .last()
                .is_some_and(|word| FORWARDING.contains(&word.as_str()))
    };
    let ends = || {
        LAST_WORD_ENDINGS
            .iter()
            .any(|ending| last.ends_with(ending))
    };
    (LAST_WORDS.contains(&last) || ends()) && !OTHER_WORDS.contains(&last) && !forwards()
        || is_secret_key(name, before, last)
}

/// Returns whether a name is one of a secret also in a sentence: `password`, but neither `token` nor `secret`.
pub(crate) fn is_distinct_secret_name(name: &str) -> bool {
    let name = words::deciding_part(name);
    let joined = words::join(name);
    DISTINCT.iter().any(|part| words::contains(&joined, part))
        && !is_reference(&words::split(name), &joined)
}

fn is_qualifier(word: &str) -> bool {
    QUALIFIERS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a name is that of a file that contains a private key.
fn is_key_file(name: &str) -> bool {
    let is = |ending: &&str| {
        let start = name.len().checked_sub(ending.len());
        start
            .and_then(|at| name.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    KEY_FILES.iter().any(is) || ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"].contains(&name)
}
