//! Checks that a record neither panics nor is shown otherwise than helm reads it, on arbitrary bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod exercise;

use exercise::exercise;
use proptest::prelude::*;
use proptest::sample::select;

/// Members of a release, right and wrong, in any order and number.
fn members() -> impl Strategy<Value = Vec<u8>> {
    let member = select(vec![
        r#""manifest":"kind: A""#,
        "\"manife\u{17f}t\":\"kind: B\"",
        r#""Manifest":null"#,
        r#""hooks":[{"manifest":"kind: Job","events":["test"]}]"#,
        r#""hooks":[{}]"#,
        r#""hooks":[null]"#,
        r#""config":{"a":1,"a":2,"A":[1e5,-0,18446744073709551616]}"#,
        r#""config":null"#,
        r#""version":3"#,
        r#""version":3.0"#,
        r#""namespace":"prod""#,
        r#""apply_method":"\ud800""#,
        r#""later":{"a":[{}]}"#,
    ]);
    (
        prop::collection::vec(member, 0..4),
        select(vec!["", "}", " ", "\u{feff}"]),
    )
        .prop_map(|(members, end)| {
            let start = r#"{"name":"shop","version":3,"info":{"status":"deployed"},"chart":{}"#;
            let members: String = members.iter().map(|member| format!(",{member}")).collect();
            format!("{start}{members}}}{end}").into_bytes()
        })
}

/// The same with a few bytes replaced.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>());
    (members(), prop::collection::vec(change, 1..4)).prop_map(|(mut bytes, changes)| {
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes
    })
}

proptest! {
    #[test]
    fn any_members_are_read_or_refused(bytes in members()) {
        exercise(&bytes);
    }

    #[test]
    fn any_damage_is_read_or_refused(bytes in damaged()) {
        exercise(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        exercise(&bytes);
    }
}
