//! The definitions in `crds/`, which no rollback touches.

use crate::fixtures::{release, with_files};
use astern_compare::{Change, Classification, Comparison, Side, compare};
use astern_manifest::to_yaml;
use astern_masking::Masking;
use proptest::prelude::*;
use serde_json::{Value, json};

fn version(name: &str, storage: bool, fields: &[&str]) -> Value {
    let fields: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"name": name, "served": true, "storage": storage, "schema": {"openAPIV3Schema": {
        "type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}}})
}

fn definition(plural: &str, versions: &[Value]) -> String {
    to_yaml(&json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.shop.example")},
        "spec": {"group": "shop.example", "scope": "Namespaced", "names": {"kind": "Thing", "plural": plural},
                 "versions": versions},
    }))
}

fn compared(from: &[(&str, &str)], to: &[(&str, &str)]) -> Comparison {
    compare(
        &with_files(release(9, "1.0.0", json!({}), ""), from),
        &with_files(release(10, "1.0.0", json!({}), ""), to),
        &Masking::new([7; 16]),
    )
}

#[test]
fn versions_and_fields_that_are_gone_are_told() {
    let old = definition("things", &[version("v1", true, &["a", "b"])]);
    let new = definition(
        "things",
        &[
            version("v2", true, &["a"]),
            version("v1", false, &["a", "c", "d"]),
        ],
    );
    let comparison = compared(&[("crds/things.yaml", &old)], &[("crds/things.yaml", &new)]);
    assert_eq!(comparison.classification, Classification::Other);
    let change = &comparison.crds.changes[0];
    assert_eq!(
        (change.name.as_str(), change.change),
        ("things.shop.example", Change::Changed)
    );
    assert!(!change.only_details() && change.lacks_stored_version());
    let told: Vec<_> = change
        .versions
        .iter()
        .map(|v| {
            (
                v.name.as_str(),
                v.change,
                v.removed_fields.join(" "),
                v.added_fields,
                v.storage_missing_on,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "v2",
                Some(Change::Added),
                String::new(),
                0,
                Some(Side::From)
            ),
            ("v1", Some(Change::Changed), "spec.b".to_owned(), 2, None),
        ]
    );
    assert_eq!(change.versions[1].storage.to, Some(false));
    assert_eq!(change.text(Side::From), Some(old.as_str()));
    let diff = change
        .text_diff(&Masking::new([7; 16]))
        .unified(0)
        .to_string();
    assert!(diff.contains("+  - name: v2\n"), "{diff}");
}

