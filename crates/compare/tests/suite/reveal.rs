//! Reveals single masked values of a comparison.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, Side, Sides, compare, reveal_value};
use astern_masking::{Mask, MaskedValue, Masking, Revealed};
use serde_json::{Value, json};

fn compare_objects(from: &[Value], to: &[Value]) -> Comparison {
    compare(
        &release(1, "1.0.0", json!({}), &manifest(from)),
        &release(2, "1.0.0", json!({}), &manifest(to)),
        &Masking::new([7; 16]),
    )
}

fn revealed_text(revealed: Option<Revealed>) -> String {
    match revealed {
        None => "nothing".to_owned(),
        Some(Revealed::Text(text)) => text.expose_secret().to_owned(),
        Some(Revealed::Bytes(length)) => format!("{length} bytes"),
    }
}

/// Returns the path of each changed field and the revealed texts of both sides.
fn revealed_fields(comparison: &Comparison) -> Vec<[String; 3]> {
    let mut fields = Vec::new();
    for object in &comparison.objects {
        for field in &object.fields {
            let side = |side| revealed_text(object.reveal(field, side));
            fields.push([field.path.to_string(), side(Side::From), side(Side::To)]);
        }
    }
    fields
}

#[test]
fn the_data_of_a_secret_is_decoded() {
    let secret = |password: &str, key: &str| {
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"},
               "data": {"password": password, "key": key}, "stringData": {"plain": password}})
    };
    let comparison = compare_objects(
        &[secret("aHVudGVyMg==", "AAEC")],
        &[secret("aHVudGVyMzM=", "/w==")],
    );
    assert_eq!(
        revealed_fields(&comparison),
        [
            ["data.password", "hunter2", "hunter33"],
            ["data.key", "3 bytes", "1 bytes"],
            ["stringData.plain", "aHVudGVyMg==", "aHVudGVyMzM="],
        ]
    );
}

#[test]
fn list_entries_are_found_at_their_position_on_each_side() {
    let deployment = |args: Value, env: Value, config: &str| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "annotations": {"config": config}},
               "spec": {"args": args, "env": env}})
    };
    let comparison = compare_objects(
        &[deployment(
            json!(["-v", "--token", "one", "keep", "gone"]),
            json!([{"name": "A_TOKEN", "value": "a1"}, {"name": "B_TOKEN", "value": "b1"}]),
            r#"{"users": [{"name": "x", "password": "p1"}]}"#,
        )],
        &[deployment(
            json!(["-v", "-w", "--token", "two", "keep"]),
            json!([{"name": "B_TOKEN", "value": "b2"}, {"name": "A_TOKEN", "value": "a1"}]),
            r#"{"users": [{"name": "y"}, {"name": "x", "password": "p2"}]}"#,
        )],
    );
    let fields = revealed_fields(&comparison);
    let find = |path: &str| {
        let rows: Vec<_> = fields.iter().filter(|row| row[0] == path).collect();
        assert_eq!(rows.len(), 1, "{path}: {fields:?}");
        [rows[0][1].as_str(), rows[0][2].as_str()]
    };
    assert_eq!(
        find("metadata.annotations.config › users[x].password"),
        ["p1", "p2"]
    );
    assert_eq!(find("spec.args[3]"), ["one", "two"]);
    assert_eq!(find("spec.args[4]"), ["gone", "nothing"]);
    assert_eq!(find("spec.args[1]"), ["nothing", "-w"]);
    assert_eq!(find("spec.env[B_TOKEN].value"), ["b1", "b2"]);
}

#[test]
fn an_added_object_lists_its_masked_paths() {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "aHVudGVyMg==", "b": "eA=="}});
    let comparison = compare_objects(&[], &[secret]);
    let object = &comparison.objects[0];
    let paths = object.masked_paths(Side::To);
    let revealed: Vec<_> = paths
        .iter()
        .map(|path| {
            (
                path.to_string(),
                revealed_text(object.reveal_at(path, Side::To)),
            )
        })
        .collect();
    assert_eq!(
        revealed,
        [
            ("data.a".to_owned(), "hunter2".to_owned()),
            ("data.b".to_owned(), "x".to_owned())
        ]
    );
    assert!(object.masked_paths(Side::From).is_empty());
}

#[test]
fn values_are_revealed_individually() {
    let values = |password: &str| {
        let value = json!({"auth": {"password": password}, "port": 1});
        value.as_object().unwrap().clone()
    };
    let (old, new) = (values("hunter2"), values("hunter33"));
    let from = release(1, "1.0.0", Value::Object(old.clone()), "");
    let to = release(2, "1.0.0", Value::Object(new.clone()), "");
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    let field = &comparison.values[0];
    assert!(matches!(field.to, Some(MaskedValue::Secret(_))));
    let reveal = |side| {
        let values = Sides {
            from: Some(&old),
            to: Some(&new),
        };
        revealed_text(reveal_value(values, field, side))
    };
    assert_eq!(
        [reveal(Side::From), reveal(Side::To)],
        ["hunter2", "hunter33"]
    );
}

/// Returns what each mask in a text reveals, in order.
fn revealed_texts(text: &str, reveal: impl Fn(Mask) -> Option<Revealed>) -> Vec<String> {
    let masks = Mask::all_in(text).into_iter();
    masks.map(|(_, mask)| revealed_text(reveal(mask))).collect()
}

#[test]
fn every_mask_in_the_text_of_an_object_can_be_revealed() {
    let objects = [
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"},
               "data": {"a": "aHVudGVyMg=="}, "stringData": {"b": "plain", "c": "aHVudGVyMg"}}),
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
               "spec": {"env": [{"name": "DB_PASSWORD", "value": "e1"}, {"name": "URL", "value": "redis://:e2@cache"}],
                        "args": ["--token", "e3"], "password": 4}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
               "data": {"app.yaml": "user: x\npassword: f1\n", "app.ini": "user=x\npassword=f2\n", "app.json": "{\"token\": \"f3\"}"}}),
    ];
    let expected: [&[&str]; 3] = [
        &["hunter2", "plain", "aHVudGVyMg"],
        &["e1", "e2", "e3", "4"],
        &["f1", "f2", "f3"],
    ];
    for (from, to, side) in [
        (&[][..], &objects[..], Side::To),
        (&objects[..], &[][..], Side::From),
    ] {
        for object in &compare_objects(from, to).objects {
            let diff = object.text_diff();
            let lines = diff.rows().iter().filter_map(|row| row.number(side));
            let text: Vec<_> = lines.map(|line| diff.line(side, line)).collect();
            let revealed = revealed_texts(&text.join("\n"), |mask| object.reveal_mask(mask, side));
            let index = objects
                .iter()
                .position(|o| o["kind"] == object.id.kind.as_str());
            assert_eq!(revealed, expected[index.unwrap()], "{}", object.id);
            let other_side = match side {
                Side::From => Side::To,
                Side::To => Side::From,
            };
            assert!(
                revealed_texts(&text.join("\n"), |mask| object
                    .reveal_mask(mask, other_side))
                .iter()
                .all(|text| text == "nothing")
            );
        }
    }
}

#[test]
fn text_that_resembles_a_mask_reveals_nothing() {
    let note = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "(masked 1f2e3d4c5b6a)"}});
    let comparison = compare_objects(&[], &[note]);
    let (_, mask) = Mask::all_in("(masked 1f2e3d4c5b6a)")[0];
    assert_eq!(
        revealed_text(comparison.objects[0].reveal_mask(mask, Side::To)),
        "nothing"
    );
}
