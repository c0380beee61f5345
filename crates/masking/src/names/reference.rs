//! Names that contain a word such as `secret` and only say where a secret is, or how it is handled.

use super::words;

/// The last words of such names: `secretName`, `passwordFile`, `secretKeyRef`, `tokenExpirationSeconds`, `token_bucket`.
#[rustfmt::skip]
const LAST_WORDS: [&str; 184] = [
    // Where it is.
    "name", "names", "ref", "refs", "reference", "file", "files", "filename", "path", "paths", "dir", "directory",
    "mount", "mounts", "namespace", "namespaces", "provider", "store", "uri", "url", "urls", "endpoint", "arn",
    "prefix", "suffix", "selector", "location", "source", "sources", "target", "backend", "volume", "volumes", "host",
    "hosts", "port", "user", "username", "email", "realm", "domain", "region", "bucket", "repository", "registry",
    "image",
    // How it is made, checked and replaced.
    "length", "size", "policy", "policies", "algorithm", "algorithms", "alg", "encoding", "encryption", "encoder",
    "format", "regex", "pattern", "complexity", "strength", "history", "hasher", "generator", "generation",
    "generate", "rotation", "rotate", "renewal", "validation", "validator", "verification", "operator", "controller",
    "manager", "init", "backends", "csi", "driver", "injector", "sync", "scan", "scanner", "chars", "webhook",
    "authentication", "authenticator", "review", "reviewer", "reviews", "rules", "required", "allowed", "supported",
    "created", "updated", "mtime", "changed", "reset", "prompt", "stdin",
    // How long and how much.
    "lifespan", "ms", "sec", "secs", "total", "errors", "reuse", "binding", "bindings", "plugin", "plugins",
    "failures", "lifetime", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "request",
    "requests", "ttl", "expiration", "expiry", "expires", "age", "timeout", "interval", "period", "duration",
    "leeway", "skew", "limit", "limits", "count", "rate", "fill", "per", "level", "budget", "window", "usage",
    "batch", "retries", "cache",
    // What belongs to it.
    "issuer", "audience", "audiences", "aud", "enabled", "enable", "create", "disabled", "type", "types", "class", "kind",
    "annotations", "labels", "label", "mode", "version", "optional", "job", "template", "templates", "scope",
    "scopes", "claim", "claims", "header", "headers", "field", "param", "placeholder", "hint", "title", "description",
    "strategy", "role", "roles",
];

/// The first words of names of a secret that is defined elsewhere, or of a switch or number: `existingSecret`,
///`checksum/secret`, `automountServiceAccountToken`, `max_tokens`. So are names with `from` anywhere: `envFromSecret`.
#[rustfmt::skip]
const FIRST_WORDS: [&str; 19] = [
    "checksum", "automount", "use", "max", "min", "num", "has", "is", "enable", "disable", "allow", "skip", "no",
    "total", "inject", "validate", "rotate", "ignore", "avg",
];

/// Endings of Kubernetes' and of well-known charts' fields that only refer to a secret, written together.
#[rustfmt::skip]
const ENDINGS: [&str; 40] = [
    "tokenizer", "imagepullsecret", "imagepullsecrets", "pullsecret", "pullsecrets", "registrysecret",
    "serviceaccounttoken", "tokenrequests", "passwordkey", "passwordkeys", "usernamekey", "userkey", "passwordless",
    "tlssecret", "cacertsecret", "casecret", "certsecret", "certssecret", "certificatesecret", "certificatessecret",
    "passwordssecret", "secretname", "secretref", "passwordfile", "tokenfile", "keyfile", "credentialssecret",
    "keystoresecret", "truststoresecret", "jkssecret", "publickey", "publickeys", "publicapikey", "configsecret",
    "privatekeysecret", "tokenid", "credentialid", "credentialsid", "existingsecret", "existingsecrets",
];

/// The beginnings, written together, of fields that are about a secret whatever follows.
#[rustfmt::skip]
const BEGINNINGS: [&str; 6] = [
    "agentinject", "passwordless", "webauthnpolicypasswordless", "tokenizer", "tokenization", "authtlssecret",
];

/// Annotations of ingress controllers whose value names a Secret, written together.
#[rustfmt::skip]
const ANNOTATIONS: [&str; 5] = [
    "authsecret", "authtlssecret", "proxysslsecret", "secureverifycasecret", "authsecrettype",
];

/// The last words of names that entries of a Secret usually have.
#[rustfmt::skip]
const ENTRIES: [&str; 11] = [
    "password", "passwd", "token", "secret", "key", "username", "aud", "user", "license", "credentials", "config",
];

/// Names of fields that describe a secret when they are below a secret name: those of volumes and selectors. `key` is one
/// only beside a `name` or a `path`, as in `password: {name: db, key: admin}`.
#[rustfmt::skip]
const LOCATORS: [&str; 48] = [
    // Who it is of, and how it is made.
    "username", "user", "usernames", "host", "hostname", "url", "server", "database", "algorithm", "encoding", "size",
    "rotationpolicy", "clientid", "appid", "tenantid", "subscriptionid", "region", "endpoint", "role", "method",
    "scheme", "type", "id",
    // The values of a subchart whose own name contains such a word, for example `sealed-secrets`.
    "image", "images", "tag", "repository", "registry", "digest", "pullpolicy", "replicas", "replicacount", "port",
    "ports", "resources", "schedule", "interval", "refreshinterval", "loglevel", "name", "namespace", "items", "path",
    "kind", "apiversion", "group", "operator", "resource",
];

/// Returns whether a name is about a secret and names none, given its words, separate and written together.
pub(super) fn is_reference(words: &[String], joined: &str) -> bool {
    ENDINGS.iter().any(|ending| joined.ends_with(ending))
        || BEGINNINGS
            .iter()
            .any(|beginning| joined.starts_with(beginning))
        || words
            .last()
            .is_some_and(|last| LAST_WORDS.contains(&last.as_str()))
        || words
            .first()
            .is_some_and(|first| FIRST_WORDS.contains(&first.as_str()))
        || words.iter().any(|word| word == "from")
        || names_existing(words)
}

/// Returns whether a name is that of an existing Secret or of an entry of one: `existingSecret`, `apiKeyExistingSecret`.
fn names_existing(words: &[String]) -> bool {
    let has = |part: &str| words.iter().any(|word| word.starts_with(part));
    has("existing") && (has("secret") || has("credential"))
}

/// Returns whether the value of an annotation names a Secret. `prefix/` makes a name one of an annotation.
pub(super) fn is_reference_annotation(name: &str) -> bool {
    name.rsplit_once('/').is_some_and(|(prefix, local)| {
        prefix.contains('.') && ANNOTATIONS.contains(&words::join(local).as_str())
    })
}

/// Returns whether a name, below a secret name, says where the secret is and names none itself.
pub(crate) fn is_locator_name(name: &str) -> bool {
    let words = words::split(words::deciding_part(name));
    let joined = words.concat();
    LOCATORS.contains(&joined.as_str()) || is_reference(&words, &joined)
}

/// Returns whether a value beside a name such as `secretKey` or `tokenKey` is the name of an entry of a Secret, and not what the
/// entry holds: `redis-password`, `token`, `tls.key`.
pub(crate) fn names_an_entry(name: &str, value: &str) -> bool {
    let is_entry_name = value.len() <= 40
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'.'));
    if !is_entry_name || !words::join(name).ends_with("key") {
        return false;
    }
    let words = words::split(value);
    words.len() <= 2
        && words
            .last()
            .is_some_and(|last| ENTRIES.contains(&last.as_str()))
}
