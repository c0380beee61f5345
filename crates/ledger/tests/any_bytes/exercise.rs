//! Decodes arbitrary bytes as a release record, in every layer of its encoding. The fuzz target in `fuzz/` uses this file
//! too.

use std::io::Write as _;

use astern_ledger::{Driver, Record, StoredIdentity, decode, encode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Decodes the bytes as the JSON of a record, as what Helm encodes in base64, and as what the API returns.
pub fn exercise(bytes: &[u8]) {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("memory");
    let gzip = gzip.finish().expect("memory");
    for stored in [&gzip, bytes] {
        exercise_data(Driver::Secret, &STANDARD.encode(STANDARD.encode(stored)));
    }
    exercise_data(Driver::Secret, &STANDARD.encode(bytes));
    exercise_data(Driver::ConfigMap, &String::from_utf8_lossy(bytes));
}

fn exercise_data(driver: Driver, data: &str) {
    let (namespace, name) = (
        "shop".parse().expect("a namespace"),
        "shop".parse().expect("a release"),
    );
    let identity = StoredIdentity::read(driver, data);
    let inside = identity.as_ref().ok();
    let inside =
        inside.and_then(|identity| u32::try_from(identity.revision()).ok()?.try_into().ok());
    let revision = inside.unwrap_or_else(|| 3.try_into().expect("a revision"));
    let expected = Record::expected(namespace, name, revision);
    let record = Record { driver, ..expected };
    let release = match decode(&record, data) {
        Ok(release) => release,
        Err(error) => {
            drop(format!("{error} {error:?}"));
            // What helm skips has no identity either.
            assert!(!error.is_skipped_by_helm() || identity.is_err(), "{error}");
            return;
        }
    };
    // What is shown is what helm chooses by.
    let identity = identity.expect("the identity of a decoded record");
    assert_eq!(identity.check(&record), Ok(()));
    if release.left_out.is_empty() {
        let again = encode(driver, &release).expect("JSON");
        let again = decode(&record, &again).expect("an encoded release");
        assert!(again == release, "the release differs after a round trip");
    }
    drop(format!("{release:?}"));
}
