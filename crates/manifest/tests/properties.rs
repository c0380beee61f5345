//! Properties that hold for every text and every value.

use astern_manifest::{parse, to_yaml, value};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Strings that resemble other YAML syntax, and arbitrary ones.
fn any_string() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "~",
            "null",
            "yes",
            "on",
            "0777",
            "1e3",
            "12:30",
            "1_000",
            ".inf",
            "<<",
            "---",
            "...",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "*a",
            "&a",
            "!a",
            "!!int 5",
            "'a'",
            "\"a\"",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "{a: b}",
            "[a]",
            "?",
            "? a",
            ":",
            "a:",
            " a",
            "a ",
            "\ta",
            "a\t",
            "a\n",
            "a\nb",
            "a\n\nb\n\n",
            "a\n  b\nc",
            "a\nb  \n",
            "\n",
            "\na",
            " \na",
            "a\n \n",
            "a\n---\nb",
            "a\r\nb",
            "é",
            "😀",
            "\u{feff}a",
            "\u{85}",
            "\u{2028}",
            "=",
            "--flag",
            "-v",
            "-",
            "--",
            "a,b",
            "a]b",
            "a}b",
            "/path/{x}",
            "$(VAR)",
            "a\n# b\n",
            "a\n\tb",
            "0x1F",
        ])
        .prop_map(str::to_owned),
        "[ -~\n\t]{0,30}",
        "\\PC{0,20}",
        any::<String>(),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter(
                "an integral float is read back as an integer",
                |float| float.is_finite() && float.fract() != 0.0
            )
            .prop_map(Value::from),
        any_string().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((any_string(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_written_value_is_read_back(written in any_value()) {
        let text = to_yaml(&written);
        prop_assert_eq!(value(&text), Ok(written), "{}", text);
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in any::<String>()) {
        let _ = value(&text);
        let _ = parse(&text);
    }

    #[test]
    fn yaml_like_text_does_not_panic(text in "([-:?#&*!|>'\"%@`{}\\[\\], \n\t]|---|\\.\\.\\.|<<: |a|: |\n  ){0,60}") {
        let _ = value(&text);
        let _ = parse(&text);
    }
}

#[test]
fn a_long_key_is_written_so_that_it_can_be_read() {
    let written = serde_json::json!({"a": [{"k".repeat(3000): {"b": 1}, "c": "x\ny"}]});
    assert_eq!(value(&to_yaml(&written)), Ok(written));
}
