//! Values three ways: set, default, effective.

use crate::fixtures::{described, release};
use astern_compare::{Comparison, compare, effective_values};
use astern_ledger::Release;
use astern_masking::Masking;
use proptest::prelude::*;
use serde_json::{Value, json};

fn with_defaults(defaults: &Value, set: &Value) -> Release {
    let mut release = release(1, "1.0.0", set.clone(), "");
    release.chart.values = serde_json::from_value(defaults.clone()).unwrap();
    release
}

fn compared(defaults: [&Value; 2], set: [&Value; 2]) -> Comparison {
    compare(
        &with_defaults(defaults[0], set[0]),
        &with_defaults(defaults[1], set[1]),
        &Masking::new([7; 16]),
    )
}

#[test]
fn values_are_put_together_as_helm_does() {
    // Each line was checked against Helm 4.3.1's `CoalesceValues`: defaults, set, effective.
    for (defaults, set, effective) in [
        (json!({"a": 1}), json!({}), json!({"a": 1})),
        (json!({"a": 1}), json!({"a": "1"}), json!({"a": "1"})),
        (
            json!({"a": {"b": 1, "c": 2}}),
            json!({"a": {"b": 3}}),
            json!({"a": {"b": 3, "c": 2}}),
        ),
        (json!({"a": [1, 2]}), json!({"a": [3]}), json!({"a": [3]})),
        (
            json!({"a": {"b": 1}}),
            json!({"a": {}}),
            json!({"a": {"b": 1}}),
        ),
        // The user's wins, table or not.
        (json!({"a": {"b": 1}}), json!({"a": 2}), json!({"a": 2})),
        (
            json!({"a": 2}),
            json!({"a": {"b": 1}}),
            json!({"a": {"b": 1}}),
        ),
        // `null` deletes a default; without one it stays, and at the root a default of `null` is enough.
        (json!({"a": 1}), json!({"a": null}), json!({})),
        (
            json!({"a": {"b": 1}}),
            json!({"a": {"b": null}}),
            json!({"a": {}}),
        ),
        (json!({}), json!({"a": null}), json!({"a": null})),
        (json!({"a": null}), json!({"a": null}), json!({})),
        (
            json!({"a": {"b": null}}),
            json!({"a": {"b": null}}),
            json!({"a": {"b": null}}),
        ),
        // A default of `null` is none; one in a list stays.
        (
            json!({"a": null, "b": {"c": null}, "d": [null]}),
            json!({}),
            json!({"b": {}, "d": [null]}),
        ),
    ] {
        let release = with_defaults(&defaults, &set);
        assert_eq!(
            Value::Object(effective_values(&release)),
            effective,
            "{defaults} {set}"
        );
    }
}

#[test]
fn defaults_that_are_overridden_are_counted_and_not_told() {
    let old = json!({"a": 1, "b": {"x": 1, "y": 1}, "c": {"z": 1}, "port": 8080});
    let new = json!({"a": 2, "b": {"x": 2, "y": 2}, "c": {"z": 2, "w": [1, 2]}, "port": "8080"});
    for (set, told, overridden) in [
        (json!({}), vec!["a", "b.x", "b.y", "c.z", "c.w", "port"], 0),
        (json!({"a": 9}), vec!["b.x", "b.y", "c.z", "c.w", "port"], 1),
        (
            json!({"b": {"x": 9}}),
            vec!["a", "b.y", "c.z", "c.w", "port"],
            1,
        ),
        // An ancestor that is no table, or that was deleted.
        (json!({"b": "off", "c": null}), vec!["a", "port"], 5),
        // An empty table overrides nothing.
        (
            json!({"c": {}}),
            vec!["a", "b.x", "b.y", "c.z", "c.w", "port"],
            0,
        ),
    ] {
        let comparison = compared([&old, &new], [&set, &set]);
        let paths: Vec<_> = comparison
            .defaults
            .iter()
            .map(|field| field.path.to_string())
            .collect();
        assert_eq!(paths, told, "{set}");
        assert_eq!(
            (comparison.changed_defaults, comparison.overridden_defaults),
            (7, overridden)
        );
    }
}

#[test]
fn what_the_user_changed_belongs_to_the_values() {
    let (old, new) = (json!({"a": {"b": 1}}), json!({"a": {"b": 2}}));
    let comparison = compared([&old, &new], [&json!({"a": {"b": 5}}), &json!({})]);
    assert_eq!(described(&comparison.values), ["Removed a: {\"b\":5} -> "]);
    assert_eq!(comparison.defaults, []);
    assert_eq!(comparison.overridden_defaults, 1);
    assert_eq!(described(&comparison.effective), ["Changed a.b: 5 -> 2"]);
}

