//! Changes of the CustomResourceDefinitions in `crds/`. Helm never updates them.

use crate::fixtures::{release, set_chart_files};
use astern_compare::{Change, Classification, Comparison, Side, UnreadPiece, Verdict, compare};
use astern_manifest::to_yaml;
use astern_masking::Masking;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A version with optional string fields in `spec`.
fn crd_version(name: &str, storage: bool, fields: &[&str]) -> Value {
    let fields: serde_json::Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"name": name, "served": true, "storage": storage, "schema": {"openAPIV3Schema": {
        "type": "object", "properties": {"spec": {"type": "object", "properties": fields}}}}})
}

/// A CustomResourceDefinition as YAML.
fn crd_yaml(plural: &str, versions: &[Value]) -> String {
    to_yaml(&json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.shop.example")},
        "spec": {"group": "shop.example", "scope": "Namespaced", "names": {"kind": "Widget", "plural": plural},
                 "versions": versions},
    }))
}

/// Compares two charts with these files.
fn compare_chart_files(from: &[(&str, &str)], to: &[(&str, &str)]) -> Comparison {
    compare(
        &set_chart_files(release(9, "1.0.0", json!({}), ""), from),
        &set_chart_files(release(10, "1.0.0", json!({}), ""), to),
        &Masking::new([7; 16]),
    )
}

