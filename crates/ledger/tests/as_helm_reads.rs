//! Records that Helm reads otherwise than they look are refused, and the others are read as Helm reads them.
//!
//! What Helm makes of each case was found out with the driver's `decodeRelease` of Helm 3.22 and 4.3.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::Write as _;

use astern_ledger::{DecodeError, Driver, OtherIdentity, Record, Release, decode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use proptest::sample::select;

/// Revision 3 of the release `shop` in the namespace `shop`, as text, so that keys can stand twice in it.
const RECORD: &str = r#"{"name":"shop","info":{"first_deployed":"2026-05-10T09:00:00Z","deleted":"","status":"deployed","notes":"n"},"chart":{"metadata":{"name":"shop","version":"1.0.0","maintainers":[{"name":"A"}],"dependencies":[{"name":"redis","repository":"r"}]},"lock":{"digest":"d","dependencies":[{"name":"redis"}]},"templates":[{"name":"templates/a.yaml","data":"aGk="}],"values":{"a":{"b":1}},"files":[{"name":"crds/a.yaml","data":"aGk="}]},"config":{"x":{"y":1}},"manifest":"kind: A","hooks":[{"name":"h","kind":"Job","manifest":"kind: Job","events":["test"],"last_run":{"phase":""}}],"version":3,"namespace":"shop"}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Decodes what Helm encoded in base64, as the record of revision 3 of `shop`.
fn decode_stored(stored: &[u8]) -> Result<Release, DecodeError> {
    let (namespace, name) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let record = Record::expected(namespace, name, 3.try_into().unwrap());
    decode(&record, &STANDARD.encode(stored))
}

fn decode_json(json: impl AsRef<[u8]>) -> Result<Release, DecodeError> {
    decode_stored(STANDARD.encode(gzip(json.as_ref())).as_bytes())
}

/// The record with another text in place of one that stands in it once.
fn with(old: &str, new: &str) -> String {
    assert_eq!(RECORD.matches(old).count(), 1, "{old}");
    RECORD.replace(old, new)
}

fn reason(json: impl AsRef<[u8]>) -> String {
    decode_json(json).unwrap_err().to_string()
}

/// The objects of a record: where each begins, a key of it, and what an error calls it.
const OBJECTS: [(&str, &str, &str); 12] = [
    (r#"{"name":"shop","info""#, "manifest", "the release"),
    (r#"{"first_deployed""#, "notes", "its info"),
    (r#"{"metadata""#, "values", "its chart"),
    (
        r#"{"name":"shop","version":"1"#,
        "appVersion",
        "the metadata of its chart",
    ),
    (r#"{"name":"A""#, "email", "a maintainer of its chart"),
    (
        r#"{"name":"redis","repository""#,
        "repository",
        "a dependency of its chart",
    ),
    (
        r#"{"name":"redis"}"#,
        "version",
        "a dependency of its chart",
    ),
    (r#"{"digest""#, "generated", "the lock of its chart"),
    (
        r#"{"name":"templates/a.yaml""#,
        "data",
        "a file of its chart",
    ),
    (r#"{"name":"crds/a.yaml""#, "name", "a file of its chart"),
    (r#"{"name":"h""#, "events", "a hook"),
    (r#"{"phase""#, "completed_at", "the last run of a hook"),
];

#[test]
fn the_record_itself_is_read() {
    let release = decode_json(RECORD).unwrap();
    assert_eq!(release.manifest, "kind: A");
    assert_eq!(release.hooks[0].events, ["test"]);
}

#[test]
fn a_key_that_stands_twice_is_refused_in_every_object() {
    for (start, key, object) in OBJECTS {
        let twice = format!("{{\"{key}\":null,\"{key}\":null,{}", &start[1..]);
        assert_eq!(
            reason(with(start, &twice)),
            format!(
                "it was not written by Helm: {object} has the key {key:?} twice. \
                 Helm reads such a record otherwise than it looks"
            )
        );
    }
}

#[test]
fn a_key_in_other_letters_is_refused_in_every_object() {
    for (start, key, object) in OBJECTS {
        let mut keys = vec![
            key.to_uppercase(),
            format!("{}{}", key[..1].to_uppercase(), &key[1..]),
        ];
        keys.extend(key.contains('s').then(|| key.replace('s', "\u{17f}")));
        keys.extend(key.contains('s').then(|| key.replace('s', "\\u017F")));
        for other in keys {
            let added = format!("{{\"{other}\":null,{}", &start[1..]);
            let reason = reason(with(start, &added));
            let expected = format!(
                "{object} has a key that Helm takes for {key:?}, written with other letters"
            );
            assert!(reason.contains(&expected), "{other}: {reason}");
        }
    }
    let kelvin = with(r#""hooks":"#, "\"hoo\u{212a}s\":");
    assert!(reason(kelvin).contains("takes for \"hooks\""));
}

/// A manifest, hooks and events that Helm applies, beside others that the record shows first.
#[test]
fn what_helm_would_apply_in_silence_is_refused() {
    let end = r#""version":3,"#;
    for (old, new) in [
        (end, r#""version":3,"Manifest":"kind: Evil","#),
        (end, "\"version\":3,\"manife\u{17f}t\":\"kind: Evil\","),
        (end, r#""version":3,"\u006danifest":"kind: Evil","#),
        (
            end,
            r#""version":3,"Hooks":[{"manifest":"kind: Evil","events":["pre-rollback"]}],"#,
        ),
        // Go reuses the first hook for the empty one, with its manifest and its events.
        (end, r#""version":3,"hooks":[{}],"#),
        (end, r#""version":3,"chart":{"files":[{}]},"#),
        (
            r#""manifest":"kind: Job","#,
            r#""manifest":"kind: Job","Manifest":"kind: Evil","#,
        ),
        (
            r#""events":["test"],"#,
            r#""events":["test"],"Events":["pre-rollback"],"#,
        ),
        (r#""manifest":"kind: A","#, r#""Manifest":"kind: Evil","#),
    ] {
        let error = decode_json(with(old, new)).unwrap_err();
        assert!(matches!(error, DecodeError::NotByHelm(_)), "{new}: {error}");
    }
}

#[test]
fn keys_of_values_differ_by_case_but_do_not_stand_twice() {
    let release = decode_json(with(r#""x":{"y":1}"#, r#""x":{"y":1,"Y":2},"X":3"#)).unwrap();
    assert_eq!(
        serde_json::to_string(&release.config).unwrap(),
        r#"{"x":{"y":1,"Y":2},"X":3}"#
    );
    for twice in [
        r#""x":{"y":1},"x":1"#,
        r#""x":{"y":1,"hunter2":[],"hunter2":[]}"#,
    ] {
        let error = decode_json(with(r#""x":{"y":1}"#, twice)).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("an object in it has one key twice"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn name_revision_and_namespace_are_those_of_the_object() {
    let namespace = r#","namespace":"shop""#;
    for (old, new, expected) in [
        (
            r#"{"name":"shop","info""#,
            r#"{"name":"other","info""#,
            "a record of the release other",
        ),
        (r#"{"name":"shop","info""#, r#"{"info""#, "names no release"),
        (
            r#"{"name":"shop","info""#,
            r#"{"name":null,"info""#,
            "names no release",
        ),
        (
            r#"{"name":"shop","info""#,
            r#"{"name":"--x","info""#,
            "names no release",
        ),
        (
            r#""version":3"#,
            r#""version":92"#,
            "revision 92, which is not",
        ),
        (r#""version":3"#, r#""version":0"#, "names no revision"),
        (
            r#""version":3"#,
            r#""version":4294967299"#,
            "names no revision",
        ),
        (
            namespace,
            r#","namespace":"prod""#,
            "a record of the namespace prod",
        ),
        (namespace, r#","namespace":"../prod""#, "no namespace"),
    ] {
        // Another fault after it does not hide it.
        let json = with(old, new).replace(r#""hooks":["#, r#""hooks":[0,"#);
        let error = decode_json(json).unwrap_err();
        assert!(
            matches!(error, DecodeError::OtherIdentity(_)),
            "{new}: {error}"
        );
        assert!(error.to_string().contains(expected), "{new}: {error}");
    }
}

#[test]
fn a_name_a_revision_or_a_namespace_of_another_type_is_named() {
    for (old, new, field) in [
        (r#""version":3"#, r#""version":3.0"#, "version"),
        (
            r#","namespace":"shop""#,
            r#","namespace":["shop"]"#,
            "namespace",
        ),
        (r#"{"name":"shop","info""#, r#"{"name":3,"info""#, "name"),
    ] {
        let error = decode_json(with(old, new)).unwrap_err();
        assert!(
            matches!(error, DecodeError::Field(name) if name == field),
            "{error}"
        );
    }
}

/// The Go SDK writes no namespace unless it is told one; Helm then takes that of the Secret.
#[test]
fn an_empty_namespace_is_that_of_the_secret() {
    let namespace = r#","namespace":"shop""#;
    for empty in ["", r#","namespace":"""#, r#","namespace":null"#] {
        let release = decode_json(with(namespace, empty)).unwrap();
        assert_eq!(release.namespace.as_str(), "shop", "{empty}");
    }
}

#[test]
fn null_leaves_a_field_empty_as_in_go() {
    let release = decode_json(with(r#""manifest":"kind: A""#, r#""manifest":null"#)).unwrap();
    assert_eq!(release.manifest, "");
    let hook = with(
        r#""manifest":"kind: Job""#,
        r#""manifest":null,"weight":null,"path":null"#,
    );
    assert_eq!(decode_json(hook).unwrap().hooks[0].weight, 0);
}

/// Go reads some of these, with U+FFFD in place of what is invalid. Helm writes none.
#[test]
fn json_that_helm_does_not_write_is_refused() {
    let bytes = |text: &str, byte: u8| {
        let mut json = with("kind: A", text).into_bytes();
        let at = json.iter().position(|b| *b == b'@').unwrap();
        json[at] = byte;
        json
    };
    for json in [
        bytes("a@b", 0xff),
        bytes("a@b", b'\n'),
        with("kind: A", r"a\ud800b").into_bytes(),
        format!("\u{feff}{RECORD}").into_bytes(),
        format!("{RECORD}{{}}").into_bytes(),
        format!("{RECORD}\0").into_bytes(),
        b"null".to_vec(),
        with(r#""y":1"#, r#""y":1e400"#).into_bytes(),
        with(
            r#""y":1"#,
            &format!(r#""y":{}{}"#, "[".repeat(200), "]".repeat(200)),
        )
        .into_bytes(),
        with(r#""events":["test"]"#, r#""events":[1]"#).into_bytes(),
        with(r#""data":"aGk="}],"values""#, r#""data":"a%k="}],"values""#).into_bytes(),
    ] {
        let text = String::from_utf8_lossy(&json).into_owned();
        assert!(decode_json(&json).is_err(), "{text}");
    }
    assert!(decode_json(format!(" {RECORD}\r\n\t")).is_ok());
}

#[test]
fn base64_and_gzip_are_read_as_go_reads_them() {
    let compressed = gzip(RECORD.as_bytes());
    let text = STANDARD.encode(&compressed);
    let broken_in_lines = format!("{}\r\n{}\n", &text[..7], &text[7..]);
    assert!(decode_stored(broken_in_lines.as_bytes()).is_ok());
    for invalid in [format!("{text}="), format!(" {text}"), format!("{text}\t")] {
        let error = decode_stored(invalid.as_bytes()).unwrap_err();
        assert!(matches!(error, DecodeError::RecordBase64), "{error}");
    }
    let (first, second) = RECORD.split_at(50);
    let stored = |bytes: &[u8]| decode_stored(STANDARD.encode(bytes).as_bytes());
    // Two members are one text, so nothing can hide in the second.
    let members = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
    assert_eq!(stored(&members).unwrap(), stored(&compressed).unwrap());
    let evil = r#"{"name":"shop","manifest":"kind: Evil"}"#;
    for hidden in [
        [compressed.clone(), gzip(evil.as_bytes())].concat(),
        [gzip(evil.as_bytes()), compressed.clone()].concat(),
    ] {
        let error = stored(&hidden).unwrap_err();
        assert!(matches!(error, DecodeError::Json { .. }), "{error}");
    }
    for damaged in [
        [compressed.as_slice(), b"\0"].concat(),
        compressed[..compressed.len() - 1].to_vec(),
    ] {
        assert!(matches!(stored(&damaged), Err(DecodeError::Gzip(_))));
    }
    let other_bits = "AB==";
    assert!(matches!(
        decode_stored(other_bits.as_bytes()),
        Err(DecodeError::Json { .. })
    ));
}

/// A text with one of its letters in another case or folded, or as it is.
fn key_variant(key: &'static str) -> impl Strategy<Value = String> {
    (0..key.len(), 0..3_u8).prop_map(move |(at, how)| {
        let (before, rest) = key.split_at(at);
        let (letter, after) = rest.split_at(1);
        let letter = match (how, letter) {
            (0, _) => letter.to_owned(),
            (1, "s") => "\u{17f}".to_owned(),
            (1, "k") => "\u{212a}".to_owned(),
            _ => letter.to_uppercase(),
        };
        format!("{before}{letter}{after}")
    })
}

proptest! {
    /// Wherever a second manifest stands, and however its key is written, it is either not Helm's or refused.
    #[test]
    fn no_second_manifest_is_overlooked(
        key in select(vec!["manifest", "hooks", "name", "version", "namespace", "chart"]).prop_flat_map(key_variant),
        value in select(vec!["null", "[]", "{}", "[{}]", r#""kind: Evil""#, "4"]),
        first in any::<bool>(),
    ) {
        let added = format!("{}:{value}", serde_json::to_string(&key).unwrap());
        let json = match first {
            true => format!("{{{added},{}", &RECORD[1..]),
            false => format!("{},{added}}}", &RECORD[..RECORD.len() - 1]),
        };
        let error = decode_json(json).unwrap_err();
        prop_assert!(matches!(error, DecodeError::NotByHelm(_)), "{error}");
    }
}

#[test]
fn a_record_in_a_config_map_is_checked_too() {
    let (namespace, name) = ("shop".parse().unwrap(), "shop".parse().unwrap());
    let record = Record {
        driver: Driver::ConfigMap,
        ..Record::expected(namespace, name, 4.try_into().unwrap())
    };
    let error = decode(&record, &STANDARD.encode(gzip(RECORD.as_bytes()))).unwrap_err();
    let expected = OtherIdentity::Revision(3.try_into().unwrap());
    assert!(matches!(error, DecodeError::OtherIdentity(other) if other == expected));
}
