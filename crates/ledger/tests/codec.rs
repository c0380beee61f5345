//! Decodes release records of Helm 3 and Helm 4, and encodes them again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::Write as _;

use astern_ledger::{DecodeError, Driver, Record, Release, encode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A release as Helm 3 writes it, with a key that Helm does not know.
fn helm_3_release() -> Value {
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

/// The same release as Helm 4 writes it.
fn helm_4_release() -> Value {
    let mut release = helm_3_release();
    release["apply_method"] = "ssa".into();
    release["info"]["rollback_revision"] = 1.into();
    release["info"].as_object_mut().unwrap().remove("deleted");
    release["chart"]["schemamodtime"] = "0001-01-01T00:00:00Z".into();
    release["chart"]["modtime"] = "2026-05-20T14:00:00Z".into();
    release["chart"]["templates"][0]["modtime"] = "2026-05-20T14:00:00Z".into();
    release["hooks"] = Value::Null;
    release
}

/// Decodes what an object of the driver holds as revision 3 of `shop` in the namespace `shop`.
fn decode(driver: Driver, data: &str) -> Result<Release, DecodeError> {
    let (namespace, name) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let record = Record::expected(namespace, name, 3.try_into().unwrap());
    astern_ledger::decode(&Record { driver, ..record }, data)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Encodes a record as the Secret driver stores it: base64 by Helm, and again by Kubernetes.
fn secret_data(record: &[u8]) -> String {
    STANDARD.encode(STANDARD.encode(record))
}

/// Removes `null` and empty lists, which Go reads like absent keys.
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
fn releases_of_both_helm_versions_survive_a_round_trip_through_both_drivers() {
    for record in [helm_3_release(), helm_4_release()] {
        for driver in [Driver::Secret, Driver::ConfigMap] {
            let compressed = gzip(record.to_string().as_bytes());
            let stored = match driver {
                Driver::Secret => secret_data(&compressed),
                Driver::ConfigMap => STANDARD.encode(&compressed),
            };
            let release = decode(driver, &stored).unwrap();
            let decoded_again = decode(driver, &encode(driver, &release).unwrap()).unwrap();
            assert_eq!(release, decoded_again);
            let written = serde_json::to_value(&decoded_again).unwrap();
            assert_eq!(without_nulls(written), without_nulls(record.clone()));
        }
    }
}

#[test]
fn uncompressed_json_of_old_helm_versions_is_decoded() {
    let release = decode(
        Driver::Secret,
        &secret_data(helm_3_release().to_string().as_bytes()),
    )
    .unwrap();
    assert_eq!(release.revision.get(), 3);
    assert_eq!(release.hooks[0].weight, -5);
}

#[test]
fn each_layer_of_the_encoding_has_its_own_error() {
    let complete = gzip(helm_3_release().to_string().as_bytes());
    let truncated = &complete[..complete.len() / 2];
    assert!(matches!(
        decode(Driver::Secret, "%%%"),
        Err(DecodeError::SecretBase64)
    ));
    let inner_not_base64 = STANDARD.encode("not base64!");
    assert!(matches!(
        decode(Driver::Secret, &inner_not_base64),
        Err(DecodeError::RecordBase64)
    ));
    assert!(matches!(
        decode(Driver::ConfigMap, "%%%"),
        Err(DecodeError::RecordBase64)
    ));
    assert!(matches!(
        decode(Driver::Secret, &secret_data(truncated)),
        Err(DecodeError::Gzip(_))
    ));
    let empty = decode(Driver::Secret, "");
    assert!(matches!(empty, Err(DecodeError::Json { .. })), "{empty:?}");
}

/// A key that Go omits is not written, and a key that is `null` is read as absent.
#[test]
fn absent_keys_are_not_written_and_null_is_read_as_absent() {
    let (mut absent, mut null) = (helm_3_release(), helm_3_release());
    for (pointer, key) in [
        ("", "config"),
        ("/info", "notes"),
        ("/info", "description"),
        ("/chart", "values"),
        ("/chart/metadata", "appVersion"),
        ("/chart/templates/0", "data"),
        ("/hooks/0", "last_run"),
    ] {
        let parent = absent.pointer_mut(pointer).unwrap();
        parent.as_object_mut().unwrap().shift_remove(key).unwrap();
        null.pointer_mut(pointer).unwrap()[key] = Value::Null;
    }
    let deserialize = |record: &Value| serde_json::from_value::<Release>(record.clone()).unwrap();
    assert_eq!(deserialize(&absent), deserialize(&null));
    let written = serde_json::to_value(deserialize(&null)).unwrap();
    assert_eq!(written.get("config"), None);
    assert_eq!(without_nulls(written), without_nulls(absent));
}

#[test]
fn a_decompression_bomb_is_refused() {
    let bomb = gzip(&vec![b' '; 33 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(matches!(
        decode(Driver::Secret, &secret_data(&bomb)),
        Err(DecodeError::TooLarge)
    ));
}

#[test]
fn errors_and_debug_output_hold_no_content_of_the_record() {
    let mut invalid = helm_3_release();
    invalid["manifest"] = json!(["hunter2"]);
    let error = decode(Driver::Secret, &secret_data(invalid.to_string().as_bytes())).unwrap_err();
    let release: Release = serde_json::from_value(helm_3_release()).unwrap();
    let output = format!("{error} {error:?} {release:?} {:?}", release.hooks);
    assert!(!output.contains("hunter2"), "{output}");
    assert!(error.to_string().contains("another type"), "{error}");
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = decode(Driver::Secret, &secret_data(&bytes));
        let _ = decode(Driver::Secret, &secret_data(&gzip(&bytes)));
        let _ = decode(Driver::ConfigMap, &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn unknown_keys_are_kept(key in "x_[a-z]{1,8}", text in ".{0,20}", number in any::<i64>()) {
        let mut record = helm_3_release();
        for pointer in OBJECT_POINTERS {
            let map = record.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
            map.insert(key.clone(), json!({ "text": text, "number": number }));
            map.shift_insert(0, format!("{key}_first"), json!([null, { "z": 1, "a": null }]));
        }
        let release: Release = serde_json::from_value(record.clone()).unwrap();
        let keys: Vec<_> = release.unknown.keys().cloned().collect();
        prop_assert_eq!(keys, [format!("{key}_first"), key]);
        let written = serde_json::to_value(&release).unwrap();
        for pointer in OBJECT_POINTERS {
            let (original, written) = (record.pointer(pointer).unwrap(), written.pointer(pointer).unwrap());
            for (key, value) in original.as_object().unwrap() {
                if key.starts_with("x_") {
                    // Compared as text, because nested `null` and the order of keys must be kept.
                    prop_assert_eq!(value.to_string(), written[key].to_string(), "{} of {}", key, pointer);
                }
            }
        }
        prop_assert_eq!(without_nulls(written), without_nulls(record));
    }
}

/// JSON pointers to every object of a release whose keys Astern knows.
const OBJECT_POINTERS: [&str; 9] = [
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
