//! How YAML documents are read. What go-yaml makes of many more texts is compared in `crates/xtask/tests/reading`.

use astern_yaml::{Budget, Excess, YamlError, read};
use serde_json::{Value, json};

fn value(text: &str) -> Result<Value, YamlError> {
    read(text, &Budget::for_release()).map(|document| document.value)
}

fn parsed(text: &str) -> Value {
    value(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[test]
fn scalars_are_typed_as_kubernetes_types_them() {
    assert_eq!(
        parsed(
            "a: yes\nb: 0777\nc: 12:30\nd: 1_000\ne: '8080'\nf: ~\ng: 1e3\nh: 2001-01-01\ni: 18446744073709551615"
        ),
        json!({"a": true, "b": 511, "c": "12:30", "d": 1000, "e": "8080", "f": null, "g": 1000, "h": "2001-01-01",
               "i": 18_446_744_073_709_551_615_u64 as f64})
    );
}

#[test]
fn keys_become_strings() {
    assert_eq!(
        parsed("1: a\ntrue: b\n1.5: c\n0x10: d\nyes: e\n'on': f"),
        json!({"1": "a", "true": "e", "1.5": "c", "16": "d", "on": "f"})
    );
    for text in ["~: a", "[a]: b", "{a: b}: c", "18446744073709551615: a"] {
        assert!(
            matches!(value(text), Err(YamlError::Key { line: 1 })),
            "{text}"
        );
    }
}

#[test]
fn tags_are_applied() {
    assert_eq!(
        parsed(
            "a: !!str 5\nb: !!int '5'\nc: !!binary aGVsbG8=\nd: !!float 5\ne: !custom 5\nf: ! '5'\ng: !!str"
        ),
        json!({"a": "5", "b": 5, "c": "hello", "d": 5, "e": "5", "f": "5", "g": ""})
    );
    assert_eq!(
        value("a: 1\nb: !!int secret"),
        Err(YamlError::Tag {
            line: 2,
            tag: "!!int"
        })
    );
}

#[test]
fn infinity_cannot_be_represented_in_json() {
    for text in ["a: .inf", "a: -.INF", "a: .nan", "[.inf]"] {
        assert_eq!(value(text), Err(YamlError::NotFinite { line: 1 }));
    }
}

#[test]
fn aliases_are_copies() {
    assert_eq!(
        value("a: *x\nb: &x c"),
        Err(YamlError::UnknownAlias { line: 1 })
    );
    assert_eq!(
        parsed("a: &x {k: [1, 2]}\nb: *x\nc: &s name\nd: {*s : 1}"),
        json!({"a": {"k": [1, 2]}, "b": {"k": [1, 2]}, "c": "name", "d": {"name": 1}})
    );
    assert_eq!(
        value("a: &x\n  b: *x"),
        Err(YamlError::RecursiveAlias { line: 2 })
    );
}

#[test]
fn merged_keys_win_over_earlier_and_lose_to_later_ones() {
    assert_eq!(
        parsed("base: &b {x: 1, k: 1, z: 1}\nmerged:\n  x: 2\n  <<: *b\n  k: 2"),
        json!({"base": {"x": 1, "k": 1, "z": 1}, "merged": {"x": 1, "k": 2, "z": 1}})
    );
    assert_eq!(
        parsed("a: &a {x: 1}\nb: &b {x: 2, k: 2}\nc:\n  <<: [*a, *b]"),
        json!({"a": {"x": 1}, "b": {"x": 2, "k": 2}, "c": {"x": 1, "k": 2}})
    );
    assert_eq!(parsed("'<<': 1"), json!({"<<": 1}));
    assert!(matches!(value("<<: 1"), Err(YamlError::Merge { line: 1 })));
    assert!(matches!(
        value("a: &l [{x: 1}]\nb:\n  <<: *l"),
        Err(YamlError::Merge { line: 3 })
    ));
}

#[test]
fn line_breaks_of_yaml_1_1_end_lines() {
    for line_break in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"] {
        assert_eq!(
            parsed(&format!(
                "# note{line_break}a: b c{line_break}d: |\n  e{line_break}f: 1"
            )),
            json!({"a": "b c", "d": format!("e{}", if line_break.len() == 3 { line_break } else { "\n" }), "f": 1}),
            "{line_break:?}"
        );
    }
}

#[test]
fn collections_and_quoted_texts_may_go_on_at_any_column() {
    assert_eq!(
        parsed("a:\n  b: [\n    x,\n  z\n]\n  c: {\n}\n  d: \"e\nf\n\n  g\""),
        json!({"a": {"b": ["x", "z"], "c": {}, "d": "e f\ng"}})
    );
    assert_eq!(
        parsed("a:\tb\nc: [https:, data:, -, d]\ne: \"x\"#f"),
        json!({"a": "b", "c": ["https:", "data:", "-", "d"], "e": "x"})
    );
}

#[test]
fn keys_that_are_one_in_json_are_an_error() {
    for text in [
        "1: a\n'1': b",
        "16.0: a\n16: b",
        ".nan: a\n.nan: b",
        "true: a\n'true': b",
    ] {
        assert_eq!(
            value(text),
            Err(YamlError::AmbiguousKey { line: 2 }),
            "{text}"
        );
    }
    assert_eq!(
        parsed("1: a\n0x1: b\nyes: c\non: d"),
        json!({"1": "b", "true": "d"})
    );
}

#[test]
fn an_invalid_value_that_a_later_key_replaces_is_none() {
    assert_eq!(
        parsed("a: .inf\nb: {~: 1}\na: 1\nb: 2"),
        json!({"a": 1, "b": 2})
    );
    assert!(value("a: .inf\na: 1\na: .nan").is_err());
}

#[test]
fn what_follows_the_document_is_ignored_and_known() {
    let is_followed = |text| read(text, &Budget::for_release()).unwrap().is_followed;
    for text in ["a: 1", "---\na: 1\n...\n", "a: 1\n---\n", "a: 1\n# b\n"] {
        assert!(!is_followed(text), "{text}");
    }
    for text in [
        "a: 1\n---\nb: 1",
        "a: 1\n...\n@",
        "a: 1\u{2028}---\u{2028}b: 1",
    ] {
        assert!(is_followed(text), "{text}");
    }
}

#[test]
fn documents_share_a_budget() {
    let budget = Budget::for_release();
    let list = format!("[{}]", "a, ".repeat(200_000));
    assert!(read(&list, &budget).is_ok() && read(&list, &budget).is_ok());
    let excess = Excess::Nodes(500_000);
    assert_eq!(
        read(&list, &budget),
        Err(YamlError::OverBudget { line: 1, excess })
    );
    assert!(
        read("a: 1", &budget).is_ok(),
        "what a refused document took is given back"
    );
    let long = "a".repeat(10 << 20);
    assert!(read(&long, &budget).is_ok());
    assert!(matches!(
        read(&long, &budget),
        Err(YamlError::OverBudget {
            excess: Excess::Bytes(_),
            ..
        })
    ));
}

#[test]
fn anchors_copy_nothing() {
    let anchors: String = (0..190).map(|level| format!("&a{level} [")).collect();
    let text = format!("{anchors}'{}'{}", "a".repeat(1 << 20), "]".repeat(190));
    assert!(value(&text).is_ok());
}

#[test]
fn a_billion_laughs_is_an_error() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(matches!(
        value(&text),
        Err(YamlError::OverBudget { .. } | YamlError::ExcessiveAliasing { .. })
    ));
}

