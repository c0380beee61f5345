//! Changes of user values, default values and effective values.

use crate::fixtures::{change_lines, release};
use astern_compare::{Comparison, compare, effective_values};
use astern_ledger::Release;
use astern_masking::Masking;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Returns a release with these default values and user values.
fn release_with_defaults(defaults: &Value, set: &Value) -> Release {
    let mut release = release(1, "1.0.0", set.clone(), "");
    release.chart.values = serde_json::from_value(defaults.clone()).unwrap();
    release
}

/// Compares two releases with these default values and user values.
fn compare_values(defaults: [&Value; 2], set: [&Value; 2]) -> Comparison {
    compare(
        &release_with_defaults(defaults[0], set[0]),
        &release_with_defaults(defaults[1], set[1]),
        &Masking::new([7; 16]),
    )
}

#[test]
fn values_are_merged_as_helm_merges_them() {
    // Default, user and effective values. Each case was checked against `CoalesceValues` of Helm 4.3.1.
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
        // A user value overrides a default, whether or not either is a table.
        (json!({"a": {"b": 1}}), json!({"a": 2}), json!({"a": 2})),
        (
            json!({"a": 2}),
            json!({"a": {"b": 1}}),
            json!({"a": {"b": 1}}),
        ),
        // `null` deletes a default. Without a default it is kept, but at the root a default of `null` is deleted too.
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
        // A default of `null` is no default, but `null` in a list is kept.
        (
            json!({"a": null, "b": {"c": null}, "d": [null]}),
            json!({}),
            json!({"b": {}, "d": [null]}),
        ),
    ] {
        let release = release_with_defaults(&defaults, &set);
        assert_eq!(
            Value::Object(effective_values(&release)),
            effective,
            "{defaults} {set}"
        );
    }
}

#[test]
fn overridden_defaults_are_counted_and_not_listed() {
    let old = json!({"a": 1, "b": {"x": 1, "y": 1}, "c": {"z": 1}, "port": 8080});
    let new = json!({"a": 2, "b": {"x": 2, "y": 2}, "c": {"z": 2, "w": [1, 2]}, "port": "8080"});
    for (set, expected, overridden) in [
        (json!({}), vec!["a", "b.x", "b.y", "c.z", "c.w", "port"], 0),
        (json!({"a": 9}), vec!["b.x", "b.y", "c.z", "c.w", "port"], 1),
        (
            json!({"b": {"x": 9}}),
            vec!["a", "b.y", "c.z", "c.w", "port"],
            1,
        ),
        // A parent is not a table, or is deleted.
        (json!({"b": "off", "c": null}), vec!["a", "port"], 5),
        // An empty table overrides nothing.
        (
            json!({"c": {}}),
            vec!["a", "b.x", "b.y", "c.z", "c.w", "port"],
            0,
        ),
    ] {
        let comparison = compare_values([&old, &new], [&set, &set]);
        let paths: Vec<_> = comparison
            .defaults
            .iter()
            .map(|field| field.path.to_string())
            .collect();
        assert_eq!(paths, expected, "{set}");
        assert_eq!(
            (comparison.changed_defaults, comparison.overridden_defaults),
            (7, overridden)
        );
    }
}

#[test]
fn a_changed_user_value_is_not_listed_under_defaults() {
    let (old, new) = (json!({"a": {"b": 1}}), json!({"a": {"b": 2}}));
    let comparison = compare_values([&old, &new], [&json!({"a": {"b": 5}}), &json!({})]);
    assert_eq!(
        change_lines(&comparison.values),
        ["Removed a: {\"b\":5} -> "]
    );
    assert_eq!(comparison.defaults, []);
    assert_eq!(comparison.overridden_defaults, 1);
    assert_eq!(change_lines(&comparison.effective), ["Changed a.b: 5 -> 2"]);
}

#[test]
fn a_user_table_keeps_the_defaults_that_it_does_not_set() {
    let comparison = compare_values(
        [&json!({}), &json!({"a": {"b": 1, "c": {"d": 1}}})],
        [&json!({"a": {"b": 5}}), &json!({"a": {"b": 5}})],
    );
    assert_eq!(
        change_lines(&comparison.defaults),
        ["Added a.c:  -> {\"d\":1}"]
    );
    assert_eq!(comparison.overridden_defaults, 1);
    // The new default is not a table, so the defaults that were merged into the user table are removed.
    let comparison = compare_values(
        [&json!({"a": {"b": 1, "c": 1}}), &json!({"a": "none"})],
        [&json!({"a": {"b": 5}}), &json!({"a": {"b": 5}})],
    );
    assert_eq!(change_lines(&comparison.defaults), ["Removed a.c: 1 -> "]);
    assert_eq!(comparison.overridden_defaults, 2);
    assert_eq!(change_lines(&comparison.effective), ["Removed a.c: 1 -> "]);
}

#[test]
fn secrets_in_defaults_are_masked() {
    let defaults = |secret: &str| json!({"auth": {"password": secret}, "env": [{"name": "API_TOKEN", "value": secret}]});
    let (old, new) = (defaults("hunter2"), defaults("hunter33"));
    for set in [json!({}), json!({"auth": {"user": "app"}})] {
        let comparison = compare_values([&old, &new], [&set, &set]);
        assert_eq!(
            (comparison.defaults.len(), comparison.effective.len()),
            (2, 2)
        );
        for output in [
            format!("{comparison:?}"),
            serde_json::to_string(&comparison).unwrap(),
        ] {
            assert!(!output.contains("hunter"), "{output}");
        }
    }
}

fn any_table() -> impl Strategy<Value = Value> {
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
    fn equal_charts_and_values_have_no_changes(defaults in any_table(), set in any_table()) {
        let comparison = compare_values([&defaults, &defaults], [&set, &set]);
        prop_assert!(comparison.defaults.is_empty() && comparison.effective.is_empty());
        prop_assert_eq!(comparison.changed_defaults, 0);
    }

    #[test]
    fn swapped_sides_list_the_same_defaults(
        defaults in [any_table(), any_table()], set in [any_table(), any_table()],
    ) {
        let forward = compare_values([&defaults[0], &defaults[1]], [&set[0], &set[1]]);
        let backward = compare_values([&defaults[1], &defaults[0]], [&set[1], &set[0]]);
        let paths = |comparison: &Comparison| {
            let mut paths: Vec<_> = comparison.defaults.iter().map(|field| field.path.to_string()).collect();
            paths.sort();
            paths
        };
        prop_assert_eq!(paths(&forward), paths(&backward));
        prop_assert_eq!(forward.overridden_defaults, backward.overridden_defaults);
        prop_assert_eq!(forward.changed_defaults, backward.changed_defaults);
    }

    /// Every listed default changes an effective value, except `null` and an empty table where the user set a table too.
    #[test]
    fn a_listed_default_changes_an_effective_value(defaults in [any_table(), any_table()], set in any_table()) {
        let comparison = compare_values([&defaults[0], &defaults[1]], [&set, &set]);
        let effective: Vec<_> = comparison.effective.iter().map(|field| field.path.to_string()).collect();
        for field in &comparison.defaults {
            let path = field.path.to_string();
            let shown = [&field.from, &field.to].map(|side| side.as_ref().map(ToString::to_string).unwrap_or_default());
            let sets_nothing = shown.iter().any(|side| side.contains("null") || side.contains("{}"));
            let is_effective = effective.iter().any(|other| path.starts_with(other.as_str()) || other.starts_with(&path));
            prop_assert!(sets_nothing || is_effective, "{path} {effective:?}");
        }
    }
}
