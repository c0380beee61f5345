//! Resolves a scalar by its tag (`resolve.go`, and `scalar` of `decode.go`).

use base64::{
    Engine, alphabet,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};

use crate::{
    YamlError,
    node::{ScalarNode, Tag},
    scalar::{Scalar, resolve},
};

/// Go's `base64.StdEncoding`, which does not look at the bits that padding leaves over.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// A scalar, resolved by its tag and style.
pub(crate) enum TaggedScalar<'a> {
    Resolved(Scalar<'a>),
    /// The bytes of `!!binary`, which may be no text.
    Binary(Vec<u8>),
}

/// Resolves a scalar that stands on this line.
///
/// # Errors
/// When its text cannot be read by its tag.
pub(crate) fn resolve_tagged(
    node: &ScalarNode,
    line: usize,
) -> Result<TaggedScalar<'_>, YamlError> {
    let text = node.text.as_str();
    let mismatch = |tag| YamlError::Tag { line, tag };
    let scalar = match (node.tag, resolve(text)) {
        (Tag::Implicit, scalar) => scalar,
        (Tag::Quoted | Tag::NonSpecific | Tag::String | Tag::Merge | Tag::Local, _) => {
            Scalar::Text(text)
        }
        (Tag::Binary, _) => {
            let bytes = decode(text).ok_or_else(|| mismatch("!!binary"))?;
            return Ok(TaggedScalar::Binary(bytes));
        }
        (Tag::Null, Scalar::Null) => Scalar::Null,
        (Tag::Bool, scalar @ Scalar::Bool(_)) => scalar,
        (Tag::Int, scalar @ (Scalar::Int(_) | Scalar::Unsigned(_))) => scalar,
        (Tag::Float, scalar @ Scalar::Float(_)) => scalar,
        (Tag::Float, Scalar::Int(int)) => Scalar::Float(int as f64),
        (Tag::Null, _) => return Err(mismatch("!!null")),
        (Tag::Bool, _) => return Err(mismatch("!!bool")),
        (Tag::Int, _) => return Err(mismatch("!!int")),
        (Tag::Float, _) => return Err(mismatch("!!float")),
        // go-yaml takes it if the text is a timestamp; no manifest has one.
        (Tag::Timestamp, _) => return Err(mismatch("!!timestamp")),
    };
    Ok(TaggedScalar::Resolved(scalar))
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    BASE64.decode(text).ok()
}

/// Returns bytes as text, with U+FFFD for each byte that is not UTF-8, as Go's JSON encoder writes them.
pub(crate) fn to_text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
