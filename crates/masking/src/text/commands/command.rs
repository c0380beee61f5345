//! One command, read word by word.

use std::ops::Range;

use super::programs::{Form, Program, program};
use crate::text::harmless::is_no_secret;

/// Where the secret of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// From a position to the end.
    From(usize),
    /// Between two positions.
    Between(usize, usize),
}

impl Secret {
    /// Returns where the secret is in a line, given where the word is.
    pub(super) fn range(self, word: Range<usize>) -> Option<Range<usize>> {
        let range = match self {
            Self::From(start) => word.start + start..word.end,
            Self::Between(start, end) => word.start + start..word.start + end,
        };
        (!range.is_empty()).then_some(range)
    }
}

/// A command of which the words up to some word are read.
#[derive(Default)]
pub(super) struct Command {
    program: Option<&'static Program>,
    has_subcommand: bool,
    /// What the next word is, after an option that takes a value.
    expected: Option<Form>,
    /// The last word before which a secret may stand, and the number of words since.
    anchor: Option<&'static str>,
    since_anchor: usize,
    /// Whether the password is in the command line: `-b` or `-n` of `htpasswd`.
    has_batch_option: bool,
    /// Whether no file is named: `-n` of `htpasswd`, which prints the result.
    prints_result: bool,
    /// Whether the next word is the cost of a hash: `-C 10` of `htpasswd`.
    skips_word: bool,
}

impl Command {
    /// Returns whether the next word is the value of an option.
    pub(super) fn expects_value(&self) -> bool {
        self.expected.is_some()
    }

    /// Reads a word and returns where its secret is.
    pub(super) fn read(&mut self, word: &str) -> Option<Secret> {
        if let Some(form) = self.expected.take()
            && !word.starts_with('-')
        {
            return secret(word, 0, form);
        }
        if let Some(program) = program(word) {
            let keeps =
                self.program.is_some() && self.anchor.is_some_and(|anchor| !anchor.is_empty());
            if !keeps {
                *self = Self {
                    program: Some(program),
                    ..Self::default()
                };
                self.anchor = program
                    .words
                    .iter()
                    .find(|(before, _, _)| before.is_empty())
                    .map(|(before, _, _)| *before);
                return None;
            }
        }
        let program = self.program?;
        match word.strip_prefix('-') {
            Some(_) => self.read_option(program, word),
            None => self.read_word(program, word),
        }
    }

    fn read_option(&mut self, program: &Program, word: &str) -> Option<Secret> {
        let is_short = !word.starts_with("--");
        self.has_batch_option |= is_short && word.contains(['b', 'n']);
        self.prints_result |= is_short && word.contains('n');
        self.skips_word = is_short && word.ends_with('C') && program.takes_password();
        if !program.subcommands.is_empty() && !self.has_subcommand {
            return None;
        }
        for (option, form) in program.options {
            let Some(rest) = word.strip_prefix(option) else {
                continue;
            };
            if rest.is_empty() {
                self.expected = Some(*form);
                return None;
            }
            let is_long = option.len() > 2;
            if let Some(value) = rest.strip_prefix('=') {
                return secret(word, word.len() - value.len(), *form);
            }
            if !is_long {
                return secret(word, option.len(), *form);
            }
        }
        // `-su user:x`: the last of several letters takes the value.
        let is_cluster = word.len() <= 6
            && !word.starts_with("--")
            && word.bytes().skip(1).all(|byte| byte.is_ascii_alphabetic());
        let last = word.char_indices().last().map_or(0, |(at, _)| at);
        let option = program.options.iter().find(|(option, form)| {
            *form == Form::AfterUser
                && is_cluster
                && option.len() == 2
                && option.ends_with(&word[last..])
        });
        self.expected = option.map(|(_, form)| *form);
        None
    }

    fn read_word(&mut self, program: &Program, word: &str) -> Option<Secret> {
        if std::mem::take(&mut self.skips_word) {
            return None;
        }
        self.has_subcommand |= program.subcommands.contains(&word);
        let found = self.anchor.and_then(|anchor| {
            let position = (anchor, self.since_anchor);
            program
                .words
                .iter()
                .find(|(before, between, _)| (*before, *between) == position)
        });
        self.since_anchor += 1;
        let anchor = program
            .words
            .iter()
            .find(|(before, _, _)| !before.is_empty() && word.eq_ignore_ascii_case(before));
        if let Some((before, _, _)) = anchor {
            self.anchor = Some(before);
            self.since_anchor = 0;
        }
        if self.has_subcommand && program.options.is_empty() && word.contains('=') {
            return secret(word, 0, Form::Assigned);
        }
        let (_, _, form) = found?;
        let is_given = match form {
            Form::BatchAfterUser => self.has_batch_option && self.prints_result,
            Form::BatchAfterFileAndUser => self.has_batch_option && !self.prints_result,
            _ => true,
        };
        if !is_given {
            return None;
        }
        secret(word, 0, *form)
    }
}

/// Returns where the secret is in a word from a position on.
fn secret(word: &str, from: usize, form: Form) -> Option<Secret> {
    let value = word.get(from..)?;
    let secret = match form {
        Form::Secret | Form::BatchAfterUser | Form::BatchAfterFileAndUser => Secret::From(from),
        Form::AfterUser => Secret::From(from + value.find(':')? + 1),
        Form::AfterPercent => Secret::From(from + value.find('%')? + 1),
        Form::Assigned => Secret::From(from + value.find('=')? + 1),
        Form::AfterSource => {
            let start = ["pass:", "hexkey:"]
                .iter()
                .find(|source| value.starts_with(**source))?
                .len();
            Secret::From(from + start)
        }
        Form::OracleLogin => {
            let slash = value.find('/')?;
            let end = value
                .find('@')
                .filter(|end| *end > slash)
                .unwrap_or(value.len());
            if slash == 0 {
                return None;
            }
            Secret::Between(from + slash + 1, from + end)
        }
    };
    let text = match secret {
        Secret::From(start) => word.get(start..)?,
        Secret::Between(start, end) => word.get(start..end)?,
    };
    (!is_no_secret(text)).then_some(secret)
}
