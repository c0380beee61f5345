//! Compares how Astern reads manifests with how helm does, on known texts and on random ones.
//!
//! `PROPTEST_CASES` is the number of random texts, `PROPTEST_RNG_SEED` their seed.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

mod known;
mod random;
mod reference;

use astern_manifest::{DocumentProblem, InvalidDocument, Manifest, parse};
use random::Random;
use reference::{Reading, read_as_helm};
use serde_json::Value;

/// How many random texts are compared unless `PROPTEST_CASES` says otherwise.
const CASES: u64 = 10_000;

/// How many texts are given to helm's reader at once.
const BATCH: u64 = 10_000;

/// What comparing texts found.
#[derive(Default)]
struct Found {
    read: u64,
    refused_by_both: u64,
    /// Texts of which helm reads all and Astern does not.
    refused_by_astern: Vec<String>,
    /// Texts of which Astern shows other objects than helm applies, or shows no error where helm has one.
    wrong: Vec<String>,
}

impl Found {
    fn compare(&mut self, texts: &[String]) {
        for (text, helm) in texts.iter().zip(read_as_helm(texts)) {
            let Manifest { objects, invalid } = parse(text);
            let objects: Vec<Value> = objects.into_iter().map(|object| object.value).collect();
            let case =
                || format!("{text:?}\n  helm:   {helm:?}\n  astern: {objects:?} {invalid:?}");
            match &helm {
                Reading::Objects(expected) if is_read(&objects, &invalid, expected) => {
                    self.read += 1;
                }
                Reading::Objects(expected)
                    if !invalid.is_empty() && is_part(&objects, expected) =>
                {
                    self.refused_by_astern.push(case());
                }
                Reading::Refused(_) if !invalid.is_empty() => self.refused_by_both += 1,
                _ => self.wrong.push(case()),
            }
        }
    }

    fn assert_equal(&self) {
        let (wrong, refused) = (self.wrong.len(), self.refused_by_astern.len());
        println!(
            "read alike: {}, refused by both: {}, refused by Astern only: {refused}, wrong: {wrong}",
            self.read, self.refused_by_both
        );
        for case in self.refused_by_astern.iter().take(10) {
            println!("refused by Astern only: {case}");
        }
        let wrong: Vec<&str> = self.wrong.iter().take(20).map(String::as_str).collect();
        assert!(
            wrong.is_empty(),
            "read otherwise than helm:\n{}",
            wrong.join("\n")
        );
    }
}

/// Returns whether Astern reads all that helm does. An object without a name or version, which the cluster refuses, is
/// reported.
fn is_read(objects: &[Value], invalid: &[InvalidDocument], expected: &[Value]) -> bool {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let has_identity = |object: &&Value| {
        let metadata = &object["metadata"];
        is_text(&object["apiVersion"])
            && (is_text(&metadata["name"])
                || metadata["name"].is_null() && is_text(&metadata["generateName"]))
    };
    let are_fields_missing = invalid
        .iter()
        .all(|document| matches!(document.problem, DocumentProblem::Field { .. }));
    let identified: Vec<&Value> = expected.iter().filter(has_identity).collect();
    are_fields_missing
        && invalid.len() == expected.len() - identified.len()
        && identified.into_iter().eq(objects)
}

/// Returns whether `part` is `all` with some left out.
fn is_part(part: &[Value], all: &[Value]) -> bool {
    let mut all = all.iter();
    part.iter().all(|object| all.any(|other| other == object))
}

#[test]
fn known_texts_are_read_as_helm_reads_them() {
    let mut found = Found::default();
    found.compare(&known::texts());
    found.assert_equal();
    assert_eq!(found.refused_by_astern, [""; 0]);
    assert!(found.read > 0 && found.refused_by_both > 0);
}

#[test]
fn random_texts_are_read_as_helm_reads_them_or_named_as_unread() {
    let cases = variable("PROPTEST_CASES").unwrap_or(CASES);
    let seed = variable("PROPTEST_RNG_SEED").unwrap_or_else(random::any_seed);
    println!("seed {seed}");
    let mut random = Random::new(seed);
    let mut found = Found::default();
    let mut left = cases;
    while left > 0 {
        let batch = left.min(BATCH);
        let texts: Vec<String> = (0..batch).map(|_| random.manifest()).collect();
        found.compare(&texts);
        left -= batch;
    }
    found.assert_equal();
    // Astern refuses what Go reads at random, and what is nested too deeply.
    let refused = found.refused_by_astern.len() as u64;
    assert!(
        refused * 100 <= cases,
        "{refused} texts are refused that helm reads"
    );
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
