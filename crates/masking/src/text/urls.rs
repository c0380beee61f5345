//! Secrets in URLs: the password of `scheme://user:password@host`, a token in the place of the user, a webhook's path, and
//! parameters such as `sig` and `access_token`.

use std::ops::Range;

use super::{
    authorization::MIN_TOKEN_LENGTH,
    harmless::is_no_secret,
    ranges::merge,
    scan::{find, find_byte, is_space},
    webhooks::webhook_secret,
};
use crate::names::is_secret_name;

/// Parameters of URLs that carry a secret under a name that means other things elsewhere, in lower case.
#[rustfmt::skip]
const PARAMETERS: [&str; 14] = [
    "sig", "signature", "x-amz-signature", "x-amz-security-token", "x-amz-credential", "x-goog-signature", "key",
    "code", "auth", "hmac", "hash", "sas", "apikey", "awsaccesskeyid",
];

/// Returns where the secrets in the URLs of a line are, in order.
pub(super) fn url_secrets(line: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut parameters = Vec::new();
    let mut at = 0;
    let mut last_at_signs = LastAtSigns::default();
    // A URL can be in the parameter of another one. Parameters are read once.
    let mut query_end = 0;
    while let Some(scheme_end) = find(line, at, "://") {
        let start = scheme_end + 3;
        let authority_end = find_byte(line, start, |byte| {
            is_space(byte) || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'`')
        });
        let authority = &line[start..authority_end];
        if let Some((user_info, _)) = authority.rsplit_once('@') {
            secrets.extend(user_info_secret(user_info, start));
        } else if let Some((_, port)) = authority.split_once(':')
            && !port.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(at_sign) = last_at_signs.in_word_from(line, start)
            && at_sign >= start
        {
            // What follows the colon is not a port, so it is a password that contains a slash.
            secrets.extend(password(&line[start..at_sign], start));
        }
        secrets.extend(webhook_secret(line, start..authority_end));
        if authority_end >= query_end {
            query_end = find_byte(line, authority_end, |byte| {
                is_space(byte) || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\')
            });
            parameters.extend(parameter_secrets(line, authority_end..query_end));
        }
        at = authority_end.max(start);
    }
    merge(secrets, parameters)
}

/// Returns where the secret of the user info is: the password, or a token in the place of the user.
fn user_info_secret(user_info: &str, start: usize) -> Option<Range<usize>> {
    let user = start..start + user_info.split(':').next().unwrap_or_default().len();
    match user_info.split_once(':') {
        // `https://token:@host` and `https://token:x-oauth-basic@host`.
        Some((token, "" | "x-oauth-basic")) => {
            (token.len() >= 8 && !is_no_secret(token)).then_some(user)
        }
        Some(_) => password(user_info, start),
        None => (user_info.len() >= MIN_TOKEN_LENGTH && !is_no_secret(user_info)).then_some(user),
    }
}

/// Returns where the password of `user:password` is, given where that text starts in the line.
fn password(user_info: &str, start: usize) -> Option<Range<usize>> {
    let (user, password) = user_info.split_once(':')?;
    let password_start = start + user.len() + 1;
    (!is_no_secret(password)).then(|| password_start..password_start + password.len())
}

/// Returns where the secret parameters of a URL are, in order, given where its path and query are.
fn parameter_secrets(line: &str, url: Range<usize>) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let url_text = &line[..url.end];
    let mut at = find_byte(url_text, url.start, |byte| matches!(byte, b'?' | b'#'));
    while at < url.end {
        let name_start = at + 1;
        let end = find_byte(url_text, name_start, |byte| {
            matches!(byte, b'&' | b'#' | b';' | b'?' | b',')
        });
        if let Some((name, value)) = line[name_start..end].split_once('=') {
            let is_parameter = PARAMETERS
                .iter()
                .any(|parameter| name.eq_ignore_ascii_case(parameter));
            if (is_parameter || is_secret_name(name)) && !is_no_secret(value) {
                secrets.push(name_start + name.len() + 1..end);
            }
        }
        at = end;
    }
    secrets
}

/// The last `@` of each word of a line. A word is searched once, however many URLs are in it.
#[derive(Default)]
struct LastAtSigns {
    word_end: usize,
    at_sign: Option<usize>,
}

impl LastAtSigns {
    /// Returns the last `@` from `start` to the end of its word. Each call's `start` must be larger than the one before.
    fn in_word_from(&mut self, line: &str, start: usize) -> Option<usize> {
        if start >= self.word_end {
            let is_end = |byte: u8| is_space(byte) || matches!(byte, b'"' | b'\'' | b'<' | b'>');
            self.word_end = find_byte(line, start, is_end);
            self.at_sign = line[start..self.word_end].rfind('@').map(|at| start + at);
        }
        self.at_sign
    }
}
