//! Seeing one value in clear.

use crate::fixtures::{manifest, release};
use astern_compare::{Comparison, Side, Sides, compare, reveal_value};
use astern_masking::{Mask, MaskedValue, Masking, Revealed};
use serde_json::{Value, json};

fn compared(from: &[Value], to: &[Value]) -> Comparison {
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

/// What each changed field reveals on both sides.
fn all(comparison: &Comparison) -> Vec<[String; 3]> {
    let mut all = Vec::new();
    for object in &comparison.objects {
        for field in &object.fields {
            let side = |side| revealed_text(object.reveal(field, side));
            all.push([field.path.to_string(), side(Side::From), side(Side::To)]);
        }
    }
    all
}

#[test]
fn what_a_secret_holds_is_decoded() {
    let secret = |password: &str, key: &str| {
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"},
               "data": {"password": password, "key": key}, "stringData": {"plain": password}})
    };
    let comparison = compared(
        &[secret("aHVudGVyMg==", "AAEC")],
        &[secret("aHVudGVyMzM=", "/w==")],
    );
    assert_eq!(
        all(&comparison),
        [
            ["data.password", "hunter2", "hunter33"],
            ["data.key", "3 bytes", "1 bytes"],
            ["stringData.plain", "aHVudGVyMg==", "aHVudGVyMzM="],
        ]
    );
}

#[test]
fn entries_are_found_where_they_stand_on_each_side() {
    let deployment = |args: Value, env: Value, config: &str| {
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "annotations": {"config": config}},
               "spec": {"args": args, "env": env}})
    };
    let comparison = compared(
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
    let all = all(&comparison);
    let find = |path: &str| {
        let found: Vec<_> = all.iter().filter(|row| row[0] == path).collect();
        assert_eq!(found.len(), 1, "{path}: {all:?}");
        [found[0][1].as_str(), found[0][2].as_str()]
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
fn an_added_object_says_what_can_be_asked_for() {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "aHVudGVyMg==", "b": "eA=="}});
    let comparison = compared(&[], &[secret]);
    let object = &comparison.objects[0];
    let places = object.masked_paths(Side::To, &Masking::new([7; 16]));
    let revealed: Vec<_> = places
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
    assert!(
        object
            .masked_paths(Side::From, &Masking::new([7; 16]))
            .is_empty()
    );
}

#[test]
fn settings_are_revealed_one_by_one() {
    let settings = |password: &str| {
        let value = json!({"auth": {"password": password}, "port": 1});
        value.as_object().unwrap().clone()
    };
    let (old, new) = (settings("hunter2"), settings("hunter33"));
    let from = release(1, "1.0.0", Value::Object(old.clone()), "");
    let to = release(2, "1.0.0", Value::Object(new.clone()), "");
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    let field = &comparison.values[0];
    assert!(matches!(field.to, Some(MaskedValue::Secret(_))));
    let reveal = |side| {
        let settings = Sides {
            from: Some(&old),
            to: Some(&new),
        };
        revealed_text(reveal_value(settings, field, side))
    };
    assert_eq!(
        [reveal(Side::From), reveal(Side::To)],
        ["hunter2", "hunter33"]
    );
}

/// What the masks in a text reveal, in order.
fn under(text: &str, reveal: impl Fn(Mask) -> Option<Revealed>) -> Vec<String> {
    let masks = Mask::all_in(text).into_iter();
    masks.map(|(_, mask)| revealed_text(reveal(mask))).collect()
}

#[test]
fn every_mask_in_an_objects_lines_can_be_lifted() {
    let masking = Masking::new([7; 16]);
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
        for object in &compared(from, to).objects {
            let diff = object.text_diff(&masking);
            let lines = diff.rows().iter().filter_map(|row| row.number(side));
            let text: Vec<_> = lines.map(|line| diff.line(side, line)).collect();
            let found = under(&text.join("\n"), |mask| {
                object.reveal_mask(mask, side, &masking)
            });
            let place = objects
                .iter()
                .position(|o| o["kind"] == object.id.kind.as_str());
            assert_eq!(found, expected[place.unwrap()], "{}", object.id);
            let other_side = match side {
                Side::From => Side::To,
                Side::To => Side::From,
            };
            assert!(
                under(&text.join("\n"), |mask| object
                    .reveal_mask(mask, other_side, &masking))
                .iter()
                .all(|text| text == "nothing")
            );
        }
    }
}

#[test]
fn what_only_looks_like_a_mask_reveals_nothing() {
    let note = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "(masked 1f2e3d4c5b6a)"}});
    let comparison = compared(&[], &[note]);
    let masking = Masking::new([7; 16]);
    let (_, mask) = Mask::all_in("(masked 1f2e3d4c5b6a)")[0];
    assert_eq!(
        revealed_text(comparison.objects[0].reveal_mask(mask, Side::To, &masking)),
        "nothing"
    );
}
