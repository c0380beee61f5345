//! What is too much to compare is left out and named, and the rest is compared.

use astern_compare::{
    Cause, Change, Classification, Comparison, Origin, Side, TooMuch, UnreadPiece, UnreadReason,
    Verdict, compare,
};
use astern_fixtures::{HOSTILE_CASES, Size, hostile_record, pair, stored};
use astern_ledger::{RecordPart, Release, decode};
use astern_masking::Masking;
use serde_json::{Value, json};

use crate::fixtures::{compared, release, set_chart_files};

/// Compares the records of a hostile case.
fn compare_case(name: &str, size: usize) -> Comparison {
    let case = HOSTILE_CASES.iter().find(|case| case.name == name).unwrap();
    let records = case.records(size).map(|record| stored(&record));
    let read = |revision| {
        let data = &records[revision as usize - 1];
        decode(&hostile_record(revision), data).unwrap()
    };
    let [from, to]: [Release; 2] = [1, 2].map(read);
    compare(&from, &to, &Masking::new([1; 16]))
}

fn config_map(name: &str, data: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})
}

#[test]
fn values_with_too_many_entries_are_named_and_not_compared() {
    let comparison = compare_case("a list of numbers in the values", 200_000);
    let [unread] = &comparison.unread[..] else {
        panic!("{:?}", comparison.unread);
    };
    let values = UnreadPiece::RecordPart {
        name: RecordPart::Values,
    };
    assert_eq!((unread.side, &unread.piece), (Side::From, &values));
    assert!(matches!(unread.reason, UnreadReason::OverLimit(_)));
    assert_eq!(comparison.verdict, Verdict::Unknown);
    assert_eq!(comparison.cause, Some(Cause::Unreadable));
    assert_eq!(comparison.classification, Classification::Other);
    assert!(comparison.values.is_empty() && comparison.effective.is_empty());
}

#[test]
fn hooks_with_too_many_entries_are_compared_on_neither_side() {
    let comparison = compare_case("hooks", 20_000);
    assert_eq!(comparison.unread.len(), 2);
    assert!(comparison.hooks.is_empty() && !comparison.verdict.is_complete());
}

#[test]
fn reading_ends_after_many_documents_that_are_no_objects() {
    let comparison = compare_case("documents that are no objects", 1_000);
    for side in [Side::From, Side::To] {
        let on_side = comparison
            .unread
            .iter()
            .filter(|unread| unread.side == side);
        let unread: Vec<_> = on_side.collect();
        assert_eq!(unread.len(), 101);
        assert!(matches!(unread[99].piece, UnreadPiece::Manifest(_)));
        assert!(matches!(
            unread[100].piece,
            UnreadPiece::FurtherDocuments(_)
        ));
    }
    assert!(!comparison.verdict.is_complete());
}

#[test]
fn reading_ends_after_many_crd_documents_that_cannot_be_read() {
    let files = [("crds/a.yaml", "--- : [\n".repeat(1_000))];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let from = set_chart_files(release(1, "1.0.0", json!({}), ""), &files);
    let to = release(2, "1.0.0", json!({}), "");
    let comparison = compare(&from, &to, &Masking::new([1; 16]));
    assert_eq!(comparison.unread.len(), 101);
    let last = comparison.unread.last().unwrap();
    assert!(matches!(last.reason, UnreadReason::OverLimit(_)));
}

#[test]
fn a_real_release_is_within_every_budget() {
    let [from, to] = pair(Size { objects: 300 });
    let comparison = compare(&from, &to, &Masking::new([1; 16]));
    assert!(comparison.objects.len() > 100);
    assert_eq!(comparison.too_much, []);
}

