//! Values beside the name of a secret in the same line, in whatever syntax: `password=x`, `"password": "x"`,
//! `'password' => 'x'`, `PASSWORD 'x'`, `--password x`, `define('PASSWORD', 'x')`, `requirepass x`, "the password is x".

use std::ops::Range;

use super::{
    assignments::{Operator, assigned_value},
    encoded::is_encoded_user_and_password,
    followers::{argument, directive_value, flag_value, quoted_beside},
    kind::TextKind,
    line_names::{LineName, LineNames},
    named::Named,
    prose::stated_value,
    scan::{byte_at, byte_before, is_blank, skip},
    value::{End, quoted, unquoted_end},
};
use crate::names::{is_auth_method, is_auth_name, is_credential_header, is_secret_name};

/// Directives and words that a secret follows, beside those that are names of secrets.
#[rustfmt::skip]
const DIRECTIVES: [&str; 6] = [
    "masterauth", "rootpw", "bindpw", "userpassword", "secretkey", "psk",
];

/// Names of fields that name a setting, and of those that hold its value.
const IDENTITIES: [&str; 5] = ["name", "key", "id", "field", "parameter"];
const VALUES: [&str; 4] = ["value", "val", "default", "content"];

/// The maximum length of the name of a setting.
const MAX_SETTING_NAME: usize = 128;

/// The number of lines below the name of a setting in which its value can stand.
const MAX_LINES_BELOW: u8 = 2;

/// A setting whose name is that of a secret, and whose value is still to come: `name: PASSWORD` of an environment variable.
#[derive(Default)]
pub(super) struct OpenSetting {
    lines_left: u8,
}

impl OpenSetting {
    /// Returns whether a value is to come.
    pub(super) fn is_open(&self) -> bool {
        self.lines_left > 0
    }

    /// Goes on to the next line.
    pub(super) fn next_line(&mut self) {
        self.lines_left = self.lines_left.saturating_sub(1);
    }
}

/// Returns where the values of the secrets that a line names are, in order. A setting can be open from a line above.
pub(super) fn named_values(
    line: &str,
    kind: TextKind,
    setting: &mut OpenSetting,
) -> Vec<Range<usize>> {
    let mut values: Vec<Range<usize>> = Vec::new();
    let mut names = LineNames::new(line);
    let mut previous: Option<Range<usize>> = None;
    while let Some(mut name) = names.next() {
        let before = previous.replace(name.range.clone());
        join_words(line, &mut name, before.clone());
        let text = whole_name(line, &name, before.as_ref());
        let named = Named {
            line,
            name: &name,
            text,
            kind,
        };
        let value = if is_secret_name(text) || is_directive(text, &name) {
            value_beside(&named, before)
        } else if kind == TextKind::Configuration && is_auth_name(text) {
            credential_beside(&named)
        } else if kind == TextKind::Configuration {
            value_of_setting(&named, setting)
        } else {
            None
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            names.skip_to(value.end);
            values.push(value);
        }
    }
    values
}

fn is_directive(text: &str, name: &LineName) -> bool {
    let word = text.trim_start_matches('-');
    (name.is_first || word.len() < text.len())
        && DIRECTIVES
            .iter()
            .any(|other| word.eq_ignore_ascii_case(other))
}

/// Extends `key` to `API key`, and `string` to `connection string`.
fn join_words(line: &str, name: &mut LineName, before: Option<Range<usize>>) {
    let text = &line[name.range.clone()];
    let is_second = ["key", "keys", "string", "phrase"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    if let Some(before) = before
        && is_second
        && before.end + 1 == name.range.start
        && byte_at(line, before.end) == b' '
    {
        name.range.start = before.start;
    }
}

/// Returns a name with the prefix of an annotation: `example.com/password`, `checksum/secret`.
fn whole_name<'l>(line: &'l str, name: &LineName, before: Option<&Range<usize>>) -> &'l str {
    let start = match before {
        Some(before) if before.end + 1 == name.range.start && byte_at(line, before.end) == b'/' => {
            before.start
        }
        _ => name.range.start,
    };
    &line[start..name.range.end]
}

/// Returns where the value beside a name is.
fn value_beside(named: &Named<'_>, before: Option<Range<usize>>) -> Option<Range<usize>> {
    if named.operator().is_some() {
        return assigned(named).map(|(_, value)| value);
    }
    let configuration = || {
        argument(named)
            .or_else(|| flag_value(named))
            .or_else(|| directive_value(named, before))
    };
    let is_configuration = named.kind == TextKind::Configuration;
    quoted_beside(named)
        .or_else(|| is_configuration.then(configuration).flatten())
        .or_else(|| value_in_sentence(named))
}

/// Returns where the value is that is assigned to a name, and the operator.
fn assigned(named: &Named<'_>) -> Option<(Operator, Range<usize>)> {
    let (operator, at) = named.operator()?;
    let value = assigned_value(
        named.line,
        named.name,
        named.is_quoted(),
        operator,
        at,
        named.kind,
    )?;
    Some((operator, value))
}

/// Returns where the secret is that a sentence states. `$PASSWORD` and `{password}` are not its subject.
fn value_in_sentence(named: &Named<'_>) -> Option<Range<usize>> {
    let before = byte_before(named.line, named.name.range.start);
    if b"${%-=@/.<".contains(&before) {
        return None;
    }
    let may_follow = named.is_distinct() && !named.is_quoted();
    stated_value(named.line, named.after_quote(), may_follow)
}

/// Returns where the value of a setting is whose name was that of a secret. Opens a setting at such a name.
fn value_of_setting(named: &Named<'_>, setting: &mut OpenSetting) -> Option<Range<usize>> {
    let is_one_of = |names: &[&str]| {
        names
            .iter()
            .any(|name| named.text.eq_ignore_ascii_case(name))
    };
    if setting.is_open() && is_one_of(&VALUES) {
        setting.lines_left = 0;
        return assigned(named).map(|(_, value)| value);
    }
    if is_one_of(&IDENTITIES)
        && let Some((_, at)) = named.operator()
    {
        let start = skip(named.line, at, is_blank);
        let limit = named.line.len().min(start + MAX_SETTING_NAME);
        let line = &named.line[..named.line.floor_char_boundary(limit)];
        let value = quoted(line, start)
            .unwrap_or_else(|| start..unquoted_end(line, start, End::Item, None));
        let text = line.get(value).unwrap_or_default();
        if is_secret_name(text) || is_credential_header(text) {
            setting.lines_left = MAX_LINES_BELOW;
        }
    }
    None
}

/// Returns where the credential beside a name such as `auth` is.
fn credential_beside(named: &Named<'_>) -> Option<Range<usize>> {
    let (operator, value) = assigned(named)?;
    let text = &named.line[value.clone()];
    let is_credential = match operator {
        Operator::Equals => !is_auth_method(text),
        // `auth: x` is most often a method or the name of a section. Docker's is `user:password` in base64.
        Operator::Colon => is_encoded_user_and_password(text),
    };
    is_credential.then_some(value)
}
