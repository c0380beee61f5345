//! Base64 as Go reads it.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use memchr::memchr2;

/// Padding is required, but the bits after the last byte need not be zero. Source: Go's `base64.StdEncoding`, with which Helm
/// reads its records and `encoding/json` reads bytes.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// Decodes a text, in which line breaks are ignored; `None` when it is invalid.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text = match memchr2(b'\r', b'\n', text) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let is_text = |byte: &u8| !matches!(byte, b'\r' | b'\n');
            text.iter().copied().filter(is_text).collect()
        }
    };
    ENGINE.decode(text).ok()
}
