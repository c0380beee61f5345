//! The names of a line, and the brackets and quotes that each stands in.

use std::ops::Range;

use super::scan::{byte_at, byte_before, find_byte, is_name_byte, is_quote, is_space, run_before};

/// A run of letters, digits, `_`, `-` and `.` in a line.
#[derive(Debug, Clone)]
pub(super) struct LineName {
    pub(super) range: Range<usize>,
    /// Whether only marks of lists and comments stand before it, or words such as `export`.
    pub(super) is_first: bool,
    /// The innermost quote that is open.
    pub(super) open_quote: Option<u8>,
    /// Whether a bracket is open.
    pub(super) in_brackets: bool,
    /// Whether it is in `map[…]`, as Go prints a map.
    pub(super) in_go_map: bool,
}

/// Words that may stand before the name that an assignment starts with.
#[rustfmt::skip]
const DECLARATIONS: [&str; 16] = [
    "export", "set", "env", "arg", "const", "let", "var", "local", "declare", "readonly", "setenv", "final", "static",
    "my", "our", "default",
];

/// Reads a line from name to name.
pub(super) struct LineNames<'t> {
    line: &'t str,
    at: usize,
    is_first: bool,
    open_quote: Option<u8>,
    brackets: usize,
    go_maps: usize,
}

impl<'t> LineNames<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        Self {
            line,
            at: 0,
            is_first: true,
            open_quote: None,
            brackets: 0,
            go_maps: 0,
        }
    }

    /// Goes on at a position: what lies before it is a value.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.is_first = false;
        // The quote that closes the value was not seen to open.
        let closes =
            is_quote(byte_at(self.line, at)) && self.open_quote != Some(byte_at(self.line, at));
        self.at = at + usize::from(closes);
    }

    /// Reads one byte between two names.
    fn read_separator(&mut self, byte: u8) {
        match byte {
            b'"' | b'\'' => self.read_quote(byte),
            b'{' | b'(' => self.brackets += 1,
            b'[' => {
                self.brackets += 1;
                self.go_maps +=
                    usize::from(self.go_maps > 0 || self.line[..self.at].ends_with("map"));
            }
            b'}' | b')' => self.brackets = self.brackets.saturating_sub(1),
            b']' => {
                self.brackets = self.brackets.saturating_sub(1);
                self.go_maps = self.go_maps.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Opens or closes a quote. An apostrophe within a word, as in `don't`, does neither.
    fn read_quote(&mut self, quote: u8) {
        let before = byte_before(self.line, self.at);
        if before == b'\\' {
            return;
        }
        if self.open_quote == Some(quote) {
            self.open_quote = None;
        } else if self.open_quote.is_none()
            && (before == 0 || is_space(before) || b"=([{,:>`\"'$".contains(&before))
        {
            self.open_quote = Some(quote);
        }
    }
}

impl Iterator for LineNames<'_> {
    type Item = LineName;

    fn next(&mut self) -> Option<LineName> {
        let start = find_byte(self.line, self.at, is_name_byte);
        while self.at < start {
            let byte = byte_at(self.line, self.at);
            self.read_separator(byte);
            self.at += 1;
        }
        let run_end = find_byte(self.line, start, |byte| !is_name_byte(byte));
        if run_end == start {
            return None;
        }
        self.at = run_end;
        // A full stop or a dash at the end belongs to the sentence.
        let end = run_before(self.line, run_end, |byte| matches!(byte, b'.' | b'-')).max(start);
        let is_first = self.is_first;
        let word = &self.line[start..end];
        let is_mark = word.bytes().all(|byte| byte.is_ascii_digit());
        self.is_first &= is_mark
            || word.len() <= 8
                && DECLARATIONS
                    .iter()
                    .any(|other| word.eq_ignore_ascii_case(other));
        Some(LineName {
            range: start..end,
            is_first,
            open_quote: self.open_quote,
            in_brackets: self.brackets > 0,
            in_go_map: self.go_maps > 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_read_once_with_what_it_stands_in() {
        let line = "- export a.b=1 'X-Y: z' {c: don't, \"d\"} map[e:f]";
        let names: Vec<_> = LineNames::new(line)
            .map(|name| {
                (
                    &line[name.range],
                    name.is_first,
                    name.open_quote,
                    name.in_brackets,
                    name.in_go_map,
                )
            })
            .collect();
        let quote = Some(b'\'');
        assert_eq!(
            names,
            [
                ("", true, None, false, false),
                ("export", true, None, false, false),
                ("a.b", true, None, false, false),
                ("1", false, None, false, false),
                ("X-Y", false, quote, false, false),
                ("z", false, quote, false, false),
                ("c", false, None, true, false),
                ("don", false, None, true, false),
                ("t", false, None, true, false),
                ("d", false, Some(b'"'), true, false),
                ("map", false, None, false, false),
                ("e", false, None, true, true),
                ("f", false, None, true, true),
            ]
        );
    }
}
