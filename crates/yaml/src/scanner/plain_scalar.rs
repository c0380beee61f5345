//! Scalars without quotes (`yaml_parser_scan_plain_scalar`).

use super::quoted_scalar::Space;
use crate::{YamlError, characters::Characters};

/// A plain scalar.
pub(super) struct PlainScalar {
    pub(super) text: String,
    /// Whether a line break follows it, so that a key may be next.
    pub(super) ends_line: bool,
}

/// The surroundings of a plain scalar, which decide where it ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Surroundings {
    /// It ends at a line that starts left of this column.
    Block { column: usize },
    /// It ends at `,`, `?` and brackets. This column only bounds tabs.
    Flow { column: usize },
}

/// Reads a plain scalar.
pub(super) fn scan(
    characters: &mut Characters<'_>,
    surroundings: Surroundings,
) -> Result<PlainScalar, YamlError> {
    let (Surroundings::Block { column } | Surroundings::Flow { column }) = surroundings;
    let mut text = String::new();
    let mut space = Space::default();
    loop {
        characters.require(4)?;
        if characters.is_document_indicator() || characters.is(b'#') {
            break;
        }
        let ends_word = |characters: &Characters<'_>| {
            characters.is_blank_or_end(0) || ends_scalar(characters, surroundings)
        };
        if !ends_word(characters) {
            space.fold_into(&mut text);
        }
        while !ends_word(characters) {
            characters.read(&mut text);
            characters.require(2)?;
        }
        if !(characters.is_blank(0) || characters.is_break(0)) {
            break;
        }
        characters.require(1)?;
        while characters.is_blank(0) || characters.is_break(0) {
            if space.is_after_break && characters.mark().column < column && characters.is(b'\t') {
                return Err(characters
                    .mark()
                    .error("found a tab character that violates indentation"));
            }
            space.scan(characters)?;
            characters.require(1)?;
        }
        if matches!(surroundings, Surroundings::Block { .. }) && characters.mark().column < column {
            break;
        }
    }
    Ok(PlainScalar {
        text,
        ends_line: space.is_after_break,
    })
}

/// Returns whether the next character, which is no white space, ends a plain scalar.
fn ends_scalar(characters: &Characters<'_>, surroundings: Surroundings) -> bool {
    match characters.byte(0) {
        b':' => characters.is_blank_or_end(1),
        b',' | b'?' | b'[' | b']' | b'{' | b'}' => {
            matches!(surroundings, Surroundings::Flow { .. })
        }
        _ => false,
    }
}
