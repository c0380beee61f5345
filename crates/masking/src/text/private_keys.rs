//! Private keys in PEM and in the formats of OpenPGP, SSH and PuTTY, which are alike.

use std::ops::Range;

use super::{
    ranges::merge,
    scan::{find, find_byte},
};

/// How a key begins, how the line ends that says what it is, and how the line begins that ends it.
const FORMATS: [(&str, &str, &str); 3] = [
    ("-----BEGIN ", "-----", "-----END "),
    ("---- BEGIN ", "----", "---- END "),
    ("Private-Lines: ", "\n", "Private-MAC: "),
];

/// What the labels of secrets contain.
const LABELS: [&str; 2] = ["PRIVATE KEY", "Static key"];

/// The maximum length of a label.
const MAX_LABEL: usize = 64;

/// Returns where the private keys of a text are, in order. A key without an end line extends to the end of the text.
pub(super) fn private_keys(text: &str) -> Vec<Range<usize>> {
    let mut keys = Vec::new();
    for format in FORMATS {
        keys = merge(keys, keys_in_format(text, format));
    }
    keys
}

fn keys_in_format(text: &str, (begin, label_end, end): (&str, &str, &str)) -> Vec<Range<usize>> {
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some(start) = find(text, at, begin) {
        at = start + begin.len();
        let limit = text.floor_char_boundary(text.len().min(at + MAX_LABEL));
        let label = &text[at..find(&text[..limit], at, label_end).unwrap_or(limit)];
        super::scan::count(label.len());
        let is_private =
            LABELS.iter().any(|private| label.contains(private)) || begin.starts_with("Private");
        if !is_private {
            continue;
        }
        let key_end = find(text, at, end).map_or(text.len(), |found| {
            let line_end = find_byte(text, found + end.len(), |byte| {
                matches!(byte, b'\n' | b'\\' | b'"')
            });
            let dashes = find(&text[..line_end], found + end.len(), label_end);
            dashes.map_or(line_end, |dashes| dashes + label_end.len())
        });
        keys.push(start..key_end);
        at = key_end;
    }
    keys
}
