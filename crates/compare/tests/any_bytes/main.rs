//! Checks that a comparison neither panics nor hangs on arbitrary bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod exercise;
#[path = "../../../ledger/tests/any_bytes/exercise.rs"]
mod ledger;
mod targets;

use astern_fixtures::{HOSTILE_CASES, Size, pair};
use astern_ledger::{Driver, encode};
use exercise::exercise;
use proptest::{prelude::*, sample::select};

/// Concatenated fragments of manifests, more often well-formed than not, or arbitrary bytes.
fn manifest() -> impl Strategy<Value = Vec<u8>> {
    let fragment = select(vec![
        "---\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {helm.sh/chart: a-1}}\n",
        "apiVersion: v1\nkind: List\nitems:\n- ",
        "data:\n  a.yaml: |\n    b: [1, {c: d}]\n    e: f\n",
        "data:\n  a.yaml: |\n    b: [2, {c: e}]\n    password: f\n",
        "data:\n  b: aGk=\n  c: '{\"panels\": [{\"id\": 1}, {\"id\": 2}]}'\n",
        "data:\n  b: eA==\n  c: '{\"panels\": [{\"id\": 2}, {\"title\": \"x\"}]}'\n",
        "spec:\n  template:\n    spec:\n      containers:\n      - name: a\n        args: [--token, b]\n",
        "spec:\n  template:\n    spec:\n      containers:\n      - name: a\n        args: [-x, --token, c]\n",
        "password: |\n  a\n",
        "a: &b [*b]\n",
        "\u{feff}",
        "  ",
        "\r\n",
        "é: \u{1f600}\n",
        "{\"a\": 1}",
        "# Source: a/templates/b.yaml\n",
    ]);
    let fragments =
        prop::collection::vec(fragment, 0..8).prop_map(|fragments| fragments.concat().into_bytes());
    prop_oneof![
        4 => fragments,
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

/// The manifest in the JSON of a record, or the JSON itself where it has none.
fn manifest_of(json: &str) -> String {
    let record: Option<serde_json::Value> = serde_json::from_str(json).ok();
    let manifest = record.and_then(|record| Some(record.get("manifest")?.as_str()?.to_owned()));
    manifest.unwrap_or_else(|| json.to_owned())
}

/// The seeds of the fuzz targets: each hostile case in small.
#[test]
fn small_hostile_records_pass_each_layer() {
    for case in HOSTILE_CASES {
        for size in [1, 8] {
            let records = case.records(size);
            for json in &records {
                ledger::exercise(json.as_bytes());
                let manifest = manifest_of(json);
                targets::manifest(manifest.as_bytes());
                targets::masking(manifest.as_bytes());
            }
            let [from, to] = records.map(|json| manifest_of(&json).into_bytes());
            exercise(&[from, to].join(&0xff_u8));
        }
    }
}

/// The inputs that once failed, one file each.
#[test]
fn inputs_that_once_failed_pass_each_layer() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/any_bytes/regressions");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        ledger::exercise(&bytes);
        targets::manifest(&bytes);
        targets::masking(&bytes);
        exercise(&bytes);
        count += 1;
    }
    assert!(count > 0);
}

/// Encoded release records with a few bytes replaced.
fn corrupted_records() -> impl Strategy<Value = Vec<u8>> {
    let records =
        pair(Size { objects: 12 }).map(|release| encode(Driver::ConfigMap, &release).unwrap());
    let both = [records[0].as_bytes(), records[1].as_bytes()].join(&0xff_u8);
    let change = (any::<prop::sample::Index>(), any::<u8>());
    prop::collection::vec(change, 0..3).prop_map(move |changes| {
        let mut bytes = both.clone();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_manifests_pass_each_layer(bytes in manifest()) {
        targets::manifest(&bytes);
        targets::masking(&bytes);
    }

    #[test]
    fn any_manifests_are_compared(from in manifest(), to in manifest()) {
        exercise(&[from, to].join(&0xff_u8));
    }

    #[test]
    fn corrupted_records_are_compared_or_refused(bytes in corrupted_records()) {
        exercise(&bytes);
    }
}
