//! Random manifests, made of what readers of YAML read differently.

use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};

const HEADERS: &[&str] = &[
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n",
    "kind: List\napiVersion: v1\n",
    "{\"apiVersion\": \"v1\", \"kind\": \"X\", \"metadata\": {\"name\": \"b\"}}\n",
];

const LINE_BREAKS: &[&str] = &[
    "\n", "\n", "\n", "\n", "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", "\n  ",
    "\n ", "\n\t", "\n    ",
];

const SCALARS: &[&str] = &[
    "a",
    "b",
    "c",
    "a b",
    "x",
    "yes",
    "no",
    "~",
    "null",
    "1",
    "0x1F",
    "017",
    "1e3",
    "1.5",
    ".inf",
    "1_000",
    "12:30",
    "''",
    "'a'",
    "\"b\"",
    "\"a\\nb\"",
    "'it''s'",
    "\"\\u00e9\"",
    "-a",
    "a#b",
    "a:b",
    "https://x",
    "<<",
    "*x",
    "*y",
    "é",
    "-",
    "2001-01-01",
    "18446744073709551615",
    "\"x\\\ny\"",
    "items",
    "kind",
    "metadata",
    "name",
];

const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "- ",
    "-",
    "-\n",
    "? ",
    "?",
    ": ",
    ":",
    ":\t",
    ", ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "#",
    " #",
    " # c",
    "# c\n",
    "|",
    "|\n",
    "|-\n",
    "|+\n",
    "|2\n",
    ">\n",
    ">-\n",
    "'",
    "''",
    "\"",
    "\"\"",
    "\\",
    "\\\n",
    "\\x41",
    "&x ",
    "&y ",
    "*x",
    "*y",
    "!",
    "! ",
    "!!str ",
    "!!int ",
    "!!binary ",
    "!!null ",
    "!a ",
    "<<: ",
    "<<: *x",
    "---",
    "---\n",
    "--- ",
    "--- #",
    "...",
    "...\n",
    "\n---\n",
    "\n...\n",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "items:",
    "items: ",
    "a",
    "b",
    "a: b\n",
    "a: ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "1",
    "yes",
    "~",
    "0",
    "\u{1}",
    "\u{7f}",
    "é",
    "=",
    "@",
    "`",
    "kind: X\n",
    "apiVersion: v1\n",
    "metadata: {name: n}\n",
    "[https:, data:]",
    "[-]",
    "\"x\"#c",
];

/// Returns a seed that differs from run to run.
pub fn any_seed() -> u64 {
    RandomState::new().hash_one(0)
}

/// Makes manifests from a seed (xorshift64*).
pub struct Random {
    state: u64,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// Returns a number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let number = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).expect("31 bits fit") % end
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// Returns a manifest.
    pub fn manifest(&mut self) -> String {
        let mut text = String::new();
        match self.below(10) {
            0 => {
                for _ in 0..self.below(40) {
                    text.push_str(self.pick(PIECES));
                }
            }
            1 => {
                text.push_str(self.pick(HEADERS));
                for _ in 0..self.below(30) {
                    text.push_str(self.pick(PIECES));
                }
            }
            _ => {
                for _ in 0..=self.below(3) {
                    if self.one_in(2) {
                        text.push_str("---\n");
                    }
                    text.push_str(self.pick(HEADERS));
                    if !self.one_in(4) {
                        text.push_str("x: &x {k: v}\ny: &y s\n");
                    }
                    for field in 0..self.below(4) {
                        let _ = write!(text, "f{field}:");
                        self.value(&mut text, 2, 0);
                        text.push_str(self.pick(&LINE_BREAKS[..6]));
                    }
                    if self.one_in(8) {
                        text.push_str("items:\n- ");
                        text.push_str(&self.pick(HEADERS).replace('\n', "\n  "));
                        text.push('\n');
                    }
                }
                for _ in 0..self.below(3) {
                    self.change(&mut text);
                }
            }
        }
        text
    }

