//! The characters of a text, as go-yaml's reader hands them to its scanner (`readerc.go`, `yamlprivateh.go`).
//!
//! The reader takes the text in chunks. Two of its results depend on where a chunk ends: a character that YAML does not
//! allow is an error only when its chunk is read, and a byte order mark is looked for at the start of the buffer.

use crate::YamlError;

/// The number of bytes that the reader takes at once (`input_raw_buffer_size`).
const CHUNK: usize = 512;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A position in the text. All numbers count characters, from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) index: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Mark {
    /// Returns a syntax error at this position.
    pub(crate) fn error(self, reason: &'static str) -> YamlError {
        YamlError::Syntax {
            line: self.line + 1,
            column: self.column + 1,
            reason,
        }
    }
}

/// The text and the position of the next character.
pub(crate) struct Characters<'a> {
    text: &'a str,
    /// The byte at which the next character starts. At the end of the text it may pass the length.
    position: usize,
    mark: Mark,
    /// The number of checked characters from `position` on, counting the end of the text as a character.
    unread: usize,
    /// The end of the checked characters.
    checked: usize,
    /// The end of the chunks that were taken.
    taken: usize,
    /// The first byte of go-yaml's buffer.
    buffer: usize,
}

impl<'a> Characters<'a> {
    /// Starts at the first character, after a byte order mark.
    pub(crate) fn new(text: &'a str) -> Self {
        let start = if text.as_bytes().starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        Self {
            text,
            position: start,
            mark: Mark::default(),
            unread: 0,
            checked: start,
            taken: CHUNK.min(text.len()),
            buffer: start,
        }
    }

    /// Returns the position of the next character.
    pub(crate) fn mark(&self) -> Mark {
        self.mark
    }

    /// Sets the position to the start of the next line, as the scanner does at the end of the text.
    pub(crate) fn end_line(&mut self) {
        if self.mark.column != 0 {
            self.mark.column = 0;
            self.mark.line += 1;
        }
    }

    /// Checks that the next `count` characters are allowed in YAML, as far as the text contains so many.
    ///
    /// # Errors
    /// When a character of their chunk is not allowed.
    #[inline]
    pub(crate) fn require(&mut self, count: usize) -> Result<(), YamlError> {
        if self.unread >= count {
            return Ok(());
        }
        self.take_chunks(count)
    }

    fn take_chunks(&mut self, count: usize) -> Result<(), YamlError> {
        self.buffer = self.position;
        // A chunk that was taken to look for a byte order mark is not yet checked.
        self.check_chunk()?;
        while self.unread < count {
            if self.checked == self.text.len() {
                self.unread += 1;
                break;
            }
            self.taken = self.text.len().min(self.checked + CHUNK);
            self.check_chunk()?;
        }
        Ok(())
    }

    /// Checks the complete characters of the chunk.
    fn check_chunk(&mut self) -> Result<(), YamlError> {
        let chunk = &self.text.as_bytes()[..self.taken];
        while let Some(&lead) = chunk.get(self.checked) {
            let width = width(lead);
            let Some(character) = chunk.get(self.checked..self.checked + width) else {
                break;
            };
            if !is_allowed(character) {
                return Err(self.not_allowed());
            }
            self.checked += width;
            self.unread += 1;
        }
        Ok(())
    }

    fn not_allowed(&self) -> YamlError {
        let before = self.text.get(..self.checked).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Mark {
            index: 0,
            line: before.matches('\n').count(),
            column: before.get(line_start..).unwrap_or_default().chars().count(),
        }
        .error("control characters are not allowed")
    }

    /// Returns the byte `offset` after the start of the next character; 0 after the end of the text.
    #[inline]
    pub(crate) fn byte(&self, offset: usize) -> u8 {
        self.bytes_from(offset).first().copied().unwrap_or(0)
    }

    #[inline]
    fn bytes_from(&self, offset: usize) -> &[u8] {
        self.text
            .as_bytes()
            .get(self.position + offset..)
            .unwrap_or_default()
    }

    /// Returns whether the next character is `expected`, an ASCII character.
    #[inline]
    pub(crate) fn is(&self, expected: u8) -> bool {
        self.byte(0) == expected
    }

    /// Returns whether the text has ended.
    #[inline]
    pub(crate) fn is_end(&self) -> bool {
        self.byte(0) == 0
    }

    /// Returns whether a space or a tab is at this offset.
    #[inline]
    pub(crate) fn is_blank(&self, offset: usize) -> bool {
        matches!(self.byte(offset), b' ' | b'\t')
    }

    /// Returns whether a line break is at this offset: CR, LF, NEL (U+0085), LS (U+2028) or PS (U+2029).
    #[inline]
    pub(crate) fn is_break(&self, offset: usize) -> bool {
        match self.byte(offset) {
            b'\r' | b'\n' => true,
            0xc2 => self.byte(offset + 1) == 0x85,
            0xe2 => self.is_unicode_separator(offset),
            _ => false,
        }
    }

    /// Returns whether LS (U+2028) or PS (U+2029) is at this offset.
    fn is_unicode_separator(&self, offset: usize) -> bool {
        matches!(self.bytes_from(offset), [0xe2, 0x80, 0xa8 | 0xa9, ..])
    }

