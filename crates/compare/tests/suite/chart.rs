//! Changes of chart metadata, dependencies, change logs and notes.

use crate::fixtures::release;
use astern_compare::{Change, Comparison, Side, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::{Value, json};

/// Returns a release whose chart has this version and metadata.
fn release_with_metadata(version: &str, metadata: &Value) -> Release {
    let mut chart_metadata = json!({"name": "web", "version": version});
    chart_metadata
        .as_object_mut()
        .unwrap()
        .extend(metadata.as_object().unwrap().clone());
    let mut release = release(1, version, json!({}), "");
    release.chart.metadata = serde_json::from_value(chart_metadata).unwrap();
    release
}

/// Compares two charts, each given as version and metadata.
fn compared_charts(from: (&str, Value), to: (&str, Value)) -> Comparison {
    compare(
        &release_with_metadata(from.0, &from.1),
        &release_with_metadata(to.0, &to.1),
        &Masking::new([7; 16]),
    )
}

#[test]
fn dependencies_are_added_removed_and_changed() {
    let mut from = release_with_metadata(
        "1.0.0",
        &json!({"dependencies": [
            {"name": "redis", "version": "17.*", "repository": "https://a"},
            {"name": "redis", "alias": "sessions", "version": "1"},
            {"name": "gone", "version": "2"},
        ]}),
    );
    from.chart.lock = Some(
        json!({"dependencies": [{"name": "redis", "version": "17.3.1", "repository": "https://a"}]}),
    );
    let to = release_with_metadata(
        "1.0.0",
        &json!({"dependencies": [
            {"name": "redis", "version": "17.*", "repository": "https://a"},
            {"name": "redis", "alias": "sessions", "version": "1"},
            {"name": "new", "version": "3"},
        ]}),
    );
    let comparison = compare(&from, &to, &Masking::new([7; 16]));
    let dependencies: Vec<_> = comparison
        .chart
        .dependencies
        .iter()
        .map(|d| {
            (
                d.name.as_str(),
                d.change,
                d.version.from.as_deref(),
                d.version.to.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        dependencies,
        [
            ("redis", Change::Changed, Some("17.3.1"), Some("17.*")),
            ("new", Change::Added, None, Some("3")),
            ("gone", Change::Removed, Some("2"), None),
        ]
    );
    assert_eq!(comparison.chart.unchanged_dependencies, 1);
}

#[test]
fn the_change_log_of_the_newer_version_is_used() {
    let with_log =
        |text: &str| json!({"annotations": {"artifacthub.io/changes": format!("- {text}\n")}});
    let change_log = |from: &str, to: &str| {
        compared_charts((from, with_log("old")), (to, with_log("new")))
            .chart
            .changes
    };
    let log = change_log("1.9.0", "1.10.0").unwrap();
    assert_eq!(
        (log.side, log.version.as_str(), log.notes[0].text.as_str()),
        (Side::To, "1.10.0", "new")
    );
    let log = change_log("1.10.0", "1.9.0").unwrap();
    assert_eq!((log.side, log.notes[0].text.as_str()), (Side::From, "old"));
    assert_eq!(change_log("1.9.0", "1.9.0"), None);
    assert_eq!(
        compared_charts(("1", json!({})), ("2", json!({})))
            .chart
            .changes,
        None
    );
    let invalid = json!({"annotations": {"artifacthub.io/changes": "- ["}});
    let log = compared_charts(("1", json!({})), ("2", invalid))
        .chart
        .changes
        .unwrap();
    assert!(log.notes.is_empty() && log.unreadable.is_some());
}

#[test]
fn other_metadata_is_reported_for_both_sides() {
    let chart = compared_charts(
        (
            "1.0.0",
            json!({"kubeVersion": ">=1.19", "type": "application"}),
        ),
        (
            "1.1.0",
            json!({"kubeVersion": ">=1.25", "deprecated": true, "home": "https://web.example",
                         "sources": ["javascript:alert(1)", "", "https://git.example/web"]}),
        ),
    )
    .chart;
    assert_eq!(chart.kube_version.to.as_deref(), Some(">=1.25"));
    assert_eq!(
        (chart.kind.from.as_deref(), chart.kind.to),
        (Some("application"), None)
    );
    assert_eq!((chart.deprecated.from, chart.deprecated.to), (false, true));
    assert_eq!(
        chart.home.unwrap().url.as_deref(),
        Some("https://web.example")
    );
    let urls: Vec<_> = chart
        .sources
        .iter()
        .map(|source| source.url.as_deref())
        .collect();
    assert_eq!(urls, [None, Some("https://git.example/web")]);
}

#[test]
fn notes_are_compared_line_by_line_and_masked() {
    let release_with_notes = |notes: &str| {
        let mut release = release(1, "1.0.0", json!({}), "");
        release.info.notes = Some(notes.to_owned());
        release
    };
    let masking = Masking::new([7; 16]);
    let from = release_with_notes("Open http://web.\npassword: hunter2\nBye.\n");
    let to = release_with_notes("Open https://web.\npassword: hunter33\nBye.\n");
    let comparison = compare(&from, &to, &masking);
    assert!(comparison.notes.differ);
    let count = comparison.notes.diff.count();
    assert_eq!((count.removed, count.added), (2, 2));
    let json = serde_json::to_string(&comparison.notes).unwrap();
    assert!(
        json.contains("+Open https://web.") && !json.contains("hunter"),
        "{json}"
    );
    assert!(!compare(&from, &from, &masking).notes.differ);
}
