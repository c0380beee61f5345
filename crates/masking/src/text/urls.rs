//! Secrets in addresses.

use std::ops::Range;

use super::TOKEN;
use super::tokens::webhook;

/// The passwords of `scheme://user:password@host` in a line, and what follows a webhook's address.
pub(super) fn url_secrets(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut word = Word::default();
    let after_scheme = |from: usize| {
        let mut places = line.as_bytes()[from..].windows(3);
        Some(from + places.position(|three| three == b"://")? + 3)
    };
    while let Some(start) = after_scheme(at) {
        let authority_end = line[start..]
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>')
            })
            .map_or(line.len(), |offset| start + offset);
        let authority = &line[start..authority_end];
        if let Some((user_info, _)) = authority.rsplit_once('@') {
            found.extend(password_of(user_info, start));
            if !user_info.contains(':') && user_info.len() >= TOKEN {
                found.push(start..start + user_info.len());
            }
        } else if let Some((_, port)) = authority.split_once(':')
            && !port.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(last_at) = word.around(line, start).filter(|at| *at >= start)
        {
            // Not a port, so a password with a slash in it.
            found.extend(password_of(&line[start..last_at], start));
        }
        found.extend(webhook(line, start..authority_end));
        at = authority_end.max(start);
    }
    found
}

/// The password in `user:password`, which stands at `start` in its line.
fn password_of(user_info: &str, start: usize) -> Option<Range<usize>> {
    let (user, password) = user_info.split_once(':')?;
    let password_start = start + user.len() + 1;
    (!password.is_empty()).then(|| password_start..password_start + password.len())
}

/// A word of a line, looked at once however many addresses stand in it.
#[derive(Default)]
struct Word {
    end: usize,
    last_at: Option<usize>,
}

impl Word {
    /// Where the last `@` of the word stands that goes on at `start`. Called with ever larger ones.
    fn around(&mut self, line: &str, start: usize) -> Option<usize> {
        if start >= self.end {
            let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
            self.end = line[start..].find(ends).map_or(line.len(), |at| start + at);
            self.last_at = line[start..self.end].rfind('@').map(|at| start + at);
        }
        self.last_at
    }
}
