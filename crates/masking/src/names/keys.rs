//! Names that end in `key`: of a secret (`fernetKey`, `tls.key`), or of something that is looked up (`primaryKey`).

/// What is written before `key` in the name of a secret.
#[rustfmt::skip]
const SECRET_KEYS: [&str; 78] = [
    // What the key is for.
    "access", "account", "activation", "admin", "aes", "api", "app", "application", "auth", "bootstrap", "cipher",
    "client", "client-", "cluster", "consumer", "cookie", "crypt", "crypto", "csrf", "decryption", "deploy", "des",
    "dkim", "ec", "ecdsa", "ed25519", "encrypt", "encryption", "fernet", "global", "gossip", "gpg", "hmac", "host",
    "ingest", "ingestion", "instrumentation", "integration", "join", "jwt", "license", "licence", "master", "partner",
    "pgp", "preshared", "private", "product", "recovery", "registration", "replicaset", "root", "routing", "rsa",
    "secret", "server", "service", "session", "shared", "sign", "signature", "signing", "ssh", "ssl", "storage",
    "stream", "subscription", "tls", "unseal", "vapid", "vault", "webhook", "wireguard", "write", "xsrf", "zone",
    // The word alone, as in `passkey`.
    "pass", "skeleton",
];

/// Services whose credential is called their key: `SENDGRID_KEY`.
#[rustfmt::skip]
const SERVICES: [&str; 24] = [
    "algolia", "anthropic", "aws", "azure", "bugsnag", "datadog", "firebase", "gcp", "honeycomb", "mailchimp",
    "mailgun", "mapbox", "maps", "newrelic", "openai", "opsgenie", "pagerduty", "paypal", "postmark", "pusher",
    "rollbar", "sendgrid", "stripe", "twilio",
];

/// Names of files that end in `.key` and are of no private key: settings such as `sort.key`.
#[rustfmt::skip]
const SETTINGS: [&str; 20] = [
    "cache", "sort", "time", "log", "message", "merge", "partition", "primary", "public", "foreign", "index", "group",
    "metric", "tag", "label", "lock", "map", "topology", "record", "kubernetes",
];

/// The words that are written before `key` where anybody may read it.
const PUBLIC: [&str; 3] = ["public", "publishable", "pub"];

/// Returns whether a name is that of a secret key, given the name, its last word and those before it.
pub(super) fn is_secret_key(name: &str, before: &[String], last: &str) -> bool {
    let Some(stem) = last
        .strip_suffix("keys")
        .or_else(|| last.strip_suffix("key"))
    else {
        return false;
    };
    if before.iter().any(|word| PUBLIC.contains(&word.as_str())) {
        return false;
    }
    if stem.is_empty() {
        let of_words = before.last().is_some_and(|word| is_kind(word))
            || is_kind(&before[before.len().saturating_sub(2)..].concat());
        return of_words || is_key_file(name);
    }
    SECRET_KEYS
        .iter()
        .chain(&SERVICES)
        .any(|kind| stem.ends_with(kind))
}

fn is_kind(word: &str) -> bool {
    SECRET_KEYS.contains(&word) || SERVICES.contains(&word)
}

/// Returns whether a name is that of a file such as `server.key`.
fn is_key_file(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".key") else {
        return false;
    };
    let name = stem.rsplit(['.', '-', '_']).next().unwrap_or(stem);
    !stem.is_empty() && !stem.contains('.') && !SETTINGS.contains(&name)
}
