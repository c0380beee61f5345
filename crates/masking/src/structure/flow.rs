//! Secrets in flow collections: JSON, with comments or not, and `{…}` and `[…]` of YAML.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{scope::Scope, siblings};
use crate::context::ValueContext;

/// A piece of a flow collection.
enum Token {
    OpenMapping,
    OpenList,
    Close,
    Colon,
    Comma,
    /// A quoted or plain scalar, without its quotes.
    Scalar(Range<usize>),
}

/// An open mapping or list.
struct Collection {
    /// The position of its siblings; `None` for a list.
    mapping: Option<usize>,
    /// The name of the field whose value is read.
    key: Option<Range<usize>>,
    context: ValueContext,
}

/// Returns where the secrets of a text in flow style are, in order, given the context of its root.
pub(super) fn secrets(text: &str, root: ValueContext, scope: Scope) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let fields = fields_of_mappings(text, &tokens);
    let mut secrets = Vec::new();
    let mut open: Vec<Collection> = Vec::new();
    let mut mappings = 0..fields.len();
    for (index, token) in tokens.iter().enumerate() {
        let context = match open.last() {
            None => root,
            Some(Collection {
                mapping: Some(mapping),
                key: Some(key),
                context,
            }) => match fields.get(*mapping) {
                Some(fields) => scope.of_field(*context, &text[key.clone()], fields),
                None => *context,
            },
            Some(Collection { context, .. }) => *context,
        };
        match token {
            Token::OpenMapping | Token::OpenList => open.push(Collection {
                mapping: match token {
                    Token::OpenMapping => mappings.next(),
                    _ => None,
                },
                key: None,
                context,
            }),
            Token::Close => drop(open.pop()),
            Token::Colon => {}
            Token::Comma => {
                if let Some(collection) = open.last_mut() {
                    collection.key = None;
                }
            }
            Token::Scalar(range) => {
                if matches!(tokens.get(index + 1), Some(Token::Colon)) {
                    if let Some(collection) = open.last_mut() {
                        collection.key = Some(range.clone());
                    }
                } else if !range.is_empty() && is_secret(&text[range.clone()], context) {
                    secrets.push(range.clone());
                }
            }
        }
    }
    secrets
}

/// Returns whether a scalar is a secret.
fn is_secret(scalar: &str, context: ValueContext) -> bool {
    context.is_secret_text(scalar)
}

/// Returns the deciding fields of each mapping, in the order in which they open.
fn fields_of_mappings(text: &str, tokens: &[Token]) -> Vec<Map<String, Value>> {
    let mut fields: Vec<Map<String, Value>> = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut key: Option<&str> = None;
    for (index, token) in tokens.iter().enumerate() {
        let mapping = open.last().copied().flatten();
        match token {
            Token::OpenMapping | Token::OpenList => {
                if let (Some(fields), Some(key)) =
                    (mapping.and_then(|at| fields.get_mut(at)), key.take())
                {
                    let bracket = match token {
                        Token::OpenMapping => "{",
                        _ => "[",
                    };
                    siblings::add(fields, key, bracket);
                }
                match token {
                    Token::OpenMapping => {
                        open.push(Some(fields.len()));
                        fields.push(Map::new());
                    }
                    _ => open.push(None),
                }
            }
            Token::Close => {
                open.pop();
                key = None;
            }
            Token::Colon => {}
            Token::Comma => key = None,
            Token::Scalar(range) => {
                let scalar = &text[range.clone()];
                if matches!(tokens.get(index + 1), Some(Token::Colon)) {
                    key = Some(scalar);
                } else if let (Some(fields), Some(key)) =
                    (mapping.and_then(|at| fields.get_mut(at)), key.take())
                {
                    siblings::add(fields, key, scalar);
                }
            }
        }
    }
    fields
}

/// Splits a text into tokens. Comments and white space are left out.
fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let line_end = || line_end(bytes, at);
        at = match byte {
            b'{' | b'[' | b'}' | b']' | b',' | b':' => {
                tokens.push(match byte {
                    b'{' => Token::OpenMapping,
                    b'[' => Token::OpenList,
                    b',' => Token::Comma,
                    b':' => Token::Colon,
                    _ => Token::Close,
                });
                at + 1
            }
            b'"' | b'\'' => {
                let end = quoted_end(bytes, at);
                tokens.push(Token::Scalar(at + 1..end));
                // After a quote that is not closed, the line's end follows.
                end + usize::from(bytes.get(end) == Some(&byte))
            }
            b'#' => line_end(),
            b'/' if bytes.get(at + 1) == Some(&b'/') => line_end(),
            b'/' if bytes.get(at + 1) == Some(&b'*') => text[at..]
                .find("*/")
                .map_or(text.len(), |length| at + length + 2),
            _ if byte.is_ascii_whitespace() => at + 1,
            _ => {
                let end = plain_end(bytes, at);
                tokens.push(Token::Scalar(at..at + text[at..end].trim_end().len()));
                end
            }
        };
    }
    tokens
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let length = bytes[from..].iter().position(|byte| *byte == b'\n');
    length.map_or(bytes.len(), |length| from + length)
}

/// Returns where the quote is closed that opens at a position, or where its line ends.
fn quoted_end(bytes: &[u8], open: usize) -> usize {
    let quote = bytes[open];
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => return at,
            b'\\' if quote == b'"' => at += 2,
            _ if byte == quote => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Returns where a plain scalar ends. A colon ends it only where white space follows: `redis://cache` is one scalar.
fn plain_end(bytes: &[u8], start: usize) -> usize {
    let is_end = |at: usize| match bytes[at] {
        b'{' | b'[' | b'}' | b']' | b',' | b'"' | b'\n' => true,
        b':' => bytes
            .get(at + 1)
            .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'{' | b'[' | b'"')),
        _ => false,
    };
    let end = (start + 1..bytes.len()).find(|at| is_end(*at));
    end.unwrap_or(bytes.len())
}
