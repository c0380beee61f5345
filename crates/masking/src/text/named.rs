//! A name of a secret in a line, and how it is written.

use super::{
    assignments::Operator,
    kind::TextKind,
    line_names::LineName,
    scan::{byte_at, byte_before, is_blank, is_space, run_before, skip},
};
use crate::names::is_distinct_secret_name;

/// The ends of names that only a password follows. `secret "x"` in a message names a Secret.
const PASSWORDS: [&str; 7] = [
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "pw",
    "psk",
];

/// A name of a secret in a line.
pub(super) struct Named<'a> {
    pub(super) line: &'a str,
    pub(super) name: &'a LineName,
    /// The name, with the prefix of an annotation.
    pub(super) text: &'a str,
    pub(super) kind: TextKind,
}

impl Named<'_> {
    /// Returns the quote around the name.
    fn quote(&self) -> Option<u8> {
        let before = byte_before(self.line, self.name.range.start);
        let end = skip(self.line, self.name.range.end, |byte| byte == b'\\');
        (matches!(before, b'"' | b'\'' | b'`') && byte_at(self.line, end) == before)
            .then_some(before)
    }

    /// Returns whether the name stands in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote().is_some()
    }

    /// Returns the position after the name, the quote around it and the bracket of `config['password']`.
    pub(super) fn after_quote(&self) -> usize {
        let end = self.name.range.end;
        if self.quote().is_none() {
            return end;
        }
        let end = skip(self.line, end, |byte| byte == b'\\') + 1;
        end + usize::from(byte_at(self.line, end) == b']')
    }

    /// Returns the operator that assigns a value to the name, and the position after it.
    pub(super) fn operator(&self) -> Option<(Operator, usize)> {
        let at = skip(self.line, self.after_quote(), is_blank);
        let in_braces = byte_before(self.line, self.name.range.start) == b'{';
        Operator::at(self.line, at, in_braces)
    }

    /// Returns whether the name means a secret also in a sentence.
    pub(super) fn is_distinct(&self) -> bool {
        is_distinct_secret_name(self.text)
    }

    /// Returns whether the name is one that only a password follows.
    pub(super) fn is_password(&self) -> bool {
        let ends = |end: &&str| {
            let start = self.text.len().checked_sub(end.len());
            let last = start.and_then(|at| self.text.get(at..));
            last.is_some_and(|last| last.eq_ignore_ascii_case(end))
        };
        PASSWORDS.iter().any(ends) || self.is_distinct()
    }

    /// Returns whether the name is the first of its line and a position is at its end.
    pub(super) fn is_whole_line(&self, at: usize) -> bool {
        self.name.is_first
            && skip(self.line, at, |byte| is_space(byte) || byte == b';') == self.line.len()
    }

    /// Returns whether the name is an option: `--password`, `-storepass`.
    pub(super) fn is_flag(&self) -> bool {
        self.text.starts_with('-') && self.text.len() > 2
    }

    /// Returns whether the quoted name is the first argument of a call.
    pub(super) fn is_first_argument(&self) -> bool {
        self.name.range.start.checked_sub(1).is_some_and(|quote| {
            let start = run_before(self.line, quote, is_blank);
            byte_before(self.line, start) == b'('
        })
    }
}
