//! Checks that a comparison neither panics nor hangs on arbitrary bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod exercise;

use astern_fixtures::{Size, pair};
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
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_manifests_are_compared(from in manifest(), to in manifest()) {
        exercise(&[from, to].join(&0xff_u8));
    }

    #[test]
    fn corrupted_records_are_compared_or_refused(bytes in corrupted_records()) {
        exercise(&bytes);
    }
}
