//! Copies a text without what is not known to be harmless.

use super::sentences;
use super::words::{is_amount, is_known};
use crate::quoted::{Quote, group_length, unquoted_value_length};

/// What stands in the place of what is left out.
const MASK: char = '…';

/// The phrases of the API server before a value of an object, see `field.Error` in `k8s.io/apimachinery`.
const VALUE_PHRASES: [&str; 7] = [
    "Invalid value: ",
    "Unsupported value: ",
    "Duplicate value: ",
    "Not found: ",
    "Too long: ",
    "Too many: ",
    "Value:",
];

/// The phrases after which somebody else's words follow: those of a webhook or of a policy.
const QUOTING_PHRASES: [&str; 3] = ["denied the request", "denied request", "failed expression:"];

/// The phrase before the values that the API server would take.
const SUPPORTED_VALUES: &str = "supported values: ";

/// The phrases before the name of a field, of a list item or of a field manager in quotes.
const NAME_PHRASES: [&str; 5] = [
    "unknown field ",
    "duplicate field ",
    "[name=",
    "conflict with ",
    "conflicts with ",
];

/// Who speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaker {
    /// helm or the API server, whose sentences name objects at known places.
    Helm,
    /// Anybody: names are left out too.
    Anybody,
}

/// Returns a text without what is not known to be harmless.
pub(super) fn redact(text: &str) -> String {
    let mut redaction = Redaction {
        text,
        at: 0,
        out: String::with_capacity(text.len()),
        speaker: Speaker::Helm,
    };
    while redaction.at < text.len() {
        redaction.step();
    }
    redaction.out
}

struct Redaction<'a> {
    text: &'a str,
    at: usize,
    out: String,
    speaker: Speaker,
}

impl<'a> Redaction<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Copies or leaves out what is next.
    fn step(&mut self) {
        let rest = self.rest();
        if self.is_at_word_start() && (self.sentence() || self.value() || self.quoting_phrase()) {
            return;
        }
        if let Some(quote) = Quote::at_start(rest)
            && (!quote.is_apostrophe() || self.opens_at_apostrophe(quote))
        {
            self.quoted(quote);
        } else if rest.starts_with('{') {
            self.mask(group_length(rest));
        } else {
            self.word(self.text.len());
        }
    }

    fn is_at_word_start(&self) -> bool {
        !self.text[..self.at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    fn copy(&mut self, length: usize) {
        self.out.push_str(&self.rest()[..length]);
        self.at += length;
    }

    /// Leaves out so many bytes.
    fn mask(&mut self, length: usize) {
        self.at += length;
        let kept = self.out.trim_end_matches(' ').trim_end_matches(is_joint);
        if kept.ends_with(MASK) {
            self.out.truncate(kept.len());
        } else {
            self.out.push(MASK);
        }
    }

    /// Copies a sentence that names an object.
    fn sentence(&mut self) -> bool {
        if self.speaker == Speaker::Anybody {
            return false;
        }
        let sentence = sentences::at_start(self.rest());
        if let Some(sentence) = &sentence {
            self.copy(sentence.length);
        }
        sentence.is_some()
    }

    /// Copies a phrase that introduces a value, and leaves out the value.
    fn value(&mut self) -> bool {
        let rest = self.rest();
        let Some(phrase) = VALUE_PHRASES
            .iter()
            .find(|phrase| rest.starts_with(**phrase))
        else {
            return false;
        };
        self.copy(phrase.len());
        self.speaker = Speaker::Anybody;
        let rest = self.rest();
        if let Some(quote) = Quote::at_start(rest) {
            self.quoted(quote);
        } else if let Some(length) = unquoted_value_length(rest) {
            self.mask(length);
        }
        true
    }

    fn quoting_phrase(&mut self) -> bool {
        let rest = self.rest();
        let Some(phrase) = QUOTING_PHRASES
            .iter()
            .find(|phrase| rest.starts_with(**phrase))
        else {
            return false;
        };
        self.copy(phrase.len());
        self.speaker = Speaker::Anybody;
        true
    }

    /// Whether an apostrophe opens a quoted text, rather than being part of a word.
    fn opens_at_apostrophe(&self, quote: Quote) -> bool {
        self.is_at_word_start() && quote.content(self.rest()).is_some()
    }

    /// Leaves out a quoted text, to the end where it is not closed, unless its place says that it is none of an object's
    /// values.
    fn quoted(&mut self, quote: Quote) {
        let rest = self.rest();
        let Some(content) = quote.content(rest) else {
            self.copy(quote.length());
            return self.mask(self.rest().len());
        };
        self.copy(quote.length());
        let before = self.text[..self.at - quote.length()].trim_end_matches(' ');
        if self.speaker == Speaker::Helm
            && is_request_address(before)
            && let Some(host) = host_length(content)
        {
            self.copy(host);
            self.mask(content.len() - host);
        } else if ends_with_any(before, &NAME_PHRASES) || self.is_supported_value() {
            let end = self.at + content.len();
            while self.at < end {
                self.word(end);
            }
        } else if !content.is_empty() {
            self.mask(content.len());
        }
        self.copy(quote.length());
    }

    /// Whether this is one of the values that the API server would take.
    fn is_supported_value(&self) -> bool {
        let before = &self.text[..self.at];
        before
            .rfind(SUPPORTED_VALUES)
            .is_some_and(|at| !before[at..].contains(['\n', ']', ';']))
    }

    /// Copies what separates words, or a word, or leaves it out. The text ends here.
    fn word(&mut self, end: usize) {
        let rest = &self.text[self.at..end];
        let length = rest
            .char_indices()
            .find(|(at, c)| ends_word(rest, *at, *c))
            .map_or(rest.len(), |(at, _)| at);
        if length == 0 {
            return self.separator();
        }
        let word = &rest[..length];
        let before = &self.text[..self.at];
        let is_harmless = match before.strip_suffix('=') {
            Some(name) if name.ends_with("Kind") => is_known(word),
            Some(_) => is_amount(word),
            None => is_known(word) && !self.is_in_long_number(word),
        };
        if is_harmless {
            self.copy(length);
        } else {
            self.mask(length);
        }
    }

    /// Copies a character between words. What moves the cursor of a terminal becomes a space.
    fn separator(&mut self) {
        let Some(c) = self.rest().chars().next() else {
            return;
        };
        let is_blank = c.is_control() || c.is_whitespace();
        self.out.push(if is_blank { ' ' } else { c });
        self.at += c.len_utf8();
    }

    /// Whether a number is part of one with many digits, such as `4929-123-456`. Addresses of the network are none.
    fn is_in_long_number(&self, word: &str) -> bool {
        if !word.bytes().any(|byte| byte.is_ascii_digit()) || self.text[..self.at].ends_with('[') {
            return false;
        }
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | ':' | ',' | '[' | ']');
        let start = self.text[..self.at].rfind(is_end).map_or(0, |at| at + 1);
        let start = self.text.ceil_char_boundary(start);
        let end = self.text[self.at..]
            .find(is_end)
            .map_or(self.text.len(), |at| self.at + at);
        let whole = &self.text[start..end];
        let digits = whole.bytes().filter(u8::is_ascii_digit).count();
        let is_address = whole
            .trim_matches(['(', ')'])
            .parse::<core::net::Ipv4Addr>()
            .is_ok();
        digits > MAX_DIGITS_IN_A_ROW && !is_address
    }
}

