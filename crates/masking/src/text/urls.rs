//! Secrets in URLs: the password of `scheme://user:password@host`, a token in the place of the user, a webhook's path.

use std::ops::Range;

use super::{authorization::MIN_TOKEN_LENGTH, webhooks::webhook_secret};

/// Returns where the secrets in the URLs of a line are, in order.
pub(super) fn url_secrets(line: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut at = 0;
    let mut last_at_signs = LastAtSigns::default();
    let after_scheme = |from: usize| {
        let mut windows = line.as_bytes()[from..].windows(3);
        Some(from + windows.position(|window| window == b"://")? + 3)
    };
    while let Some(start) = after_scheme(at) {
        let authority_end = line[start..]
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>')
            })
            .map_or(line.len(), |offset| start + offset);
        let authority = &line[start..authority_end];
        if let Some((user_info, _)) = authority.rsplit_once('@') {
            secrets.extend(password(user_info, start));
            if !user_info.contains(':') && user_info.len() >= MIN_TOKEN_LENGTH {
                secrets.push(start..start + user_info.len());
            }
        } else if let Some((_, port)) = authority.split_once(':')
            && !port.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(at_sign) = last_at_signs.in_word_from(line, start)
            && at_sign >= start
        {
            // What follows the colon is not a port, so it is a password that contains a slash.
            secrets.extend(password(&line[start..at_sign], start));
        }
        secrets.extend(webhook_secret(line, start..authority_end));
        at = authority_end.max(start);
    }
    secrets
}

/// Returns where the password of `user:password` is, given where that text starts in the line.
fn password(user_info: &str, start: usize) -> Option<Range<usize>> {
    let (user, password) = user_info.split_once(':')?;
    let password_start = start + user.len() + 1;
    (!password.is_empty()).then(|| password_start..password_start + password.len())
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
            let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
            self.word_end = line[start..]
                .find(is_end)
                .map_or(line.len(), |at| start + at);
            self.at_sign = line[start..self.word_end].rfind('@').map(|at| start + at);
        }
        self.at_sign
    }
}
