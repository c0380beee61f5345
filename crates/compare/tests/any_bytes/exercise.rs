//! Compares arbitrary bytes as two revisions and calls every function that renders or reveals the result. The fuzz target
//! in `fuzz/` uses this file too.

use astern_compare::{Change, ObjectChange, Side, compare, patch};
use astern_diff::{Region, Row};
use astern_ledger::{Driver, Record, Release, decode};
use astern_manifest::parse;
use astern_masking::{Mask, Masking, Revealed};
use astern_wording::{comparison_advice, comparison_sentence};
use serde_json::{Value, json};

/// Compares the two halves of the bytes and renders the comparison as the page and the terminal do.
pub fn exercise(bytes: &[u8]) {
    let (first, second) = split_at_separator(bytes);
    let (from, to) = (release(1, first), release(2, second));
    let masking = Masking::new([1; 16]);
    let comparison = compare(&from, &to, &masking);
    let json = serde_json::to_string(&comparison).expect("a comparison is JSON");
    drop((json, format!("{comparison:?}")));
    drop((
        comparison_sentence(&comparison),
        comparison_advice(&comparison),
    ));
    let hooks = comparison.hooks.iter().map(|hook| &hook.object);
    for object in comparison.objects.iter().chain(hooks) {
        exercise_object(object);
    }
    drop(patch(&comparison.objects, 3).to_string());
}

/// Renders an object's text, searches it, and reveals all masked values on both sides.
fn exercise_object(object: &ObjectChange) {
    let diff = object.text_diff();
    for row in diff.rows() {
        drop(diff.pieces(*row));
    }
    for region in diff.folds(2, Row::matters) {
        if let Region::Shown(rows) = region {
            drop(diff.unified_lines(rows));
        }
    }
    drop(object.find("a"));
    for side in [Side::From, Side::To] {
        let lines = diff.rows().iter().filter_map(|row| row.number(side));
        for (_, mask) in lines.flat_map(|line| Mask::all_in(diff.line(side, line))) {
            drop(object.reveal_mask(mask, side));
        }
        for path in object.masked_paths(side) {
            assert!(object.reveal_at(&path, side).is_some(), "{path}");
        }
        for field in &object.fields {
            let revealed = object.reveal(field, side);
            let shown = match side {
                Side::From => &field.from,
                Side::To => &field.to,
            };
            // A reordered list is rendered as the keys of its entries and not as its value.
            let is_value = field.change != Change::Reordered;
            assert_eq!(
                revealed.is_some(),
                shown.is_some() || !is_value,
                "{}",
                field.path
            );
            if let Some(Revealed::Text(text)) = revealed {
                assert_eq!(text.expose_secret().is_empty(), text.expose_secret() == "");
            }
        }
    }
}

/// Splits the bytes at the first 0xff, or in the middle.
fn split_at_separator(bytes: &[u8]) -> (&[u8], &[u8]) {
    let separator = bytes.iter().position(|byte| *byte == 0xff);
    let middle = separator.unwrap_or(bytes.len() / 2);
    (
        &bytes[..middle],
        bytes.get(middle + 1..).unwrap_or_default(),
    )
}

/// Decodes the bytes as a release record. If that fails, returns a release with the bytes as its manifest, hook, notes and
/// values.
fn release(revision: u32, bytes: &[u8]) -> Release {
    let text = String::from_utf8_lossy(bytes);
    let expected = Record::expected(
        "shop".parse().expect("a namespace"),
        "shop".parse().expect("a release"),
        revision.try_into().expect("a revision"),
    );
    for driver in [Driver::Secret, Driver::ConfigMap] {
        let record = Record {
            driver,
            ..expected.clone()
        };
        if let Ok(release) = decode(&record, &text) {
            return release;
        }
    }
    let manifest = parse(&text);
    let values = manifest
        .objects
        .first()
        .map_or(Value::Null, |object| object.value.clone());
    let config = values.as_object().cloned().unwrap_or_default();
    let release = json!({
        "name": "shop", "namespace": "shop", "version": revision,
        "info": {"status": "deployed", "notes": text},
        "chart": {"metadata": {"name": "any", "version": "1.0.0"}, "values": config},
        "config": config,
        "manifest": text,
        "hooks": [{"name": "any", "manifest": text, "events": ["pre-upgrade"]}],
    });
    serde_json::from_value(release).expect("a release")
}
