//! Names that contain a word such as `secret` and only say where a secret is, or how it is handled.

use super::words;

/// The last words of such names: `secretName`, `passwordFile`, `secretKeyRef`, `tokenExpirationSeconds`.
const LAST_WORDS: [&str; 46] = [
    "issuer",
    "audience",
    "lifespan",
    "lifetime",
    "backend",
    "name",
    "names",
    "ref",
    "refs",
    "reference",
    "file",
    "files",
    "path",
    "paths",
    "dir",
    "length",
    "policy",
    "enabled",
    "enable",
    "create",
    "disabled",
    "seconds",
    "minutes",
    "hours",
    "ttl",
    "expiration",
    "expiry",
    "type",
    "class",
    "annotations",
    "labels",
    "mount",
    "mounts",
    "mode",
    "namespace",
    "namespaces",
    "provider",
    "store",
    "uri",
    "endpoint",
    "version",
    "optional",
    "selector",
    "prefix",
    "suffix",
    "job",
];

/// The first words of names of a secret that is defined elsewhere: `existingSecret`, `checksum/secret`,
/// `automountServiceAccountToken`. So are names with `existing` or `from` anywhere: `envFromSecret`.
const FIRST_WORDS: [&str; 6] = ["existing", "checksum", "automount", "use", "max", "min"];

/// Endings of Kubernetes' own fields that only refer to a secret, written together.
const ENDINGS: [&str; 7] = [
    "tokenizer",
    "imagepullsecret",
    "imagepullsecrets",
    "pullsecrets",
    "serviceaccounttoken",
    "tokenrequests",
    "passwordkey",
];

/// Names of fields that describe a secret when they are below a secret name: those of volumes and selectors. `key` is one
/// only beside a `name` or a `path`, as in `password: {name: db, key: admin}`.
const LOCATORS: [&str; 25] = [
    // The values of a subchart whose own name contains such a word, for example `sealed-secrets`.
    "image",
    "images",
    "tag",
    "repository",
    "registry",
    "digest",
    "pullpolicy",
    "replicas",
    "replicacount",
    "port",
    "ports",
    "resources",
    "schedule",
    "interval",
    "refreshinterval",
    "loglevel",
    "name",
    "namespace",
    "items",
    "path",
    "kind",
    "apiversion",
    "group",
    "operator",
    "resource",
];

/// Returns whether a name is about a secret and names none, given its words, separate and written together.
pub(super) fn is_reference(words: &[String], joined: &str) -> bool {
    ENDINGS.iter().any(|ending| joined.ends_with(ending))
        || words
            .last()
            .is_some_and(|last| LAST_WORDS.contains(&last.as_str()))
        || words
            .first()
            .is_some_and(|first| FIRST_WORDS.contains(&first.as_str()))
        || words
            .iter()
            .any(|word| word == "existing" || word == "from")
}

/// Returns whether a name, below a secret name, says where the secret is and names none itself.
pub(crate) fn is_locator_name(name: &str) -> bool {
    let words = words::split(name);
    let joined = words.concat();
    LOCATORS.contains(&joined.as_str()) || is_reference(&words, &joined)
}