#[test]
fn unbounded_nesting_is_an_error() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
    ] {
        assert!(value(&text).is_err());
    }
    let blocks: String = (0..300).map(|level| " ".repeat(level) + "a:\n").collect();
    assert_eq!(
        value(&blocks),
        Err(YamlError::TooDeep {
            line: 201,
            limit: 200
        })
    );
}

#[test]
fn block_scalars_keep_their_lines() {
    assert_eq!(
        parsed("a: |\n  ---\n  x: 1\nb: >-\n  one\n  two\n"),
        json!({"a": "---\nx: 1\n", "b": "one two"})
    );
}

#[test]
fn a_block_scalar_at_the_end_of_the_text_gains_no_line_break() {
    for (text, scalar) in [
        ("a: |\n  x\n", "x\n"),
        ("a: |\n  x", "x"),
        ("a: >\n  x\n  y", "x y"),
        ("a: |+\n  x", "x"),
        ("a: |\n  x\n# note", "x\n"),
        ("a: |\n  x\n ", "x\n"),
        ("a: |\n  x\n  ", "x\n"),
        ("a: |\n  x\n    ", "x\n  "),
        ("a: |-\n  x", "x"),
    ] {
        assert_eq!(parsed(text), json!({"a": scalar}), "{text:?}");
    }
}

#[test]
fn carriage_returns_are_line_breaks() {
    assert_eq!(
        parsed("\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\n"),
        json!({"a": 1, "b": "x\ny\n"})
    );
}

#[test]
fn an_empty_document_is_null() {
    for text in ["", "# only a comment\n", "~", "---\n"] {
        assert_eq!(parsed(text), Value::Null, "{text:?}");
    }
}

#[test]
fn an_error_names_its_line() {
    let error = value("a: 1\nb: [1, 2\nc: 3\n").unwrap_err();
    assert!(matches!(error, YamlError::Syntax { .. }));
    assert!((2..=4).contains(&error.line()), "{error}");
}

#[test]
fn a_line_of_a_megabyte_is_read() {
    let long = "x".repeat(1 << 20);
    assert_eq!(
        parsed(&format!("a: {long}\nb: \"{long}\"\n")),
        json!({"a": long, "b": long})
    );
}