#[test]
fn renames_are_looked_for_in_small_groups_first() {
    let named = |side: &str| {
        let many = (0..1_500).map(|n| config_map(&format!("{side}{n}"), json!({"a": "b"})));
        let spec = json!({"a": 1, "b": 2});
        let few = json!({"apiVersion": "x/v1", "kind": "Few", "metadata": {"name": format!("few-{side}1")}, "spec": spec});
        many.chain([few]).collect::<Vec<_>>()
    };
    let comparison = compared(&named("a"), &named("a"));
    assert_eq!(comparison.too_much, []);
    let comparison = compared(&named("1a"), &named("2b"));
    assert_eq!(comparison.too_much, [TooMuch::Renames { left_out: 1_500 }]);
    let renamed: Vec<_> = comparison
        .objects
        .iter()
        .filter(|object| object.renamed_from.is_some())
        .map(|object| object.id.kind.as_str())
        .collect();
    assert_eq!(renamed, ["Few"]);
    assert_eq!(comparison.objects.len(), 3_001);
}

#[test]
fn a_field_has_a_bounded_number_of_origins_and_those_of_its_name_come_first() {
    let side = |revision: u32| {
        let word = format!("word-{revision}");
        let config: Value = (0..100)
            .map(|n| (format!("k{n}"), json!(word)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let object = config_map("a", json!({"k99": word}));
        release(
            revision,
            "1.0.0",
            config,
            &crate::fixtures::manifest(&[object]),
        )
    };
    let comparison = compare(&side(1), &side(2), &Masking::new([1; 16]));
    let origins = &comparison.objects[0].fields[0].provenance;
    assert_eq!(origins.len(), 16);
    let is_own =
        |origin: &Origin| matches!(origin, Origin::Value { path } if path.to_string() == "k99");
    assert!(origins.iter().any(is_own));
    assert_eq!(comparison.too_much, [TooMuch::Origins { left_out: 1 }]);
}

#[test]
fn origins_are_searched_for_within_the_budget() {
    let comparison = compare_case("fields that contain many values", 3_000);
    let [TooMuch::Origins { left_out }] = comparison.too_much[..] else {
        panic!("{:?}", comparison.too_much);
    };
    assert!((1..3_000).contains(&left_out), "{left_out}");
    assert_eq!(comparison.objects[0].fields.len(), 3_000);
}

#[test]
fn fields_over_the_budget_are_abridged_to_the_outermost_field() {
    let key = "k".repeat(20_000);
    let side = |revision: u32| {
        let below: serde_json::Map<_, _> = (0..3_000)
            .map(|n| (format!("f{n}"), json!(revision)))
            .collect();
        let spec = json!({"small": revision, key.as_str(): below});
        [json!({"apiVersion": "x/v1", "kind": "X", "metadata": {"name": "a"}, "spec": spec})]
    };
    let comparison = compared(&side(1), &side(2));
    let [TooMuch::Fields { left_out }] = comparison.too_much[..] else {
        panic!("{:?}", comparison.too_much);
    };
    let object = &comparison.objects[0];
    let (abridged, listed): (Vec<_>, Vec<_>) =
        object.fields.iter().partition(|field| field.is_abridged());
    assert_eq!(listed.len() + left_out, 3_001);
    assert_eq!(abridged.len(), 1);
    assert_eq!(abridged[0].path.to_string(), "spec");
    assert!(!object.noise_only);
    assert!(object.reveal(abridged[0], Side::To).is_none());
}

#[test]
fn only_the_beginning_of_long_notes_is_compared_line_by_line() {
    // Few lines: masking looks at each.
    let with_notes = |revision| {
        let mut release = release(revision, "1.0.0", json!({}), "");
        let line = format!("{revision}{}\n", " ".repeat(1 << 18));
        release.info.notes = Some(line.repeat(5));
        release
    };
    let (from, to) = (with_notes(1), with_notes(2));
    let comparison = compare(&from, &to, &Masking::new([1; 16]));
    assert!(comparison.notes.differ);
    assert_eq!(comparison.too_much, [TooMuch::Notes]);
    assert_eq!(comparison.verdict, Verdict::Differs);
    assert_eq!(comparison.notes.diff.rows().len(), 2 * 3);
}

#[test]
fn each_reference_of_a_pod_counts_once() {
    for name in [
        "volumes and mounts of one name",
        "items and mounts of a volume",
    ] {
        let comparison = compare_case(name, 3_000);
        assert_eq!(comparison.objects.len(), 1, "{name}");
        assert_eq!(comparison.objects[0].change, Change::Changed);
        assert_eq!(comparison.too_much, []);
    }
}
