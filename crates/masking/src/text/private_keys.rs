//! Private keys in PEM.

use std::ops::Range;

const BEGIN: &str = "-----BEGIN ";
const LABEL: &str = "PRIVATE KEY";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Returns where the private keys of a text are, in order. A key without an end line extends to the end of the text.
pub(super) fn private_keys(text: &str) -> Vec<Range<usize>> {
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(BEGIN).map(|offset| at + offset) {
        at = start + BEGIN.len();
        let label_end = text[at..]
            .find(DASHES)
            .map_or(text.len(), |offset| at + offset);
        if !text[at..label_end].contains(LABEL) {
            continue;
        }
        let end = text[label_end..]
            .find(END)
            .and_then(|offset| {
                let label = label_end + offset + END.len();
                let dashes = label + text[label..].find(DASHES)?;
                Some(dashes + DASHES.len())
            })
            .unwrap_or(text.len());
        keys.push(start..end);
        at = end;
    }
    keys
}
