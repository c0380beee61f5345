//! Splits a text into tokens (`scannerc.go`). The files beside this one read the tokens that have a text of their own.

mod block_scalar;
mod plain_scalar;
mod properties;
mod quoted_scalar;
mod simple_keys;
mod token;

use std::collections::VecDeque;

use self::block_scalar::Lines;
use self::plain_scalar::Surroundings;
use self::quoted_scalar::Quotes;
use self::simple_keys::{Necessity, SimpleKeys};
use self::token::ScalarToken;
pub(crate) use self::token::{ScalarStyle, TagDirective, Token, TokenKind, Version};
use crate::{
    YamlError,
    characters::{Characters, Mark},
};

/// The deepest nesting of flow collections, and of block collections (`max_flow_level`, `max_indents`).
const NESTING_LIMIT: usize = 10_000;

/// Reads tokens as far as the parser asks for them, and further where a token may turn out to be a key.
pub(crate) struct Scanner<'a> {
    characters: Characters<'a>,
    queue: VecDeque<Token>,
    /// Whether the first token of the queue is final.
    is_ready: bool,
    /// How many tokens the parser has taken.
    taken: usize,
    simple_keys: SimpleKeys,
    is_simple_key_allowed: bool,
    /// The column of the innermost block collection; `None` outside of all.
    indent: Option<usize>,
    outer_indents: Vec<Option<usize>>,
    flow_level: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let start = Token {
            kind: TokenKind::StreamStart,
            mark: Mark::default(),
        };
        Self {
            characters: Characters::new(text),
            queue: VecDeque::from([start]),
            is_ready: false,
            taken: 0,
            simple_keys: SimpleKeys::new(),
            is_simple_key_allowed: true,
            indent: None,
            outer_indents: Vec::new(),
            flow_level: 0,
        }
    }

    /// Returns the next token without taking it.
    ///
    /// # Errors
    /// When the text contains no token there.
    pub(crate) fn peek(&mut self) -> Result<&Token, YamlError> {
        if !self.is_ready {
            self.fetch_more()?;
            self.is_ready = true;
        }
        let mark = self.characters.mark();
        self.queue
            .front()
            .ok_or_else(|| mark.error("found no further token"))
    }

    /// Takes the next token.
    pub(crate) fn take(&mut self) -> Result<Token, YamlError> {
        self.peek()?;
        let mark = self.characters.mark();
        self.is_ready = false;
        self.taken += 1;
        self.queue
            .pop_front()
            .ok_or_else(|| mark.error("found no further token"))
    }

    /// Reads tokens until the first of the queue cannot turn out to be a key.
    fn fetch_more(&mut self) -> Result<(), YamlError> {
        let mark = |scanner: &Self| scanner.characters.mark();
        while self.queue.is_empty() || self.simple_keys.is_awaited(self.taken, mark(self))? {
            self.fetch_next()?;
        }
        Ok(())
    }

    fn fetch_next(&mut self) -> Result<(), YamlError> {
        self.characters.require(1)?;
        self.skip_to_next_token()?;
        let mark = self.characters.mark();
        self.leave_blocks(Some(mark.column));
        self.characters.require(4)?;
        if self.characters.is_end() {
            return self.fetch_stream_end();
        }
        let (byte, next_is_blank) = (self.characters.byte(0), self.characters.is_blank_or_end(1));
        if mark.column == 0 && byte == b'%' {
            return self.fetch_directive(mark);
        }
        if self.characters.is_document_indicator() {
            return self.fetch_document_indicator(byte, mark);
        }
        let in_flow = self.flow_level > 0;
        match byte {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart, mark),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart, mark),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd, mark),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd, mark),
            b',' => self.fetch_flow_entry(mark),
            b'-' if next_is_blank => self.fetch_block_entry(mark),
            b'?' if in_flow || next_is_blank => self.fetch_key(mark),
            b':' if in_flow || next_is_blank => self.fetch_value(mark),
            b'*' | b'&' => self.fetch_anchor(byte, mark),
            b'!' => self.fetch_tag(mark),
            b'|' if !in_flow => self.fetch_block_scalar(Lines::Literal, mark),
            b'>' if !in_flow => self.fetch_block_scalar(Lines::Folded, mark),
            b'\'' => self.fetch_quoted_scalar(Quotes::Single, mark),
            b'"' => self.fetch_quoted_scalar(Quotes::Double, mark),
            // `-`, `?` and `:` are here without white space behind them; `?` and `:` outside of flow collections.
            b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => {
                Err(mark.error("found character that cannot start any token"))
            }
            _ => self.fetch_plain_scalar(mark),
        }
    }

    /// Skips white space, line breaks and comments.
    fn skip_to_next_token(&mut self) -> Result<(), YamlError> {
        loop {
            self.characters.require(1)?;
            if self.characters.mark().column == 0 && self.characters.is_byte_order_mark_buffered() {
                self.characters.skip();
            }
            self.characters.require(1)?;
            // A tab is no indentation.
            let are_tabs_allowed = self.flow_level > 0 || !self.is_simple_key_allowed;
            while self.characters.is(b' ') || (are_tabs_allowed && self.characters.is(b'\t')) {
                self.characters.skip();
                self.characters.require(1)?;
            }
            self.characters.skip_comment()?;
            if !self.characters.is_break(0) {
                return Ok(());
            }
            self.characters.skip_line()?;
            if self.flow_level == 0 {
                self.is_simple_key_allowed = true;
            }
        }
    }

    /// Appends a token to the queue.
    fn push(&mut self, kind: TokenKind, mark: Mark) {
        self.queue.push_back(Token { kind, mark });
    }

    /// Inserts a token before the token of this number. If the parser has taken that, the new one comes last.
    fn insert(&mut self, number: usize, kind: TokenKind, mark: Mark) {
        let token = Token { kind, mark };
        match number.checked_sub(self.taken) {
            Some(at) if at < self.queue.len() => self.queue.insert(at, token),
            _ => self.queue.push_back(token),
        }
    }

    /// Returns the number of the token that is scanned next.
    fn next_number(&self) -> usize {
        self.taken + self.queue.len()
    }

    /// Starts a block collection at a column, if it stands right of the current one.
    fn enter_block(
        &mut self,
        column: usize,
        before: usize,
        kind: TokenKind,
        mark: Mark,
    ) -> Result<(), YamlError> {
        if self.flow_level > 0 || self.indent.is_some_and(|indent| indent >= column) {
            return Ok(());
        }
        self.outer_indents.push(self.indent);
        self.indent = Some(column);
        if self.outer_indents.len() > NESTING_LIMIT {
            return Err(mark.error("exceeded max depth of 10000"));
        }
        self.insert(before, kind, mark);
        Ok(())
    }

    /// Ends the block collections right of a column; all of them for `None`.
    fn leave_blocks(&mut self, column: Option<usize>) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.push(TokenKind::BlockEnd, self.characters.mark());
            self.indent = self.outer_indents.pop().flatten();
        }
    }

    fn save_simple_key(&mut self) -> Result<(), YamlError> {
        if !self.is_simple_key_allowed {
            return Ok(());
        }
        let mark = self.characters.mark();
        let necessity = if self.flow_level == 0 && self.indent == Some(mark.column) {
            Necessity::Required
        } else {
            Necessity::Optional
        };
        let number = self.next_number();
        self.simple_keys.save(number, necessity, mark)
    }

    fn remove_simple_key(&mut self) -> Result<(), YamlError> {
        self.simple_keys.remove(self.characters.mark())
    }

    fn fetch_stream_end(&mut self) -> Result<(), YamlError> {
        self.characters.end_line();
        self.leave_blocks(None);
        self.remove_simple_key()?;
        self.is_simple_key_allowed = false;
        self.push(TokenKind::StreamEnd, self.characters.mark());
        Ok(())
    }

    fn fetch_directive(&mut self, mark: Mark) -> Result<(), YamlError> {
        self.leave_blocks(None);
        self.remove_simple_key()?;
        self.is_simple_key_allowed = false;
        let directive = properties::scan_directive(&mut self.characters)?;
        self.push(directive, mark);
        Ok(())
    }

    fn fetch_document_indicator(&mut self, byte: u8, mark: Mark) -> Result<(), YamlError> {
        self.leave_blocks(None);
        self.remove_simple_key()?;
        self.is_simple_key_allowed = false;
        for _ in 0..3 {
            self.characters.skip();
        }
        let kind = if byte == b'-' {
            TokenKind::DocumentStart
        } else {
            TokenKind::DocumentEnd
        };
        self.push(kind, mark);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind, mark: Mark) -> Result<(), YamlError> {
        self.save_simple_key()?;
        self.simple_keys.open(self.next_number(), mark);
        self.flow_level += 1;
        if self.flow_level > NESTING_LIMIT {
            return Err(mark.error("exceeded max depth of 10000"));
        }
        self.is_simple_key_allowed = true;
        self.characters.skip();
        self.push(kind, mark);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind, mark: Mark) -> Result<(), YamlError> {
        self.remove_simple_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            self.simple_keys.close();
        }
        self.is_simple_key_allowed = false;
        self.characters.skip();
        self.push(kind, mark);
        Ok(())
    }

    fn fetch_flow_entry(&mut self, mark: Mark) -> Result<(), YamlError> {
        self.remove_simple_key()?;
        self.is_simple_key_allowed = true;
        self.characters.skip();
        self.push(TokenKind::FlowEntry, mark);
        Ok(())
    }

    fn fetch_block_entry(&mut self, mark: Mark) -> Result<(), YamlError> {
        if self.flow_level == 0 {
            if !self.is_simple_key_allowed {
                return Err(mark.error("block sequence entries are not allowed in this context"));
            }
            let before = self.next_number();
            self.enter_block(mark.column, before, TokenKind::BlockSequenceStart, mark)?;
        }
        self.remove_simple_key()?;
        self.is_simple_key_allowed = true;
        self.characters.skip();
        self.push(TokenKind::BlockEntry, mark);
        Ok(())
    }

    fn fetch_key(&mut self, mark: Mark) -> Result<(), YamlError> {
        if self.flow_level == 0 {
            if !self.is_simple_key_allowed {
                return Err(mark.error("mapping keys are not allowed in this context"));
            }
            let before = self.next_number();
            self.enter_block(mark.column, before, TokenKind::BlockMappingStart, mark)?;
        }
        self.remove_simple_key()?;
        self.is_simple_key_allowed = self.flow_level == 0;
        self.characters.skip();
        self.push(TokenKind::Key, mark);
        Ok(())
    }

    fn fetch_value(&mut self, mark: Mark) -> Result<(), YamlError> {
        if let Some(key) = self.simple_keys.take(mark)? {
            self.insert(key.token, TokenKind::Key, key.mark);
            let kind = TokenKind::BlockMappingStart;
            self.enter_block(key.mark.column, key.token, kind, key.mark)?;
            self.is_simple_key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.is_simple_key_allowed {
                    return Err(mark.error("mapping values are not allowed in this context"));
                }
                let before = self.next_number();
                self.enter_block(mark.column, before, TokenKind::BlockMappingStart, mark)?;
            }
            self.is_simple_key_allowed = self.flow_level == 0;
        }
        self.characters.skip();
        self.push(TokenKind::Value, mark);
        Ok(())
    }

    fn fetch_anchor(&mut self, byte: u8, mark: Mark) -> Result<(), YamlError> {
        self.save_simple_key()?;
        self.is_simple_key_allowed = false;
        let name = properties::scan_anchor(&mut self.characters)?;
        let kind = if byte == b'*' {
            TokenKind::Alias(name)
        } else {
            TokenKind::Anchor(name)
        };
        self.push(kind, mark);
        Ok(())
    }

    fn fetch_tag(&mut self, mark: Mark) -> Result<(), YamlError> {
        self.save_simple_key()?;
        self.is_simple_key_allowed = false;
        let tag = properties::scan_tag(&mut self.characters)?;
        self.push(TokenKind::Tag(tag), mark);
        Ok(())
    }

    fn fetch_block_scalar(&mut self, lines: Lines, mark: Mark) -> Result<(), YamlError> {
        self.remove_simple_key()?;
        self.is_simple_key_allowed = true;
        let text = block_scalar::scan(&mut self.characters, lines, self.indent)?;
        self.push_scalar(text, ScalarStyle::Quoted, mark);
        Ok(())
    }

    fn fetch_quoted_scalar(&mut self, quotes: Quotes, mark: Mark) -> Result<(), YamlError> {
        self.save_simple_key()?;
        self.is_simple_key_allowed = false;
        let text = quoted_scalar::scan(&mut self.characters, quotes)?;
        self.push_scalar(text, ScalarStyle::Quoted, mark);
        Ok(())
    }

    fn fetch_plain_scalar(&mut self, mark: Mark) -> Result<(), YamlError> {
        self.save_simple_key()?;
        self.is_simple_key_allowed = false;
        let column = self.indent.map_or(0, |indent| indent + 1);
        let surroundings = if self.flow_level > 0 {
            Surroundings::Flow { column }
        } else {
            Surroundings::Block { column }
        };
        let scalar = plain_scalar::scan(&mut self.characters, surroundings)?;
        if scalar.ends_line {
            self.is_simple_key_allowed = true;
        }
        self.push_scalar(scalar.text, ScalarStyle::Plain, mark);
        Ok(())
    }

    fn push_scalar(&mut self, text: String, style: ScalarStyle, mark: Mark) {
        self.push(TokenKind::Scalar(ScalarToken { text, style }), mark);
    }
}
