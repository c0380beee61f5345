//! The objects that differ as one unified diff.

use astern_compare::{Masking, ObjectChange};

/// Unchanged lines around each change, as `diff -u` has them.
const CONTEXT: usize = 3;

/// The whole diff.
pub(super) fn write(objects: &[&ObjectChange], masking: &Masking) -> String {
    let mut text = String::new();
    for object in objects {
        let diff = object.text_diff(masking);
        let name = object.id.to_string();
        text.push_str(&format!(
            "--- a/{name}\n+++ b/{name}\n{}",
            diff.unified(CONTEXT)
        ));
    }
    text
}
