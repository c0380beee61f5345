//! Secrets on command lines that only the program decides: `mysql -psecret`, `redis-cli -a secret`, `curl -u user:secret`.

mod command;
mod programs;

use std::ops::Range;

use command::Command;
use programs::{program, reads_password};
use serde_json::Value;

use super::{
    harmless::is_no_secret,
    scan::{byte_at, byte_before, find_byte, is_quote, is_space},
    value::quoted,
};

/// The number of arguments before one that are read to know what it is.
const MAX_ARGUMENTS: usize = 16;

/// Returns where the secrets are that the programs of a line decide, in order.
pub(super) fn command_secrets(line: &str) -> Vec<Range<usize>> {
    let mut secrets: Vec<Range<usize>> = Vec::new();
    let mut command = Command::default();
    let mut echoed = Echoed::default();
    let mut at = 0;
    let (mut last_quote, mut last_end) = (None, 0);
    while at < line.len() {
        let byte = byte_at(line, at);
        if matches!(byte, b';' | b'|' | b'&' | b'`' | b'\n') || line[at..].starts_with("$(") {
            command = Command::default();
            echoed.end_command(byte);
            at += 1;
            continue;
        }
        // The quote that closes the option in `"-a", "x"` opens no value.
        let closes = last_quote == Some(byte) && last_end == at;
        if is_quote(byte)
            && !closes
            && command.expects_value()
            && let Some(value) = quoted(line, at)
        {
            // The value may have white space in it.
            let secret = command.read(&line[value.clone()]);
            secrets.extend(secret.and_then(|secret| secret.range(value.clone())));
            at = (value.end + 1).min(line.len());
            continue;
        }
        if is_space(byte)
            || is_quote(byte)
            || matches!(
                byte,
                b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b'$' | b'\\'
            ) && !is_word_start(line, at)
        {
            at += 1;
            continue;
        }
        let end = find_byte(line, at, |byte| {
            is_space(byte)
                || is_quote(byte)
                || matches!(byte, b';' | b'|' | b'&' | b'`' | b'(' | b')')
        });
        let end = end.max(at + 1);
        let end = at
            + line[at..end]
                .trim_end_matches([',', ']', '\\'])
                .len()
                .max(1);
        let end = line.ceil_char_boundary(end);
        let word = &line[at..end];
        if reads_password(word)
            && let Some(password) = echoed.password(line)
        {
            push_in_order(&mut secrets, password);
        }
        secrets.extend(command.read(word).and_then(|secret| secret.range(at..end)));
        echoed.read(at..end, word);
        last_quote = Some(byte_before(line, at));
        last_end = end;
        at = end;
    }
    secrets
}

/// Adds a password that stands before the secrets that were found last, which are part of it.
fn push_in_order(secrets: &mut Vec<Range<usize>>, password: Range<usize>) {
    while secrets
        .last()
        .is_some_and(|last| last.start >= password.start)
    {
        secrets.pop();
    }
    secrets.push(password);
}

/// Returns whether a bracket or dollar sign begins a word: a variable or a password.
fn is_word_start(line: &str, at: usize) -> bool {
    byte_at(line, at) == b'$' && !is_space(byte_at(line, at + 1)) && byte_at(line, at + 1) != b'('
}

/// What `echo` or `printf` writes into a pipe.
#[derive(Default)]
struct Echoed {
    is_echo: bool,
    written: Option<Range<usize>>,
    piped: Option<Range<usize>>,
}

impl Echoed {
    fn read(&mut self, range: Range<usize>, word: &str) {
        if matches!(word, "echo" | "printf") {
            self.is_echo = true;
            self.written = None;
        } else if self.is_echo && !word.starts_with('-') {
            let start = self
                .written
                .as_ref()
                .map_or(range.start, |written| written.start);
            self.written = Some(start..range.end);
        }
    }

    fn end_command(&mut self, separator: u8) {
        self.is_echo = false;
        let written = self.written.take();
        self.piped = if separator == b'|' { written } else { None };
    }

    /// Returns where the password is that the program after the pipe reads.
    fn password(&mut self, line: &str) -> Option<Range<usize>> {
        let piped = self.piped.take()?;
        let text = &line[piped.clone()];
        // `user:x` of chpasswd; a format and its argument of printf.
        let start = text.split_once(':').map_or(0, |(user, _)| {
            match user.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                true => user.len() + 1,
                false => 0,
            }
        });
        (!is_no_secret(&text[start..])).then_some(piped.start + start..piped.end)
    }
}

/// A program of which some options or words are secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommandProgram(&'static str);

impl CommandProgram {
    /// Returns the program that a list of words runs, the last where one runs another: `redis-cli` of `timeout 5 redis-cli`.
    pub(crate) fn of(command: &[Value]) -> Option<Self> {
        let mut words = command.iter().rev().take(MAX_ARGUMENTS);
        words.find_map(|word| program(word.as_str()?)?.name().map(Self))
    }
}

/// Returns whether an item of a list of arguments is a secret, or contains one, by what the program of the list decides. The
/// program is given where it is not in the list.
pub(crate) fn is_secret_argument(
    program: Option<CommandProgram>,
    items: &[Value],
    index: usize,
) -> bool {
    let Some(argument) = items.get(index).and_then(Value::as_str) else {
        return false;
    };
    let mut command = Command::default();
    if let Some(CommandProgram(name)) = program {
        command.read(name);
    }
    let first = index.saturating_sub(MAX_ARGUMENTS);
    let first_item = (first > 0).then(|| items.first()).flatten();
    let before = first_item
        .into_iter()
        .chain(&items[first..index])
        .filter_map(Value::as_str);
    for word in before {
        command.read(word);
    }
    command.read(argument).is_some()
}

#[cfg(test)]
mod tests;
