//! Anchors, aliases, tags and directives (`yaml_parser_scan_anchor`, `…_tag` and `…_directive`).

use super::token::{TagDirective, TagToken, TokenKind, Version};
use crate::{
    YamlError,
    characters::{Characters, Mark},
};

/// Reads the name after `&` or `*`.
pub(super) fn scan_anchor(characters: &mut Characters<'_>) -> Result<String, YamlError> {
    let start = characters.mark();
    characters.skip();
    let name = scan_word(characters)?;
    let is_delimited = characters.is_blank_or_end(0)
        || matches!(
            characters.byte(0),
            b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
        );
    if name.is_empty() || !is_delimited {
        return Err(start.error("did not find expected alphabetic or numeric character"));
    }
    Ok(name)
}

/// Reads letters, digits, `-` and `_`.
fn scan_word(characters: &mut Characters<'_>) -> Result<String, YamlError> {
    let mut word = String::new();
    characters.require(1)?;
    while is_word(characters.byte(0)) {
        characters.read(&mut word);
        characters.require(1)?;
    }
    Ok(word)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Reads a tag.
pub(super) fn scan_tag(characters: &mut Characters<'_>) -> Result<TagToken, YamlError> {
    let start = characters.mark();
    characters.require(2)?;
    let tag = if characters.byte(1) == b'<' {
        scan_verbatim_tag(characters, start)?
    } else {
        let handle = scan_handle(characters)?;
        if handle.len() > 1 && handle.ends_with('!') {
            TagToken {
                suffix: scan_uri(characters, None)?,
                handle: handle.into_bytes(),
            }
        } else {
            // What was read was no handle: `!local`.
            let suffix = scan_uri(characters, handle.strip_prefix('!'))?;
            if suffix.is_empty() {
                TagToken {
                    handle: Vec::new(),
                    suffix: b"!".to_vec(),
                }
            } else {
                TagToken {
                    handle: b"!".to_vec(),
                    suffix,
                }
            }
        }
    };
    characters.require(1)?;
    if !characters.is_blank_or_end(0) {
        return Err(start.error("did not find expected whitespace or line break after a tag"));
    }
    Ok(tag)
}

/// Reads `!<uri>`.
fn scan_verbatim_tag(characters: &mut Characters<'_>, start: Mark) -> Result<TagToken, YamlError> {
    characters.skip();
    characters.skip();
    let suffix = scan_uri(characters, None)?;
    if !characters.is(b'>') {
        return Err(start.error("did not find the expected '>' of a tag"));
    }
    characters.skip();
    Ok(TagToken {
        handle: Vec::new(),
        suffix,
    })
}

/// Reads `!`, `!!`, `!name!`, or the beginning `!name` of a local tag.
fn scan_handle(characters: &mut Characters<'_>) -> Result<String, YamlError> {
    characters.require(1)?;
    if !characters.is(b'!') {
        return Err(characters.mark().error("did not find expected '!'"));
    }
    let mut handle = String::new();
    characters.read(&mut handle);
    handle.push_str(&scan_word(characters)?);
    if characters.is(b'!') {
        characters.read(&mut handle);
    }
    Ok(handle)
}

/// Reads the URI of a tag, after the beginning that was already read.
fn scan_uri(
    characters: &mut Characters<'_>,
    beginning: Option<&str>,
) -> Result<Vec<u8>, YamlError> {
    let mut uri = beginning.unwrap_or_default().as_bytes().to_vec();
    let mut has_uri = beginning.is_some();
    characters.require(1)?;
    while is_uri(characters.byte(0)) {
        if characters.is(b'%') {
            scan_uri_escape(characters, &mut uri)?;
        } else {
            uri.push(characters.byte(0));
            characters.skip();
        }
        characters.require(1)?;
        has_uri = true;
    }
    if !has_uri {
        return Err(characters.mark().error("did not find expected tag URI"));
    }
    Ok(uri)
}

fn is_uri(byte: u8) -> bool {
    is_word(byte) || b";/?:@&=+$,.!~*'()[]%".contains(&byte)
}

/// Reads the octets of one character: `%C3%A9`.
fn scan_uri_escape(characters: &mut Characters<'_>, uri: &mut Vec<u8>) -> Result<(), YamlError> {
    let mut width = None;
    let mut read = 0;
    while width.is_none_or(|width| read < width) {
        characters.require(3)?;
        let digit = |offset| char::from(characters.byte(offset)).to_digit(16);
        let (b'%', Some(high), Some(low)) = (characters.byte(0), digit(1), digit(2)) else {
            return Err(characters.mark().error("did not find URI escaped octet"));
        };
        let octet = u8::try_from((high << 4) | low).unwrap_or_default();
        let is_expected = match width {
            None => {
                width = lead_width(octet);
                width.is_some()
            }
            Some(_) => octet & 0xc0 == 0x80,
        };
        if !is_expected {
            return Err(characters
                .mark()
                .error("found an incorrect UTF-8 octet in a tag"));
        }
        uri.push(octet);
        read += 1;
        for _ in 0..3 {
            characters.skip();
        }
    }
    Ok(())
}

/// Returns how many octets a character has that starts with this one.
fn lead_width(octet: u8) -> Option<usize> {
    match octet {
        0x00..=0x7f => Some(1),
        0xc0..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf7 => Some(4),
        _ => None,
    }
}

/// Reads a directive and its line break.
pub(super) fn scan_directive(characters: &mut Characters<'_>) -> Result<TokenKind, YamlError> {
    let start = characters.mark();
    characters.skip();
    let name = scan_word(characters)?;
    if name.is_empty() {
        return Err(start.error("could not find expected directive name"));
    }
    if !characters.is_blank_or_end(0) {
        return Err(start.error("found unexpected non-alphabetical character in a directive"));
    }
    let directive = match name.as_str() {
        "YAML" => TokenKind::VersionDirective(scan_version(characters)?),
        "TAG" => TokenKind::TagDirective(scan_tag_directive(characters, start)?),
        _ => return Err(start.error("found unknown directive name")),
    };
    characters.skip_blanks()?;
    characters.skip_comment()?;
    if !characters.is_break_or_end(0) {
        return Err(start.error("did not find expected comment or line break after a directive"));
    }
    characters.skip_line()?;
    Ok(directive)
}

fn scan_version(characters: &mut Characters<'_>) -> Result<Version, YamlError> {
    characters.skip_blanks()?;
    let major = scan_version_number(characters)?;
    if !characters.is(b'.') {
        return Err(characters
            .mark()
            .error("did not find expected digit or '.' character"));
    }
    characters.skip();
    let minor = scan_version_number(characters)?;
    Ok(Version { major, minor })
}

/// Reads a number of one or two digits.
fn scan_version_number(characters: &mut Characters<'_>) -> Result<u8, YamlError> {
    let start = characters.mark();
    characters.require(1)?;
    let mut number = None;
    while characters.byte(0).is_ascii_digit() {
        let digit = characters.byte(0) - b'0';
        if characters.mark().index - start.index >= 2 {
            return Err(start.error("found extremely long version number"));
        }
        number = Some(number.unwrap_or(0) * 10 + digit);
        characters.skip();
        characters.require(1)?;
    }
    number.ok_or_else(|| start.error("did not find expected version number"))
}

fn scan_tag_directive(
    characters: &mut Characters<'_>,
    start: Mark,
) -> Result<TagDirective, YamlError> {
    characters.skip_blanks()?;
    let handle = scan_handle(characters)?;
    if handle.len() > 1 && !handle.ends_with('!') {
        return Err(start.error("did not find expected '!' of a tag handle"));
    }
    characters.require(1)?;
    if !characters.is_blank(0) {
        return Err(start.error("did not find expected whitespace in a %TAG directive"));
    }
    characters.skip_blanks()?;
    let prefix = scan_uri(characters, None)?;
    characters.require(1)?;
    if !characters.is_blank_or_end(0) {
        return Err(start.error("did not find expected whitespace or line break after %TAG"));
    }
    Ok(TagDirective {
        handle: handle.into_bytes(),
        prefix,
    })
}