    /// Replaces, inserts or removes at a random place.
    fn change(&mut self, text: &mut String) {
        let boundaries: Vec<usize> = (0..=text.len())
            .filter(|&at| text.is_char_boundary(at))
            .collect();
        let start = self.below(boundaries.len());
        let end = (start + [0, 0, 0, 1, 1, 2, 5][self.below(7)]).min(boundaries.len() - 1);
        let new = match self.below(6) {
            0 => "",
            1 => self.pick(LINE_BREAKS),
            2 => self.pick(SCALARS),
            _ => self.pick(PIECES),
        };
        text.replace_range(boundaries[start]..boundaries[end], new);
    }

    /// Writes a value after `key:` or `-`, in any style.
    fn value(&mut self, text: &mut String, indent: usize, depth: usize) {
        let space = " ".repeat(indent);
        match self.below(if depth > 3 { 5 } else { 9 }) {
            0 | 1 => {
                text.push(' ');
                text.push_str(self.pick(SCALARS));
            }
            2 => self.folded(text, &space),
            3 => {
                text.push_str(
                    self.pick(&[" |", " >", " |-", " >-", " |+", " >+", " |2", " | # c"]),
                );
                for _ in 0..=self.below(4) {
                    text.push_str(self.pick(LINE_BREAKS));
                    text.push_str(&space);
                    text.push_str(self.pick(SCALARS));
                }
            }
            4 => {
                text.push_str(self.pick(&[
                    " &x ",
                    " &y ",
                    " !!str ",
                    " !!int ",
                    " !!float ",
                    " ! ",
                    "\t",
                    " !!binary ",
                    " !a ",
                ]));
                text.push_str(self.pick(SCALARS));
            }
            5 => {
                text.push(' ');
                self.flow(text, depth);
            }
            6 => {
                for _ in 0..=self.below(3) {
                    let _ = write!(
                        text,
                        "\n{}-",
                        " ".repeat(indent.saturating_sub(2 * self.below(2)))
                    );
                    self.value(text, indent + 2, depth + 1);
                }
            }
            _ => {
                if self.one_in(5) {
                    text.push_str(self.pick(&[" &x", " &y", " # c"]));
                }
                for _ in 0..=self.below(3) {
                    let _ = write!(text, "\n{space}{}:", self.pick(SCALARS));
                    self.value(text, indent + 2, depth + 1);
                }
            }
        }
    }

    /// Writes a plain or quoted scalar over several lines, which need not be indented.
    fn folded(&mut self, text: &mut String, space: &str) {
        let quote = self.pick(&["", "\"", "'"]);
        let _ = write!(text, " {quote}");
        for _ in 0..=self.below(3) {
            text.push_str(self.pick(&["a", "b c", "1", "- d", "e: f", "é", "#", "{", "]"]));
            text.push_str(self.pick(LINE_BREAKS));
            if self.one_in(2) {
                text.push_str(space);
            }
        }
        let _ = write!(text, "z{quote}");
    }

    fn flow(&mut self, text: &mut String, depth: usize) {
        let (open, close) = if self.one_in(2) {
            ('[', ']')
        } else {
            ('{', '}')
        };
        text.push(open);
        for entry in 0..self.below(4) {
            if entry > 0 {
                text.push_str(self.pick(&[", ", ",", ",\n", " ,", ",\n  ", ",\t"]));
            }
            if open == '{' || self.one_in(6) {
                text.push_str(self.pick(SCALARS));
                text.push_str(self.pick(&[": ", ":", " : ", ":\n", ""]));
            }
            if depth < 4 && self.one_in(3) {
                self.flow(text, depth + 1);
            } else {
                text.push_str(self.pick(SCALARS));
            }
        }
        text.push_str(self.pick(&["", "", " ", "\n", "\n  ", ","]));
        text.push(close);
    }
}