    /// Returns whether a line break or the end of the text is at this offset.
    #[inline]
    pub(crate) fn is_break_or_end(&self, offset: usize) -> bool {
        self.byte(offset) == 0 || self.is_break(offset)
    }

    /// Returns whether white space or the end of the text is at this offset.
    #[inline]
    pub(crate) fn is_blank_or_end(&self, offset: usize) -> bool {
        self.is_blank(offset) || self.is_break_or_end(offset)
    }

    /// Returns whether the next characters are `---` or `...` at the start of a line, before white space or the end.
    pub(crate) fn is_document_indicator(&self) -> bool {
        self.mark.column == 0
            && matches!(
                self.bytes_from(0),
                [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..]
            )
            && self.is_blank_or_end(3)
    }

    /// Returns whether go-yaml's buffer starts with a byte order mark. It looks there and not at the next character.
    pub(crate) fn is_byte_order_mark_buffered(&self) -> bool {
        self.text
            .as_bytes()
            .get(self.buffer..)
            .is_some_and(|buffer| buffer.starts_with(BYTE_ORDER_MARK))
    }

    /// Skips one character that is no line break.
    #[inline]
    pub(crate) fn skip(&mut self) {
        self.position += width(self.byte(0));
        self.mark.index += 1;
        self.mark.column += 1;
        self.unread = self.unread.saturating_sub(1);
    }

    /// Skips spaces and tabs.
    pub(crate) fn skip_blanks(&mut self) -> Result<(), YamlError> {
        self.require(1)?;
        while self.is_blank(0) {
            self.skip();
            self.require(1)?;
        }
        Ok(())
    }

    /// Skips a comment, if one is next, up to the line break.
    pub(crate) fn skip_comment(&mut self) -> Result<(), YamlError> {
        if self.is(b'#') {
            while !self.is_break_or_end(0) {
                self.skip();
                self.require(1)?;
            }
        }
        Ok(())
    }

    /// Skips a line break, if one is next.
    pub(crate) fn skip_line(&mut self) -> Result<(), YamlError> {
        if !self.is_break(0) {
            return Ok(());
        }
        self.require(2)?;
        let (bytes, characters) = if self.byte(0) == b'\r' && self.byte(1) == b'\n' {
            (2, 2)
        } else {
            (width(self.byte(0)), 1)
        };
        self.pass_line(bytes, characters);
        Ok(())
    }

    fn pass_line(&mut self, bytes: usize, characters: usize) {
        self.position += bytes;
        self.mark.index += characters;
        self.mark.column = 0;
        self.mark.line += 1;
        self.unread = self.unread.saturating_sub(characters);
    }

    /// Appends one character that is no line break, and skips it.
    #[inline]
    pub(crate) fn read(&mut self, into: &mut String) {
        let end = self.position + width(self.byte(0));
        into.push_str(self.text.get(self.position..end).unwrap_or_default());
        self.skip();
    }

    /// Appends a line break, if one is next, and skips it. LS and PS are kept; every other break becomes LF.
    pub(crate) fn read_line(&mut self, into: &mut String) -> Result<(), YamlError> {
        if self.is_unicode_separator(0) {
            let end = self.position + 3;
            into.push_str(self.text.get(self.position..end).unwrap_or_default());
        } else if self.is_break(0) {
            into.push('\n');
        }
        self.skip_line()
    }
}

/// Returns the number of bytes of a UTF-8 character from its first byte.
#[inline]
fn width(lead: u8) -> usize {
    match lead {
        0x00..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
    }
}

/// Returns whether YAML allows a character: no control character but TAB, LF, CR and NEL, and no U+FFFE and U+FFFF.
fn is_allowed(character: &[u8]) -> bool {
    match *character {
        [byte] => matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'),
        [0xc2, byte] => byte == 0x85 || byte >= 0xa0,
        [0xef, 0xbf, byte] => byte <= 0xbd,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_of_yaml_1_1_ends_a_line() {
        let mut characters = Characters::new("\r\n\n\r\u{85}\u{2028}\u{2029}a");
        let mut breaks = String::new();
        while characters.require(2).is_ok() && characters.is_break(0) {
            characters.read_line(&mut breaks).unwrap();
        }
        assert_eq!(breaks, "\n\n\n\n\u{2028}\u{2029}");
        let expected = Mark {
            index: 7,
            line: 6,
            column: 0,
        };
        assert_eq!((characters.mark(), characters.byte(0)), (expected, b'a'));
    }

    #[test]
    fn a_control_character_is_an_error_when_its_chunk_is_read() {
        let text = format!("{}\u{1}", "a".repeat(CHUNK));
        let mut characters = Characters::new(&text);
        for _ in 0..CHUNK {
            assert_eq!(characters.require(1), Ok(()));
            characters.skip();
        }
        assert!(characters.require(1).is_err());
        for character in ["\0", "\u{7f}", "\u{9f}", "\u{fffe}", "\u{ffff}"] {
            assert!(
                Characters::new(character).require(1).is_err(),
                "{character:?}"
            );
        }
        for character in ["\t", "\u{85}", "\u{a0}", "\u{fffd}", "\u{10ffff}"] {
            assert!(
                Characters::new(character).require(1).is_ok(),
                "{character:?}"
            );
        }
    }
}
