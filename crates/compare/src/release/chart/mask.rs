//! Masks the texts of a chart's metadata.

use astern_masking::Masking;

/// Masks the secrets of a text.
pub(super) fn mask(text: &mut String, masking: &Masking) {
    let masked = masking.mask_text(text).into_inner().into_owned();
    *text = masked;
}