#[test]
fn a_table_of_the_users_keeps_what_it_does_not_name() {
    let comparison = compared(
        [&json!({}), &json!({"a": {"b": 1, "c": {"d": 1}}})],
        [&json!({"a": {"b": 5}}), &json!({"a": {"b": 5}})],
    );
    assert_eq!(
        described(&comparison.defaults),
        ["Added a.c:  -> {\"d\":1}"]
    );
    assert_eq!(comparison.overridden_defaults, 1);
    // A table against a default that is none: what the table was merged with is gone.
    let comparison = compared(
        [&json!({"a": {"b": 1, "c": 1}}), &json!({"a": "none"})],
        [&json!({"a": {"b": 5}}), &json!({"a": {"b": 5}})],
    );
    assert_eq!(described(&comparison.defaults), ["Removed a.c: 1 -> "]);
    assert_eq!(comparison.overridden_defaults, 2);
    assert_eq!(described(&comparison.effective), ["Removed a.c: 1 -> "]);
}

#[test]
fn secrets_among_the_defaults_are_masked() {
    let defaults = |secret: &str| json!({"auth": {"password": secret}, "env": [{"name": "API_TOKEN", "value": secret}]});
    let (old, new) = (defaults("hunter2"), defaults("hunter33"));
    for set in [json!({}), json!({"auth": {"user": "app"}})] {
        let comparison = compared([&old, &new], [&set, &set]);
        assert_eq!(
            (comparison.defaults.len(), comparison.effective.len()),
            (2, 2)
        );
        for shown in [
            format!("{comparison:?}"),
            serde_json::to_string(&comparison).unwrap(),
        ] {
            assert!(!shown.contains("hunter"), "{shown}");
        }
    }
}

fn table() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        (0..3_i32).prop_map(Value::from),
        Just(json!([1, null])),
        Just(json!({}))
    ];
    let table = |inner| {
        prop::collection::btree_map("[abc]", inner, 0..4).prop_map(|entries| json!(entries))
    };
    let value = leaf.prop_recursive(3, 20, 3, table);
    prop::collection::btree_map("[abc]", value, 0..4).prop_map(|entries| json!(entries))
}

proptest! {
    #[test]
    fn equal_charts_and_values_give_no_change(defaults in table(), set in table()) {
        let comparison = compared([&defaults, &defaults], [&set, &set]);
        prop_assert!(comparison.defaults.is_empty() && comparison.effective.is_empty());
        prop_assert_eq!(comparison.changed_defaults, 0);
    }

    #[test]
    fn defaults_differ_on_the_way_back_as_on_the_way_there(
        defaults in [table(), table()], set in [table(), table()],
    ) {
        let there = compared([&defaults[0], &defaults[1]], [&set[0], &set[1]]);
        let back = compared([&defaults[1], &defaults[0]], [&set[1], &set[0]]);
        let paths = |comparison: &Comparison| {
            let mut paths: Vec<_> = comparison.defaults.iter().map(|field| field.path.to_string()).collect();
            paths.sort();
            paths
        };
        prop_assert_eq!(paths(&there), paths(&back));
        prop_assert_eq!(there.overridden_defaults, back.overridden_defaults);
        prop_assert_eq!(there.changed_defaults, back.changed_defaults);
    }

    /// Every default that is told comes through to the effective values, but for what sets nothing: a `null`, and an empty
    /// table where the user set one too.
    #[test]
    fn a_default_that_is_told_is_in_force(defaults in [table(), table()], set in table()) {
        let comparison = compared([&defaults[0], &defaults[1]], [&set, &set]);
        let effective: Vec<_> = comparison.effective.iter().map(|field| field.path.to_string()).collect();
        for field in &comparison.defaults {
            let path = field.path.to_string();
            let shown = [&field.from, &field.to].map(|side| side.as_ref().map(ToString::to_string).unwrap_or_default());
            let sets_nothing = shown.iter().any(|side| side.contains("null") || side.contains("{}"));
            let told = effective.iter().any(|other| path.starts_with(other.as_str()) || other.starts_with(&path));
            prop_assert!(sets_nothing || told, "{path} {effective:?}");
        }
    }
}
