//! Where a value ends that a message quotes: in quotation marks, in braces, or bare.

/// A quotation mark with the backslashes before it: a text that is quoted within a quoted text has `\"` around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    mark: char,
    backslashes: usize,
}

impl Quote {
    /// Returns the quotation mark at the start of a text: `"`, `'`, `` ` ``, or one of them with backslashes before it.
    pub(crate) fn at_start(text: &str) -> Option<Self> {
        let unescaped = text.trim_start_matches('\\');
        let mark = unescaped.chars().next()?;
        matches!(mark, '"' | '\'' | '`').then_some(Self {
            mark,
            backslashes: text.len() - unescaped.len(),
        })
    }

    /// Whether the mark is an apostrophe without a backslash, which words have too.
    pub(crate) fn is_apostrophe(self) -> bool {
        self.mark == '\'' && self.backslashes == 0
    }

    /// Returns its length in bytes.
    pub(crate) fn length(self) -> usize {
        self.backslashes + self.mark.len_utf8()
    }

    /// Returns where the text between this quote and its end is, in a text that starts with this quote; `None` when it does
    /// not end.
    pub(crate) fn content(self, text: &str) -> Option<&str> {
        let body = text.get(self.length()..)?;
        let mut backslashes = 0;
        for (at, c) in body.char_indices() {
            if c == '\\' {
                backslashes += 1;
                continue;
            }
            if c == self.mark && self.is_closed_after(backslashes) {
                return body.get(..at.checked_sub(self.backslashes)?);
            }
            backslashes = 0;
        }
        None
    }

    /// Whether a mark after so many backslashes closes the text: those that are its own stand before it, and those of an
    /// escaped backslash before them.
    fn is_closed_after(self, backslashes: usize) -> bool {
        // Go does not escape in backquotes.
        self.mark == '`'
            || backslashes
                .checked_sub(self.backslashes)
                .is_some_and(|escaped| escaped % (2 * (self.backslashes + 1)) == 0)
    }
}

/// Returns how long the group in braces or brackets at the start of a text is. A bracket within a quoted text does not
/// count. A group that does not end extends to the last closing bracket, or to the end of the text.
pub(crate) fn group_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '"' | '\\' | '`' => {
                let quoted = Quote::at_start(&text[at..]);
                if let Some(quote) = quoted
                    && let Some(content) = quote.content(&text[at..])
                {
                    at += 2 * quote.length() + content.len();
                    continue;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
        if depth == 0 {
            return at;
        }
    }
    text.rfind(['}', ']']).map_or(text.len(), |last| last + 1)
}

/// Returns how long the value at the start of a text is that stands without quotes: a number, a truth value, JSON, or a
/// value of Go such as `core.EnvVar{…}`. `None` where a sentence follows.
pub(crate) fn unquoted_value_length(text: &str) -> Option<usize> {
    let is_type = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '*' | '&' | '[' | ']' | '-' | '+')
    };
    let length = text.find(|c| !is_type(c)).unwrap_or(text.len());
    if text[length..].starts_with('{') {
        return Some(length + group_length(&text[length..]));
    }
    if text.starts_with('[') {
        return Some(group_length(text));
    }
    // `map[string]interface {}{"a":1}`.
    if let Some(rest) = text.strip_prefix("map[string]interface {}") {
        return Some(text.len() - rest.len() + group_length(rest));
    }
    let word = &text[..length];
    let is_scalar =
        matches!(word, "true" | "false" | "null" | "nil") || word.parse::<f64>().is_ok();
    is_scalar.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> Option<&str> {
        Quote::at_start(text)?.content(text)
    }

    #[test]
    fn a_quoted_text_ends_at_the_mark_that_is_not_escaped() {
        for (text, expected) in [
            (r#""a" b"#, Some("a")),
            (r#""a\"b" c"#, Some(r#"a\"b"#)),
            (r#""a\\" b"#, Some(r"a\\")),
            (r#"\"a\" b"#, Some("a")),
            (r#"\"a\\\"b\" c"#, Some(r#"a\\\"b"#)),
            ("`a\\` b", Some("a\\")),
            ("'a' b", Some("a")),
            ("\"a", None),
            ("\"", None),
            ("a", None),
        ] {
            assert_eq!(content(text), expected, "{text}");
        }
    }

    #[test]
    fn a_group_ends_at_its_own_bracket() {
        for (text, expected) in [
            (r#"{"a":{"b":"}"}} c"#, r#"{"a":{"b":"}"}}"#),
            ("{a {b} c", "{a {b}"),
            ("{a", "{a"),
            ("[a[b]]]", "[a[b]]"),
            (r#"{\"a\":\"}\"} b"#, r#"{\"a\":\"}\"}"#),
        ] {
            assert_eq!(&text[..group_length(text)], expected, "{text}");
        }
    }
}