/// The most digits of a number with separators, such as a version.
const MAX_DIGITS_IN_A_ROW: usize = 5;

/// Whether a character separates words. Hyphens and underscores join them.
fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\n' | '…' | '–' | '—' | '•')
        || (c.is_ascii_punctuation() && !matches!(c, '-' | '_' | '\''))
}

/// Whether a separator can be part of a secret, so that secrets on both sides of it are shown as one.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        '.' | '/'
            | '+'
            | '&'
            | '~'
            | '^'
            | '%'
            | '#'
            | '@'
            | '$'
            | '!'
            | '?'
            | '*'
            | '\\'
            | '<'
            | '>'
    )
}

/// Whether a character after a part of a word ends the word.
fn ends_word(text: &str, at: usize, c: char) -> bool {
    let is_apostrophe = c == '\'' && !text[at + 1..].starts_with(char::is_alphanumeric);
    is_separator(c) || c.is_control() || c.is_whitespace() || is_apostrophe
}

/// Whether the address of a request follows, as Go's HTTP client writes it.
fn is_request_address(before: &str) -> bool {
    ends_with_any(
        before,
        &["Get ", "Post ", "Put ", "Patch ", "Delete ", "Head "],
    )
}

/// Whether a text ends with one of some phrases, but for spaces.
fn ends_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases
        .iter()
        .any(|phrase| text.ends_with(phrase.trim_end()))
}

/// Returns how long scheme and host of an address are.
fn host_length(address: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .iter()
        .find(|scheme| address.starts_with(**scheme))?;
    let host = &address[scheme.len()..];
    let length = host.find(['/', '?', '#']).unwrap_or(host.len());
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    host[..length]
        .chars()
        .all(is_host)
        .then_some(scheme.len() + length)
}
