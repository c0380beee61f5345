//! Base64 as Kubernetes reads it in a Secret's `data`.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Decodes a value of a Secret's `data`; `None` when it is no base64. White space is ignored, as Go's decoder ignores line
/// breaks: a value can be wrapped over several lines.
#[must_use]
pub fn decode_data(encoded: &str) -> Option<Vec<u8>> {
    if encoded.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let joined: Vec<u8> = encoded
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        return STANDARD.decode(joined).ok();
    }
    STANDARD.decode(encoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_ignored() {
        for encoded in ["aHVudGVyMg==", "aHVu\n  dGVyMg==\n"] {
            assert_eq!(decode_data(encoded).unwrap(), b"hunter2", "{encoded}");
        }
        assert_eq!(decode_data("hunter2"), None);
    }
}
