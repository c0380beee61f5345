//! Which names say that a secret stands beside them. This file is the documented list; a name is read without regard to
//! case and to `camelCase`, `snake_case` or `kebab-case`.

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

/// A name that has one of these as a word of its own names a secret: `DB_PASS`, `pwd`, but not `passive`.
const WORDS: [&str; 8] = ["pass", "pwd", "psk", "jwt", "dsn", "bearer", "pat", "salt"];

/// A name that ends in this word names a secret when a text stands beside it, and not the name of a method or a switch:
/// `REDIS_AUTH: hunter2`, but not `auth: basic`.
const AUTH: &str = "auth";

/// What stands beside such a name and is no secret.
const METHODS: [&str; 42] = [
    "",
    "none",
    "basic",
    "digest",
    "bearer",
    "plain",
    "login",
    "md5",
    "cram-md5",
    "scram",
    "scram-sha-256",
    "scram-sha-512",
    "oidc",
    "oauth",
    "oauth2",
    "ldap",
    "ldaps",
    "saml",
    "kerberos",
    "gssapi",
    "ntlm",
    "iam",
    "jwt",
    "userpass",
    "approle",
    "kubernetes",
    "token",
    "mtls",
    "tls",
    "trust",
    "peer",
    "default",
    "required",
    "optional",
    "disabled",
    "enabled",
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
];

/// A name that ends in one of these words only says where a secret is or how it is handled: `secretName`,
/// `passwordFile`, `secretKeyRef`, `tokenExpirationSeconds`.
const ABOUT: [&str; 46] = [
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

/// A name that begins with one of these words, or has `existing` or `from` in it, is about a secret that stands elsewhere:
/// `existingSecret`, `envFromSecret`, `checksum/secret`, `automountServiceAccountToken`.
const ELSEWHERE: [&str; 6] = ["existing", "checksum", "automount", "use", "max", "min"];

/// Kubernetes' own fields that contain such a word and hold references only.
const REFERENCES: [&str; 7] = [
    "tokenizer",
    "imagepullsecret",
    "imagepullsecrets",
    "pullsecrets",
    "serviceaccounttoken",
    "tokenrequests",
    "passwordkey",
];

/// Below a name that looks secret these still say where it is: a volume's and a selector's fields. `key` does so only
/// beside a `name` or a `path`, as in `password: {name: db, key: admin}`.
const LOCATORS: [&str; 25] = [
    // A subchart may be called `sealed-secrets`.
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

/// Names that mean a secret even in running text, where `token: …` is more often prose.
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

/// Whether the value beside this name is a secret.
pub(crate) fn looks_secret(name: &str) -> bool {
    let joined = joined(name);
    let part = PARTS.iter().any(|part| holds(&joined, part));
    // Taking a name apart is dear, and hardly any name gets this far.
    if !part && !WORDS.iter().any(|word| holds(&joined, word)) {
        return false;
    }
    let words = words(name);
    let named = part || WORDS.iter().any(|word| words.iter().any(|w| w == word));
    named && !is_about(&words, &joined)
}

/// Whether a name asks for a look at what stands beside it.
pub(crate) fn says_auth(name: &str) -> bool {
    let ends_so = name
        .len()
        .checked_sub(AUTH.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(AUTH));
    ends_so && words(name).last().is_some_and(|last| last == AUTH)
}

/// Whether a text names a method, a switch or a place, and so is no secret.
pub(crate) fn is_method(text: &str) -> bool {
    let is_place = ["http://", "https://", "/", "$"]
        .iter()
        .any(|begins| text.starts_with(begins));
    is_place || text.len() <= 16 && METHODS.contains(&text.to_lowercase().as_str())
}

/// Whether this name, below one that looks secret, says where the secret is and is none itself.
pub(crate) fn is_locator(name: &str) -> bool {
    let words = words(name);
    let joined = words.concat();
    LOCATORS.contains(&joined.as_str()) || is_about(&words, &joined)
}

/// Whether `name=value` in running text is a secret.
pub(crate) fn looks_secret_in_text(name: &str) -> bool {
    let joined = joined(name);
    IN_TEXT.iter().any(|part| holds(&joined, part)) && !is_about(&words(name), &joined)
}

fn is_about(words: &[String], joined: &str) -> bool {
    REFERENCES
        .iter()
        .any(|reference| joined.ends_with(reference))
        || words
            .last()
            .is_some_and(|last| ABOUT.contains(&last.as_str()))
        || words
            .first()
            .is_some_and(|first| ELSEWHERE.contains(&first.as_str()))
        || words
            .iter()
            .any(|word| word == "existing" || word == "from")
}

/// Whether a short text holds another. `contains` makes ready for long ones, which takes longer than the search.
fn holds(name: &str, part: &str) -> bool {
    name.as_bytes()
        .windows(part.len())
        .any(|window| window == part.as_bytes())
}

/// The words of a name, in lower case, written together.
fn joined(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a name, in lower case: `dbPassword`, `DB_PASSWORD` and `db-password` are all `db`, `password`.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous_is_lower = false;
    for c in name.chars() {
        let starts_word = c.is_ascii_uppercase() && previous_is_lower;
        if (starts_word || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        previous_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
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
            assert!(looks_secret(name), "{name}");
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
            assert!(!looks_secret(name), "{name}");
        }
    }

    #[test]
    fn what_authenticates_is_told_from_how() {
        for (name, text) in [
            ("REDIS_AUTH", "hunter2"),
            ("auth", "user:hunter2"),
            ("smtpAuth", "x"),
        ] {
            assert!(says_auth(name) && !is_method(text), "{name}");
        }
        for (name, text) in [
            ("auth", "Basic"),
            ("auth", "https://keycloak.example/auth"),
            ("SMTP_AUTH", ""),
            ("oauth", "hunter2"),
            ("authority", "hunter2"),
            ("author", "jane"),
            ("é", "x"),
        ] {
            assert!(!says_auth(name) || is_method(text), "{name}");
        }
    }
}