#[test]
fn definitions_are_found_in_whichever_file_they_stand() {
    let [a, b, c] =
        ["as", "bs", "cs"].map(|plural| definition(plural, &[version("v1", true, &[])]));
    let both = format!("{a}---\n{b}");
    let comparison = compared(
        &[
            ("crds/both.yaml", &both),
            ("crds/same.yml", &c),
            ("README.md", "a"),
            ("crds/README.md", "["),
        ],
        &[
            ("crds/deep/b.YAML", &b),
            ("crds/same.yml", &c),
            ("README.md", "b"),
        ],
    );
    let names: Vec<_> = comparison
        .crds
        .changes
        .iter()
        .map(|change| {
            (
                change.name.as_str(),
                change.change,
                change.file.from.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        names,
        [("as.shop.example", Change::Removed, Some("crds/both.yaml"))]
    );
    assert_eq!(
        (comparison.crds.unchanged, comparison.crds.unreadable.len()),
        (2, 0)
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
    let comparison = compared(&[("crds/a.yaml", "kind: [\n")], &[("crds/b.yaml", config)]);
    let told: Vec<_> = comparison
        .crds
        .unreadable
        .iter()
        .map(|unreadable| (unreadable.side, unreadable.file.as_str()))
        .collect();
    assert_eq!(
        told,
        [(Side::To, "crds/b.yaml"), (Side::From, "crds/a.yaml")]
    );
    let reason = &comparison.crds.unreadable[0].reason;
    assert_eq!(
        reason,
        "it holds ConfigMap/c, which is no CustomResourceDefinition"
    );
    assert_eq!(comparison.classification, Classification::Other);
}

#[test]
fn only_descriptions_are_details() {
    let old = definition("things", &[version("v1", true, &["a"])]);
    let new = old.replace(
        "type: string",
        "type: string\n                description: A field.",
    );
    let comparison = compared(&[("crds/a.yaml", &old)], &[("crds/a.yaml", &new)]);
    assert!(comparison.crds.changes[0].only_details());
}

#[test]
fn definitions_of_subcharts_are_not_in_the_record() {
    let mut to = release(2, "1.0.0", json!({}), "");
    to.chart.metadata.as_mut().unwrap().dependencies = serde_json::from_value(
        json!([{"name": "redis", "version": "1"}, {"name": "redis", "alias": "cache"}]),
    )
    .unwrap();
    let from = release(1, "1.0.0", json!({}), "");
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    assert_eq!(comparison.crds.subcharts, ["cache", "redis"]);
}

fn some_definitions() -> impl Strategy<Value = Vec<(usize, String)>> {
    let fields = prop::sample::subsequence(vec!["a", "b", "c"], 0..=3);
    let versions = prop::collection::btree_map("v[123]", (any::<bool>(), fields), 1..3);
    let versions = versions.prop_map(|versions| -> Vec<Value> {
        versions
            .iter()
            .map(|(name, (storage, fields))| version(name, *storage, fields))
            .collect()
    });
    let one = (
        prop::sample::select(vec!["as", "bs", "cs"]),
        0..2_usize,
        versions,
    );
    prop::collection::vec(one, 0..4).prop_map(|all| {
        let distinct: std::collections::BTreeMap<_, _> = all
            .into_iter()
            .map(|(plural, file, versions)| (plural, (file, definition(plural, &versions))))
            .collect();
        distinct.into_values().collect()
    })
}

fn in_files(definitions: &[(usize, String)]) -> Vec<(&'static str, String)> {
    ["crds/0.yaml", "crds/1.yaml"]
        .into_iter()
        .enumerate()
        .map(|(number, name)| {
            let here = definitions.iter().filter(|(file, _)| *file == number);
            (name, here.map(|(_, text)| format!("---\n{text}")).collect())
        })
        .filter(|(_, text): &(_, String)| !text.is_empty())
        .collect()
}

fn compared_definitions(from: &[(usize, String)], to: &[(usize, String)]) -> Comparison {
    let (from, to) = (in_files(from), in_files(to));
    let from: Vec<_> = from
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let to: Vec<_> = to
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    compared(&from, &to)
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(definitions in some_definitions()) {
        let comparison = compared_definitions(&definitions, &definitions);
        prop_assert!(comparison.crds.changes.is_empty());
        prop_assert_eq!(comparison.crds.unchanged, definitions.len());
        prop_assert_eq!(comparison.classification, Classification::None);
    }

    #[test]
    fn the_way_back_undoes_the_way_there(from in some_definitions(), to in some_definitions()) {
        let outline = |comparison: &Comparison, back: bool| {
            let mut outline: Vec<_> = comparison.crds.changes.iter().map(|change| {
                let added: usize = change.versions.iter().map(|version| version.added_fields).sum();
                let removed: usize = change.versions.iter().map(|version| version.removed_fields.len()).sum();
                let fields = if back { (removed, added) } else { (added, removed) };
                (change.name.clone(), change.versions.len(), fields, change.lacks_stored_version())
            }).collect();
            outline.sort();
            (outline, comparison.crds.unchanged)
        };
        let there = compared_definitions(&from, &to);
        let back = compared_definitions(&to, &from);
        prop_assert_eq!(outline(&there, false), outline(&back, true));
    }
}
