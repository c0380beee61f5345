//! Masks, as they are written in masked texts.

use std::ops::Range;

use crate::fingerprint::{DIGITS, Fingerprint, MASK_END, MASK_START};

/// A mask in a masked text, such as `(masked 1f2e3d4c5b6a)`. It identifies a secret and does not contain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mask(u64);

impl Mask {
    /// Returns the masks of a text and where they are, in order. A text can contain what only looks like a mask.
    #[must_use]
    pub fn all_in(text: &str) -> Vec<(Range<usize>, Self)> {
        let masks = text
            .match_indices(MASK_START)
            .filter_map(|(start, prefix)| {
                let digits_start = start + prefix.len();
                let digits_end = digits_start + DIGITS;
                let digits = text.get(digits_start..digits_end)?;
                text.get(digits_end..)?.strip_prefix(MASK_END)?;
                // `from_str_radix` would accept a sign.
                let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                let bits = is_number.then(|| u64::from_str_radix(digits, 16).ok())??;
                Some((start..digits_end + MASK_END.len(), Self(bits)))
            });
        masks.collect()
    }

    /// Returns whether this is the mask of the secret with that fingerprint.
    pub(crate) fn is_of(self, fingerprint: Fingerprint) -> bool {
        fingerprint.shown_bits() == self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_found_with_their_position_and_secret() {
        let [first, second] =
            ["hunter2", "x"].map(|secret| Fingerprint::new(&[7; 16], secret.as_bytes()));
        let text = format!("a: 1\npassword: {first}\nurl: redis://:{second}@cache");
        let masks = Mask::all_in(&text);
        assert_eq!(masks.len(), 2, "{text}");
        for ((range, mask), fingerprint) in masks.into_iter().zip([first, second]) {
            assert_eq!(text[range], fingerprint.to_string());
            assert!(mask.is_of(fingerprint));
        }
    }

    #[test]
    fn what_only_starts_like_a_mask_is_none() {
        for text in [
            "",
            "(masked ",
            "(masked 1f2e3d4c5b6)",
            "(masked 1f2e3d4c5b6a",
            "(masked 1f2e3d4c5b6g)",
            "(masked +f2e3d4c5b6a)",
            "(masked ééééééé)",
        ] {
            assert_eq!(Mask::all_in(text), [], "{text}");
        }
    }
}