#[test]
fn removed_versions_and_fields_are_reported() {
    let old = crd_yaml("widgets", &[crd_version("v1", true, &["a", "b"])]);
    let new = crd_yaml(
        "widgets",
        &[
            crd_version("v2", true, &["a"]),
            crd_version("v1", false, &["a", "c", "d"]),
        ],
    );
    let comparison = compare_chart_files(
        &[("crds/widgets.yaml", &old)],
        &[("crds/widgets.yaml", &new)],
    );
    assert_eq!(comparison.classification, Classification::Other);
    let change = &comparison.crds.changes[0];
    assert_eq!(
        (change.name.as_str(), change.change),
        ("widgets.shop.example", Change::Changed)
    );
    assert!(!change.only_details() && change.lacks_stored_version());
    let versions: Vec<_> = change
        .versions
        .iter()
        .map(|version| {
            (
                version.name.as_str(),
                version.change,
                version.removed_fields.join(" "),
                version.added_fields,
                version.storage_missing_on,
            )
        })
        .collect();
    assert_eq!(
        versions,
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
    let diff = change.text_diff().unified(0).to_string();
    assert!(diff.contains("+  - name: v2\n"), "{diff}");
}

#[test]
fn crds_are_found_in_any_file() {
    let [a, b, c] =
        ["as", "bs", "cs"].map(|plural| crd_yaml(plural, &[crd_version("v1", true, &[])]));
    let both = format!("{a}---\n{b}");
    let comparison = compare_chart_files(
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
    assert_eq!((comparison.crds.unchanged, comparison.unread.len()), (2, 0));
}

#[test]
fn unreadable_files_are_reported() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
    let comparison =
        compare_chart_files(&[("crds/a.yaml", "kind: [\n")], &[("crds/b.yaml", config)]);
    let file = |file: &str| UnreadPiece::CrdFile {
        file: file.to_owned(),
    };
    let unread: Vec<_> = comparison
        .unread
        .iter()
        .map(|unread| (unread.side, unread.piece.clone()))
        .collect();
    assert_eq!(
        unread,
        [
            (Side::To, file("crds/b.yaml")),
            (Side::From, file("crds/a.yaml"))
        ]
    );
    assert_eq!(comparison.verdict, Verdict::Unknown);
    let reason = comparison.unread[0].reason.to_string();
    assert_eq!(
        reason,
        "it holds ConfigMap/c, which is no CustomResourceDefinition"
    );
    assert_eq!(comparison.classification, Classification::Other);
}

#[test]
fn changed_descriptions_are_details() {
    let old = crd_yaml("widgets", &[crd_version("v1", true, &["a"])]);
    let new = old.replace(
        "type: string",
        "type: string\n                description: A field.",
    );
    let comparison = compare_chart_files(&[("crds/a.yaml", &old)], &[("crds/a.yaml", &new)]);
    assert!(comparison.crds.changes[0].only_details());
}

#[test]
fn subcharts_are_listed_because_the_record_lacks_their_crds() {
    let mut to = release(2, "1.0.0", json!({}), "");
    to.chart.metadata.as_mut().unwrap().dependencies = serde_json::from_value(
        json!([{"name": "redis", "version": "1"}, {"name": "redis", "alias": "cache"}]),
    )
    .unwrap();
    let from = release(1, "1.0.0", json!({}), "");
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    assert_eq!(comparison.crds.subcharts, ["cache", "redis"]);
}

/// Up to three definitions, each with the number of the file that it is in.
fn any_definitions() -> impl Strategy<Value = Vec<(usize, String)>> {
    let fields = prop::sample::subsequence(vec!["a", "b", "c"], 0..=3);
    let versions = prop::collection::btree_map("v[123]", (any::<bool>(), fields), 1..3);
    let versions = versions.prop_map(|versions| -> Vec<Value> {
        versions
            .iter()
            .map(|(name, (storage, fields))| crd_version(name, *storage, fields))
            .collect()
    });
    let definition = (
        prop::sample::select(vec!["as", "bs", "cs"]),
        0..2_usize,
        versions,
    );
    prop::collection::vec(definition, 0..4).prop_map(|definitions| {
        let distinct: std::collections::BTreeMap<_, _> = definitions
            .into_iter()
            .map(|(plural, file, versions)| (plural, (file, crd_yaml(plural, &versions))))
            .collect();
        distinct.into_values().collect()
    })
}

/// Groups the definitions by file.
fn chart_files(definitions: &[(usize, String)]) -> Vec<(&'static str, String)> {
    ["crds/0.yaml", "crds/1.yaml"]
        .into_iter()
        .enumerate()
        .map(|(number, name)| {
            let in_file = definitions.iter().filter(|(file, _)| *file == number);
            (
                name,
                in_file.map(|(_, text)| format!("---\n{text}")).collect(),
            )
        })
        .filter(|(_, text): &(_, String)| !text.is_empty())
        .collect()
}

fn compare_definitions(from: &[(usize, String)], to: &[(usize, String)]) -> Comparison {
    let (from, to) = (chart_files(from), chart_files(to));
    let from: Vec<_> = from
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let to: Vec<_> = to
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    compare_chart_files(&from, &to)
}

proptest! {
    #[test]
    fn equal_definitions_have_no_changes(definitions in any_definitions()) {
        let comparison = compare_definitions(&definitions, &definitions);
        prop_assert!(comparison.crds.changes.is_empty());
        prop_assert_eq!(comparison.crds.unchanged, definitions.len());
        prop_assert_eq!(comparison.classification, Classification::None);
    }

    #[test]
    fn swapped_sides_give_the_opposite_changes(from in any_definitions(), to in any_definitions()) {
        let outline = |comparison: &Comparison, swapped: bool| {
            let mut outline: Vec<_> = comparison.crds.changes.iter().map(|change| {
                let added: usize = change.versions.iter().map(|version| version.added_fields).sum();
                let removed: usize = change.versions.iter().map(|version| version.removed_fields.len()).sum();
                let fields = if swapped { (removed, added) } else { (added, removed) };
                (change.name.clone(), change.versions.len(), fields, change.lacks_stored_version())
            }).collect();
            outline.sort();
            (outline, comparison.crds.unchanged)
        };
        let forward = compare_definitions(&from, &to);
        let backward = compare_definitions(&to, &from);
        prop_assert_eq!(outline(&forward, false), outline(&backward, true));
    }
}
