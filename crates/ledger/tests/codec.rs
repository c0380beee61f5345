//! Records in, releases out, and back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::Write as _;

use astern_ledger::{DecodeError, Driver, Release, decode, encode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::{Value, json};

fn helm_3() -> Value {
    json!({
        "name": "shop",
        "info": {
            "first_deployed": "2026-05-10T09:00:00.5+02:00",
            "last_deployed": "2026-05-20T16:22:13.123456789+02:00",
            "deleted": "",
            "description": "Upgrade complete",
            "status": "deployed",
            "notes": "The password is hunter2.",
            "a_later_key": { "kept": true }
        },
        "chart": {
            "metadata": {
                "name": "shop", "version": "1.1.0", "appVersion": "2.4", "apiVersion": "v2",
                "dependencies": [{ "name": "redis", "version": "19.x", "import-values": ["a"] }],
                "maintainers": [{ "name": "A", "email": "a@example.com" }],
                "x-new": 1
            },
            "lock": null,
            "templates": [{ "name": "templates/a.yaml", "data": "YTogYg==" }],
            "values": { "replicas": 2, "big": 18446744073709551615u64 },
            "schema": null,
            "files": null
        },
        "config": { "replicas": 3, "password": "hunter2" },
        "manifest": "---\n# Source: shop/templates/a.yaml\na: b\n",
        "hooks": [{
            "name": "migrate", "kind": "Job", "path": "shop/templates/job.yaml",
            "manifest": "kind: Job", "events": ["pre-upgrade", "pre-rollback"],
            "last_run": { "started_at": "", "completed_at": "", "phase": "" },
            "weight": -5, "delete_policies": ["before-hook-creation"]
        }],
        "version": 3,
        "namespace": "shop"
    })
}

fn helm_4() -> Value {
    let mut release = helm_3();
    release["apply_method"] = "ssa".into();
    release["info"]["rollback_revision"] = 1.into();
    release["info"].as_object_mut().unwrap().remove("deleted");
    release["chart"]["schemamodtime"] = "0001-01-01T00:00:00Z".into();
    release["chart"]["modtime"] = "2026-05-20T14:00:00Z".into();
    release["chart"]["templates"][0]["modtime"] = "2026-05-20T14:00:00Z".into();
    release["hooks"] = Value::Null;
    release
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn in_secret(packed: &[u8]) -> String {
    STANDARD.encode(STANDARD.encode(packed))
}

/// Go reads an absent key and `null` alike, so those are no difference.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, v)| !v.is_null() && *v != json!([]))
            .map(|(k, v)| (k, without_nulls(v)))
            .collect(),
        Value::Array(list) => list.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[test]
fn both_helms_and_both_drivers_survive_a_decode_and_encode() {
    for record in [helm_3(), helm_4()] {
        for driver in [Driver::Secret, Driver::ConfigMap] {
            let packed = gzipped(record.to_string().as_bytes());
            let stored = match driver {
                Driver::Secret => in_secret(&packed),
                Driver::ConfigMap => STANDARD.encode(&packed),
            };
            let release = decode(driver, &stored).unwrap();
            let again = decode(driver, &encode(driver, &release).unwrap()).unwrap();
            assert_eq!(release, again);
            let written = serde_json::to_value(&again).unwrap();
            assert_eq!(without_nulls(written), without_nulls(record.clone()));
        }
    }
}

#[test]
fn plain_json_of_an_old_helm_is_read() {
    let release = decode(Driver::Secret, &in_secret(helm_3().to_string().as_bytes())).unwrap();
    assert_eq!(release.revision.get(), 3);
    assert_eq!(release.hooks[0].weight, -5);
}

#[test]
fn each_layer_breaks_with_its_own_error() {
    let whole = gzipped(helm_3().to_string().as_bytes());
    let cut = &whole[..whole.len() / 2];
    assert!(matches!(
        decode(Driver::Secret, "%%%"),
        Err(DecodeError::SecretBase64)
    ));
    let half = STANDARD.encode("not base64!");
    assert!(matches!(
        decode(Driver::Secret, &half),
        Err(DecodeError::RecordBase64)
    ));
    assert!(matches!(
        decode(Driver::ConfigMap, "%%%"),
        Err(DecodeError::RecordBase64)
    ));
    assert!(matches!(
        decode(Driver::Secret, &in_secret(cut)),
        Err(DecodeError::Gzip(_))
    ));
    let nothing = decode(Driver::Secret, "");
    assert!(
        matches!(nothing, Err(DecodeError::Json { .. })),
        "{nothing:?}"
    );
}

/// What Go leaves out stays out, and what it writes as `null` is read as if it were left out.
#[test]
fn what_is_absent_is_not_written_and_null_is_read_as_absent() {
    let (mut absent, mut null) = (helm_3(), helm_3());
    for (place, key) in [
        ("", "config"),
        ("/info", "notes"),
        ("/info", "description"),
        ("/chart", "values"),
        ("/chart/metadata", "appVersion"),
        ("/chart/templates/0", "data"),
        ("/hooks/0", "last_run"),
    ] {
        let without = absent.pointer_mut(place).unwrap();
        without.as_object_mut().unwrap().shift_remove(key).unwrap();
        null.pointer_mut(place).unwrap()[key] = Value::Null;
    }
    let read = |record: &Value| serde_json::from_value::<Release>(record.clone()).unwrap();
    assert_eq!(read(&absent), read(&null));
    let written = serde_json::to_value(read(&null)).unwrap();
    assert_eq!(written.get("config"), None);
    assert_eq!(without_nulls(written), without_nulls(absent));
}

#[test]
fn an_inflating_bomb_is_refused() {
    let bomb = gzipped(&vec![b' '; 65 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(matches!(
        decode(Driver::Secret, &in_secret(&bomb)),
        Err(DecodeError::TooLarge)
    ));
}

#[test]
fn neither_an_error_nor_debug_repeats_what_the_record_holds() {
    let mut broken = helm_3();
    broken["version"] = "hunter2".into();
    let error = decode(Driver::Secret, &in_secret(broken.to_string().as_bytes())).unwrap_err();
    let release: Release = serde_json::from_value(helm_3()).unwrap();
    let said = format!("{error} {error:?} {release:?} {:?}", release.hooks);
    assert!(!said.contains("hunter2"), "{said}");
    assert!(error.to_string().contains("another type"), "{error}");
}

proptest! {
    #[test]
    fn bytes_of_any_kind_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = decode(Driver::Secret, &in_secret(&bytes));
        let _ = decode(Driver::Secret, &in_secret(&gzipped(&bytes)));
        let _ = decode(Driver::ConfigMap, &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn unknown_keys_survive(key in "x_[a-z]{1,8}", text in ".{0,20}", number in any::<i64>()) {
        let mut record = helm_3();
        for place in PLACES {
            let map = record.pointer_mut(place).unwrap().as_object_mut().unwrap();
            map.insert(key.clone(), json!({ "text": text, "number": number }));
            map.shift_insert(0, format!("{key}_first"), json!([null, { "z": 1, "a": null }]));
        }
        let release: Release = serde_json::from_value(record.clone()).unwrap();
        let keys: Vec<_> = release.unknown.keys().cloned().collect();
        prop_assert_eq!(keys, [format!("{key}_first"), key]);
        let written = serde_json::to_value(&release).unwrap();
        for place in PLACES {
            let (read, written) = (record.pointer(place).unwrap(), written.pointer(place).unwrap());
            for (key, value) in read.as_object().unwrap() {
                if key.starts_with("x_") {
                    // As text: `null` within it and the order of its keys count too.
                    prop_assert_eq!(value.to_string(), written[key].to_string(), "{} of {}", key, place);
                }
            }
        }
        prop_assert_eq!(without_nulls(written), without_nulls(record));
    }
}

/// Every object whose keys Astern knows.
const PLACES: [&str; 9] = [
    "",
    "/info",
    "/chart",
    "/chart/metadata",
    "/chart/metadata/maintainers/0",
    "/chart/metadata/dependencies/0",
    "/chart/templates/0",
    "/hooks/0",
    "/hooks/0/last_run",
];
