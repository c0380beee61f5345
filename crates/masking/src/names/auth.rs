//! Names such as `auth`, beside which stands either a credential or the name of an authentication method.

use super::words;

/// The last word of such a name. `REDIS_AUTH: hunter2` is a secret, `auth: basic` is not.
const AUTH: &str = "auth";

/// The values beside such a name that are no secrets: methods and switches.
#[rustfmt::skip]
const METHODS: [&str; 42] = [
    "", "none", "basic", "digest", "bearer", "plain", "login", "md5", "cram-md5", "scram", "scram-sha-256",
    "scram-sha-512", "oidc", "oauth", "oauth2", "ldap", "ldaps", "saml", "kerberos", "gssapi", "ntlm", "iam", "jwt",
    "userpass", "approle", "kubernetes", "token", "mtls", "tls", "trust", "peer", "default", "required", "optional",
    "disabled", "enabled", "true", "false", "yes", "no", "on", "off",
];

/// Returns whether the value beside a name decides whether it is a secret. See [`is_auth_method`].
pub(crate) fn is_auth_name(name: &str) -> bool {
    let ends_in_auth = name
        .len()
        .checked_sub(AUTH.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(AUTH));
    ends_in_auth && words::split(name).last().is_some_and(|last| last == AUTH)
}

/// Returns whether the value beside an [`is_auth_name`] is no secret: a method, a switch, a path or an address.
pub(crate) fn is_auth_method(value: &str) -> bool {
    let is_location = ["http://", "https://", "/", "$"]
        .iter()
        .any(|prefix| value.starts_with(prefix));
    is_location || value.len() <= 16 && METHODS.contains(&value.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_differs_from_the_name_of_a_method() {
        for (name, text) in [
            ("REDIS_AUTH", "hunter2"),
            ("auth", "user:hunter2"),
            ("smtpAuth", "x"),
        ] {
            assert!(is_auth_name(name) && !is_auth_method(text), "{name}");
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
            assert!(!is_auth_name(name) || is_auth_method(text), "{name}");
        }
    }
}
