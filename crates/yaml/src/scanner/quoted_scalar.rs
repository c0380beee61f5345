//! Scalars in single and double quotes (`yaml_parser_scan_flow_scalar`).

use crate::{YamlError, characters::Characters};

/// The quotation marks around a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Single,
    Double,
}

impl Quotes {
    fn mark(self) -> u8 {
        match self {
            Self::Single => b'\'',
            Self::Double => b'"',
        }
    }
}

/// Reads a scalar from its opening to its closing quotation mark. Its further lines may stand at any column.
pub(super) fn scan(characters: &mut Characters<'_>, quotes: Quotes) -> Result<String, YamlError> {
    let start = characters.mark();
    characters.skip();
    let mut text = String::new();
    let mut space = Space::default();
    loop {
        characters.require(4)?;
        if characters.is_document_indicator() {
            return Err(start.error("found unexpected document indicator in a quoted scalar"));
        }
        if characters.is_end() {
            return Err(start.error("found unexpected end of stream in a quoted scalar"));
        }
        let is_line_joined = scan_word(characters, quotes, &mut text)? == WordEnd::EscapedLineBreak;
        characters.require(1)?;
        if characters.is(quotes.mark()) {
            characters.skip();
            return Ok(text);
        }
        space.is_after_break = is_line_joined;
        while characters.is_blank(0) || characters.is_break(0) {
            space.scan(characters)?;
            characters.require(1)?;
        }
        space.fold_into(&mut text);
    }
}

#[derive(PartialEq)]
enum WordEnd {
    /// White space, the closing quotation mark or the end of the text is next.
    Plain,
    EscapedLineBreak,
}

/// Reads up to white space or the closing quotation mark.
fn scan_word(
    characters: &mut Characters<'_>,
    quotes: Quotes,
    text: &mut String,
) -> Result<WordEnd, YamlError> {
    while !characters.is_blank_or_end(0) {
        match (quotes, characters.byte(0)) {
            (Quotes::Single, b'\'') if characters.byte(1) == b'\'' => {
                text.push('\'');
                characters.skip();
                characters.skip();
            }
            (Quotes::Single, b'\'') | (Quotes::Double, b'"') => break,
            (Quotes::Double, b'\\') if characters.is_break(1) => {
                characters.require(3)?;
                characters.skip();
                characters.skip_line()?;
                return Ok(WordEnd::EscapedLineBreak);
            }
            (Quotes::Double, b'\\') => text.push(scan_escape(characters)?),
            _ => characters.read(text),
        }
        characters.require(2)?;
    }
    Ok(WordEnd::Plain)
}

/// Reads an escape such as `\n` or `\u00e9`.
fn scan_escape(characters: &mut Characters<'_>) -> Result<char, YamlError> {
    let mark = characters.mark();
    let digits = match characters.byte(1) {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        letter => {
            let escaped =
                escaped(letter).ok_or_else(|| mark.error("found unknown escape character"))?;
            characters.skip();
            characters.skip();
            return Ok(escaped);
        }
    };
    characters.skip();
    characters.skip();
    characters.require(digits)?;
    let mut value = 0;
    for offset in 0..digits {
        let digit = char::from(characters.byte(offset)).to_digit(16);
        let digit = digit.ok_or_else(|| mark.error("did not find expected hexadecimal number"))?;
        value = (value << 4) | digit;
    }
    for _ in 0..digits {
        characters.skip();
    }
    char::from_u32(value).ok_or_else(|| mark.error("found invalid Unicode character escape code"))
}

/// Returns the character that a letter after `\` stands for.
fn escaped(letter: u8) -> Option<char> {
    Some(match letter {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0b',
        b'f' => '\x0c',
        b'r' => '\r',
        b'e' => '\x1b',
        b' ' | b'"' | b'\'' | b'\\' => char::from(letter),
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

/// White space between the words of a quoted or plain scalar.
#[derive(Default)]
pub(super) struct Space {
    /// Blanks that no line break follows.
    blanks: String,
    first_break: String,
    further_breaks: String,
    /// Whether a line break was found, so that further blanks are indentation.
    pub(super) is_after_break: bool,
}

impl Space {
    /// Reads a blank or a line break.
    pub(super) fn scan(&mut self, characters: &mut Characters<'_>) -> Result<(), YamlError> {
        match (characters.is_blank(0), self.is_after_break) {
            (true, true) => characters.skip(),
            (true, false) => characters.read(&mut self.blanks),
            (false, true) => characters.read_line(&mut self.further_breaks)?,
            (false, false) => {
                self.blanks.clear();
                characters.read_line(&mut self.first_break)?;
                self.is_after_break = true;
            }
        }
        Ok(())
    }

    /// Appends what the white space stands for, and clears it: one LF becomes a space, and is left out before more.
    pub(super) fn fold_into(&mut self, text: &mut String) {
        if !self.is_after_break {
            text.push_str(&self.blanks);
        } else if self.first_break != "\n" {
            text.push_str(&self.first_break);
            text.push_str(&self.further_breaks);
        } else if self.further_breaks.is_empty() {
            text.push(' ');
        } else {
            text.push_str(&self.further_breaks);
        }
        self.blanks.clear();
        self.first_break.clear();
        self.further_breaks.clear();
        self.is_after_break = false;
    }
}
