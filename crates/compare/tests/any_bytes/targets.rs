//! Gives arbitrary bytes to the reading of manifests and to masking. The fuzz targets in `fuzz/` use this file too.

use astern_manifest::{parse, to_yaml, value};
use astern_masking::{Mask, Masking};

/// Reads the bytes as a manifest. Each object is the same when it is written and read again.
pub fn manifest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for object in parse(&text).objects {
        let written = to_yaml(&object.value);
        let again = value(&written);
        assert!(again.as_ref() == Ok(&object.value), "{}", object.id);
    }
}

/// Masks the bytes as a text and as objects. A mask is found again, and reveals what it hides.
pub fn masking(bytes: &[u8]) {
    let masking = Masking::new([1; 16]);
    let text = String::from_utf8_lossy(bytes);
    let masked = masking.mask_text(&text).into_inner().into_owned();
    drop(masking.mask_error_output(&text));
    assert_eq!(masking.hides_in_text(&text), masked != text);
    for object in parse(&text).objects {
        let masked = to_yaml(&masking.mask_object(&object));
        for (_, mask) in Mask::all_in(&masked) {
            drop(masking.reveal_in_object(mask, &object));
        }
    }
}
