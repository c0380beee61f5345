//! HTTP headers that carry a credential under a name that says nothing of a secret.

/// The names of such headers, in lower case.
#[rustfmt::skip]
const HEADERS: [&str; 8] = [
    "authorization", "proxy-authorization", "x-authorization", "x-forwarded-authorization", "cookie", "set-cookie",
    "x-auth", "x-amz-security-token",
];

/// Returns whether a name is that of a header that carries a credential.
pub(crate) fn is_credential_header(name: &str) -> bool {
    HEADERS
        .iter()
        .any(|header| name.eq_ignore_ascii_case(header))
}
