//! Secrets in a text of unknown structure: a connection string, a configuration file, a command, a sentence.
//!
//! [`secret_ranges`] finds, each in a time in proportion to the text:
//! - what stands beside the name of a secret, by any syntax ([`named_values`], [`assignments`], [`prose`], [`markup`]);
//! - what follows an option that the program makes a password ([`commands`]), `Authorization:` or `Bearer`
//!   ([`authorization`]), `IDENTIFIED BY` ([`sql`]), or an account ([`account_lines`], [`logins`]);
//! - secrets by their own form: in URLs and addresses ([`urls`], [`user_at_host`]), private keys ([`private_keys`], [`jwk`]), hashes
//!   of passwords ([`password_hashes`]), tokens of services ([`known_tokens`]), and each of these in base64 ([`encoded`]).
//!
//! What is no secret beside such a name is decided by [`harmless`].

mod account_lines;
mod assignments;
mod authorization;
mod commands;
mod der;
mod encoded;
mod followers;
mod harmless;
mod jwk;
mod kind;
mod known_tokens;
mod line_names;
mod logins;
mod markup;
mod named;
mod named_values;
mod password_hashes;
mod private_keys;
mod prose;
mod ranges;
mod scan;
mod sql;
mod urls;
mod user_at_host;
mod value;
mod webhooks;
mod words;

use std::ops::Range;

use account_lines::account_secrets;
use assignments::block_below;
use authorization::{basic_credentials, bearer_tokens, header_credentials};
use commands::command_secrets;
use encoded::encoded_secrets;
use known_tokens::known_tokens;
use logins::login_passwords;
use markup::markup_secrets;
use named_values::{OpenSetting, named_values};
use password_hashes::password_hashes;
use private_keys::private_keys;
use ranges::merge;
use sql::sql_passwords;
use urls::url_secrets;
use user_at_host::address_passwords;

pub use commands::CommandProgram;
pub(crate) use commands::is_secret_argument;
pub(crate) use harmless::is_no_secret;
pub(crate) use jwk::is_private_member;
pub(crate) use kind::TextKind;

/// A search for secrets in one line.
struct Finder {
    /// The bytes without which a line has no such secret.
    needs: &'static [u8],
    is_for_prose: bool,
    find: fn(&str) -> Vec<Range<usize>>,
}

const FINDERS: [Finder; 10] = [
    Finder {
        needs: b":/",
        is_for_prose: true,
        find: url_secrets,
    },
    Finder {
        needs: b"@",
        is_for_prose: true,
        find: address_passwords,
    },
    Finder {
        needs: b" ",
        is_for_prose: true,
        find: bearer_tokens,
    },
    Finder {
        needs: b" ",
        is_for_prose: true,
        find: basic_credentials,
    },
    Finder {
        needs: b"",
        is_for_prose: true,
        find: known_tokens,
    },
    Finder {
        needs: b"",
        is_for_prose: true,
        find: password_hashes,
    },
    Finder {
        needs: b"",
        is_for_prose: true,
        find: login_passwords,
    },
    Finder {
        needs: b" ",
        is_for_prose: false,
        find: command_secrets,
    },
    Finder {
        needs: b" ",
        is_for_prose: false,
        find: sql_passwords,
    },
    Finder {
        needs: b"",
        is_for_prose: false,
        find: account_secrets,
    },
];

/// How many layers of base64 are decoded: a Secret's value that is base64 itself, and one more.
const MAX_LAYERS: u8 = 3;

/// Replaces each secret of a text by what `mask` returns for it; `None` when the text has none.
#[cfg(test)]
fn redact(text: &str, kind: TextKind, mask: impl Fn(&str) -> String) -> Option<String> {
    let secrets = secret_ranges(text, kind);
    if secrets.is_empty() {
        return None;
    }
    let mut redacted = String::with_capacity(text.len());
    let mut end = 0;
    for range in secrets {
        redacted.push_str(&text[end..range.start]);
        redacted.push_str(&mask(&text[range.clone()]));
        end = range.end;
    }
    redacted.push_str(&text[end..]);
    Some(redacted)
}

/// Returns where the secrets of a text are, in order and without overlaps.
pub(crate) fn secret_ranges(text: &str, kind: TextKind) -> Vec<Range<usize>> {
    secret_ranges_in_layers(text, kind, MAX_LAYERS)
}

/// Returns where the secrets of a text are, also in base64 in as many layers.
fn secret_ranges_in_layers(text: &str, kind: TextKind, layers: u8) -> Vec<Range<usize>> {
    let mut secrets = secrets_of_lines(text, kind);
    secrets = merge(secrets, private_keys(text));
    if let Some(layers) = layers.checked_sub(1) {
        let is_secret = |decoded: &str| {
            !secret_ranges_in_layers(decoded, TextKind::Configuration, layers).is_empty()
        };
        secrets = merge(secrets, encoded_secrets(text, &is_secret));
    }
    if kind == TextKind::Configuration {
        secrets = merge(secrets, jwk::private_members(text));
        if text.contains('<') {
            secrets = merge(secrets, markup_secrets(text));
        }
    }
    secrets
}

fn secrets_of_lines(text: &str, kind: TextKind) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut start = 0;
    // The end of a block that is secret as a whole. Its lines are skipped: blocks within blocks would take quadratic time.
    let mut block_end = 0;
    let mut setting = OpenSetting::default();
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if range.start < block_end {
            continue;
        }
        let bytes = Bytes::of(line);
        let mut in_line = Vec::new();
        for finder in &FINDERS {
            if (finder.is_for_prose || kind == TextKind::Configuration)
                && bytes.contain(finder.needs)
            {
                in_line = merge(in_line, (finder.find)(line));
            }
        }
        let mut block = None;
        if crate::names::has_stem(line) || setting.is_open() {
            in_line = merge(in_line, header_credentials(line));
            let named = named_values(line, kind, &mut setting);
            if kind == TextKind::Configuration {
                block = block_below(text, range.clone(), &named);
            }
            in_line = merge(in_line, named);
        }
        let in_text = |secret: Range<usize>| secret.start + range.start..secret.end + range.start;
        secrets.extend(in_line.into_iter().map(in_text));
        block_end = block.as_ref().map_or(block_end, |block| block.end);
        secrets.extend(block);
        setting.next_line();
    }
    secrets
}

/// The ASCII bytes of a line.
struct Bytes([u64; 2]);

impl Bytes {
    fn of(line: &str) -> Self {
        let mut present = [0; 2];
        for byte in line.bytes().filter(u8::is_ascii) {
            present[usize::from(byte / 64)] |= 1 << (byte % 64);
        }
        Self(present)
    }

    fn contain(&self, needed: &[u8]) -> bool {
        needed
            .iter()
            .all(|byte| self.0[usize::from(byte / 64) % 2] & (1 << (byte % 64)) != 0)
    }
}

#[cfg(test)]
mod tests;
