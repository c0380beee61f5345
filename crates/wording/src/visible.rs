//! Characters that show nothing, or that change how the text around them is shown, as their numbers. With them a text can
//! look like another one, and in a terminal it can do more than be shown.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::iter;

use astern_protocol::is_bidi_or_line_break;

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VisiblePiece<'a> {
    /// Text that is shown as it is.
    Text(&'a str),
    /// One character that is shown as its number.
    Number(char),
}

/// Splits a text into what is shown as it is and the characters that are shown as their numbers. Line feeds and tabs are
/// text.
pub fn visible_pieces(text: &str) -> impl Iterator<Item = VisiblePiece<'_>> {
    let mut rest = text;
    let mut before = None;
    iter::from_fn(move || {
        let mut end = 0;
        let mut characters = rest.chars().peekable();
        while let Some(c) = characters.next() {
            let is_number = is_number(before, c, characters.peek().copied());
            if is_number && end > 0 {
                break;
            }
            before = Some(c);
            end += c.len_utf8();
            if is_number {
                rest = &rest[end..];
                return Some(VisiblePiece::Number(c));
            }
        }
        let (text, after) = rest.split_at(end);
        rest = after;
        (!text.is_empty()).then_some(VisiblePiece::Text(text))
    })
}

/// Returns the text with such characters as numbers: `<U+202E>`. Line feeds and tabs stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_text = |piece| matches!(piece, VisiblePiece::Text(_));
    if visible_pieces(text).all(is_text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for piece in visible_pieces(text) {
        // Writing to a String cannot fail.
        let _ = match piece {
            VisiblePiece::Text(text) => shown.write_str(text),
            VisiblePiece::Number(c) => write!(shown, "<U+{:04X}>", u32::from(c)),
        };
    }
    Cow::Owned(shown)
}

/// Returns the text on one line: line breaks and tabs become spaces, other such characters numbers.
#[must_use]
pub fn visible_line(text: &str) -> Cow<'_, str> {
    match text.contains(['\n', '\r', '\t']) {
        false => visible(text),
        true => {
            let line = text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
            Cow::Owned(visible(&line).into_owned())
        }
    }
}

/// Returns a JSON text with such characters as `\u` escapes, which leaves its values the same.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    // A JSON text holds them in strings only: serde_json escapes the control characters up to U+001F itself, and all others
    // are no part of the syntax.
    let is_escaped = |c: char| is_invisible(c) || is_joiner(c);
    if !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        if is_escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Whether a character between these two is shown as its number.
fn is_number(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_shown = |c: char| !c.is_ascii() && !is_invisible(c) && !is_joiner(c);
    let follows_shown = before.is_some_and(is_shown);
    match is_selector(c) {
        true => !follows_shown,
        false => {
            let joins =
                (follows_shown || before.is_some_and(is_selector)) && after.is_some_and(is_shown);
            is_invisible(c) || is_joiner(c) && !joins
        }
    }
}

/// Whether a character shows nothing, or changes how others are shown, wherever it stands: control characters, those that
/// change the direction of text, spaces other than the usual one, and those that Unicode calls default ignorable
/// (`DerivedCoreProperties.txt`, Unicode 17).
fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || is_bidi_or_line_break(c)
        // Spaces.
        || matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{2800}')
        // Default ignorable.
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
        || matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a character joins its neighbours, chooses a form of the one before, or keeps them apart. Some scripts and emoji
/// are written with them; between other characters they show nothing.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}') || is_selector(c)
}

/// Whether a character chooses a form of the one before.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_readable_stays() {
        for text in [
            "a é\t\n日 ’",
            "شب\u{200c}های",
            "👩\u{200d}💻 ⚠\u{fe0f} ❤\u{fe0f}\u{200d}🔥",
            "<U+202E>",
        ] {
            assert!(
                matches!(visible(text), Cow::Borrowed(same) if same == text),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_deceives_is_a_number() {
        for (text, shown) in [
            ("a\u{1b}[31mb", "a<U+001B>[31mb"),
            (
                "\u{7}\u{7f}\u{85}\u{9b}",
                "<U+0007><U+007F><U+0085><U+009B>",
            ),
            ("a\u{202e}b\u{2066}", "a<U+202E>b<U+2066>"),
            ("\u{61c}\u{200e}\u{2028}", "<U+061C><U+200E><U+2028>"),
            ("pass\u{200b}word", "pass<U+200B>word"),
            ("pass\u{200d}word", "pass<U+200D>word"),
            ("é\u{200d}a", "é<U+200D>a"),
            ("a\u{fe0f}", "a<U+FE0F>"),
            ("日\u{fe00}\u{fe00}", "日\u{fe00}<U+FE00>"),
            ("\u{feff}a\u{e0041}", "<U+FEFF>a<U+E0041>"),
            ("a\rb\u{b}", "a<U+000D>b<U+000B>"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
        assert_eq!(visible_line("a\r\nb\tc\u{1b}"), "a b c<U+001B>");
    }

    #[test]
    fn json_stays_the_same_json() {
        let text = "\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}é\u{200d}\u{fe0f}\n";
        let json = serde_json::to_string_pretty(&serde_json::json!({ text: [text] })).unwrap();
        let escaped = visible_json(&json);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&escaped).unwrap(),
            serde_json::from_str::<serde_json::Value>(&json).unwrap()
        );
        assert!(
            escaped.contains(r"\u001b\u007f\u009b\u202e\udb40\udc41é\u200d\ufe0f\n"),
            "{escaped}"
        );
    }

    proptest! {
        #[test]
        fn no_text_has_them_afterwards(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.contains(is_invisible));
            prop_assert_eq!(visible(&shown), shown.as_ref());
            let joined: String = visible_pieces(&text)
                .map(|piece| match piece {
                    VisiblePiece::Text(text) => text.to_owned(),
                    VisiblePiece::Number(c) => c.to_string(),
                })
                .collect();
            prop_assert_eq!(joined, text);
        }
    }
}
