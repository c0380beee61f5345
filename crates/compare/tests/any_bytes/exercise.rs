//! Compares arbitrary bytes as the contents of a ledger, and renders the result in every way. The fuzz target in `fuzz/`
//! uses this too.

use astern_compare::{Change, ObjectChange, Side, compare, patch};
use astern_diff::{Region, Row};
use astern_ledger::{Driver, Release, decode};
use astern_manifest::parse;
use astern_masking::{Mask, Masking, Revealed};
use astern_wording::{comparison_advice, comparison_sentence};
use serde_json::{Value, json};

/// Reads the bytes as two revisions, and compares and renders them as the app and the command line do.
pub fn exercise(bytes: &[u8]) {
    let (first, second) = halves(bytes);
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
        show(object, &masking);
    }
    drop(patch(&comparison.objects, &masking, 3).to_string());
}

fn show(object: &ObjectChange, masking: &Masking) {
    let diff = object.text_diff(masking);
    for row in diff.rows() {
        drop(diff.pieces(*row));
    }
    for region in diff.folds(2, Row::matters) {
        if let Region::Shown(rows) = region {
            drop(diff.unified_lines(rows));
        }
    }
    drop(object.find("a", masking));
    for side in [Side::From, Side::To] {
        let lines = diff.rows().iter().filter_map(|row| row.number(side));
        for (_, mask) in lines.flat_map(|line| Mask::all_in(diff.line(side, line))) {
            drop(object.reveal_mask(mask, side, masking));
        }
        for place in object.masked_paths(side, masking) {
            assert!(object.reveal_at(&place, side).is_some(), "{place}");
        }
        for field in &object.fields {
            let revealed = object.reveal(field, side);
            let shown = match side {
                Side::From => &field.from,
                Side::To => &field.to,
            };
            // The order of a list is shown by the keys of its entries.
            let whole = field.change != Change::Reordered;
            assert_eq!(
                revealed.is_some(),
                shown.is_some() || !whole,
                "{}",
                field.path
            );
            if let Some(Revealed::Text(text)) = revealed {
                assert_eq!(text.expose_secret().is_empty(), text.expose_secret() == "");
            }
        }
    }
}

fn halves(bytes: &[u8]) -> (&[u8], &[u8]) {
    let cut = bytes.iter().position(|byte| *byte == 0xff);
    let cut = cut.unwrap_or(bytes.len() / 2);
    (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default())
}

/// The record that the bytes are, or else a revision that holds them as its manifest, hook, notes and values.
fn release(revision: u32, bytes: &[u8]) -> Release {
    let text = String::from_utf8_lossy(bytes);
    for driver in [Driver::Secret, Driver::ConfigMap] {
        if let Ok(release) = decode(driver, &text) {
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
        "name": "any", "namespace": "any", "version": revision,
        "info": {"status": "deployed", "notes": text},
        "chart": {"metadata": {"name": "any", "version": "1.0.0"}, "values": config},
        "config": config,
        "manifest": text,
        "hooks": [{"name": "any", "manifest": text, "events": ["pre-upgrade"]}],
    });
    serde_json::from_value(release).expect("a release")
}
