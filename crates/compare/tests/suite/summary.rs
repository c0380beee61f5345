//! The answer in words.

use crate::fixtures::{manifest, object, release};
use astern_compare::{Cause, Classification, Comparison, EarlySummary, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::{Value, json};

fn sentence((from, from_chart, from_set): (u32, &str, Value), to: (u32, &str, Value)) -> String {
    let from = release(from, from_chart, from_set, "");
    let to = release(to.0, to.1, to.2, "");
    let masking = Masking::new([7; 16]);
    let comparison = compare(&from, &to, &masking);
    // What is said first is what stays, and nothing is said first that objects could change.
    let first = EarlySummary::of(&from, &to, &masking);
    match comparison.classification {
        Classification::None | Classification::Other => assert_eq!(first, None),
        classification => {
            let final_words = EarlySummary {
                classification,
                sentence: comparison.sentence(),
                advice: comparison.advice(),
            };
            assert_eq!(first, Some(final_words));
        }
    }
    comparison.sentence()
}

#[test]
fn each_kind_of_change_has_its_sentence() {
    let old = || (9, "1.0.0", json!({"a": 1, "b": 1}));
    let cases = [
        (
            (10, "1.1.0", json!({"a": 1, "b": 1})),
            "Revision 10 moved the chart from 1.0.0 to 1.1.0; the values that were set are the same.",
        ),
        (
            (10, "1.0.0", json!({"a": 2, "b": 1})),
            "Revision 10 changed 1 value; the chart is the same.",
        ),
        (
            (10, "1.1.0", json!({"a": 2, "b": 2})),
            "Revision 10 moved the chart from 1.0.0 to 1.1.0 and changed 2 values.",
        ),
        (
            (10, "1.0.0", json!({"a": 1, "b": 1})),
            "Revisions 9 and 10 are the same: the same chart and values were deployed again.",
        ),
        (
            (8, "0.9.0", json!({"a": 1, "b": 2})),
            "Going back from revision 9 to 8 moves the chart from 1.0.0 to 0.9.0 and changes 1 value.",
        ),
        (
            (8, "0.9.0", json!({"a": 1, "b": 1})),
            "Going back from revision 9 to 8 moves the chart from 1.0.0 to 0.9.0; the values that were set are the same.",
        ),
    ];
    for (to, said) in cases {
        assert_eq!(sentence(old(), to), said);
    }
}

#[test]
fn another_chart_is_named_and_a_hidden_change_is_not_called_none() {
    let from = release(1, "1.0.0", json!({}), "");
    let mut other = release(2, "1.0.0", json!({}), "");
    other.chart.metadata.as_mut().unwrap().name = "shop".to_owned();
    let masking = Masking::new([7; 16]);
    let said = compare(&from, &other, &masking).sentence();
    assert!(
        said.contains("changed the chart from web to shop"),
        "{said}"
    );
    let mut notes = release(2, "1.0.0", json!({}), "");
    notes.info.notes = None;
    let said = compare(&from, &notes, &masking).sentence();
    assert!(said.contains("and yet something else"), "{said}");
}

fn between(from: &Release, to: &Release) -> Comparison {
    compare(from, to, &Masking::new([7; 16]))
}

fn set(revision: u32, value: u32) -> Release {
    release(revision, "1.0.0", json!({"a": {"b": value}}), "")
}

/// The same chart and values, rendered to one object with this spec.
fn rendered(revision: u32, spec: u32) -> Release {
    let object = object("example.com/v1", "Thing", "web", json!({"a": spec}));
    release(revision, "1.0.0", json!({}), &manifest(&[object]))
}

fn rollback(mut release: Release, to: u32) -> Release {
    release.info.description = Some(format!("Rollback to {to}"));
    release
}

#[test]
fn a_rollback_is_called_one() {
    let same = between(&set(9, 1), &rollback(set(11, 1), 9));
    assert_eq!(
        same.sentence(),
        "Revisions 9 and 11 are the same: revision 11 is a rollback to 9."
    );
    // Helm 4 records the number in a field of its own; a person may have written the description.
    let mut recorded = set(11, 1);
    recorded.info.description = Some("calm down".to_owned());
    recorded.info.rollback_revision = Some(9);
    let undone = between(&set(10, 2), &recorded);
    assert_eq!(
        undone.sentence(),
        "Revision 11, a rollback to 9, changed 1 value; the chart is the same."
    );
    assert!(
        undone.advice().starts_with("A rollback did this."),
        "{}",
        undone.advice()
    );
    assert!(undone.advice().ends_with(": a.b."), "{}", undone.advice());
    let cause = Some(Cause::Rollback {
        to: 9.try_into().unwrap(),
    });
    assert_eq!(undone.cause, cause);
    // The cause is the newer revision's, whichever side that is.
    assert_eq!(between(&recorded, &set(10, 2)).cause, cause);
}

#[test]
fn a_description_whose_target_is_not_compared_is_not_stated_as_a_fact() {
    // `helm upgrade --description "Rollback to 9"` with another value; revision 9 is not at hand to contradict it.
    let upgrade = between(&set(10, 2), &rollback(set(11, 3), 9));
    assert_eq!(
        upgrade.cause,
        Some(Cause::DescribedAsRollback {
            to: 9.try_into().unwrap()
        })
    );
    assert_eq!(
        upgrade.sentence(),
        "Revision 11, by its description a rollback to 9, changed 1 value; the chart is the same."
    );
    assert_eq!(
        upgrade.advice(),
        "Its description says that a rollback did this. If so, make git say the same, or the next upgrade brings back \
         what was undone: a.b."
    );
    let cause = serde_json::to_value(upgrade.cause).unwrap();
    assert_eq!(cause, json!({"kind": "described-as-rollback", "to": 9}));
    let same = between(&set(10, 2), &rollback(set(11, 2), 9));
    assert_eq!(
        same.sentence(),
        "Revisions 10 and 11 are the same: revision 11 is by its description a rollback to 9."
    );
}

#[test]
fn a_description_that_the_contents_contradict_is_not_believed() {
    // `helm upgrade --description "Rollback to 9"` with another value.
    let upgrade = between(&set(9, 1), &rollback(set(11, 2), 9));
    assert_eq!(upgrade.cause, None);
    assert_eq!(
        upgrade.sentence(),
        "Revision 11 changed 1 value; the chart is the same."
    );
}

#[test]
fn what_changed_without_chart_or_values_is_traced() {
    let edited = |mut release: Release, template: &str| {
        release.chart.templates =
            serde_json::from_value(json!([{"name": "templates/thing.yaml", "data": template}]))
                .unwrap();
        release
    };
    for (to, cause, said) in [
        (
            edited(rendered(10, 2), "Yg=="),
            Cause::ChartEdited,
            "Revision 10 has the same chart version and values, but the chart was edited: 1 object differs.",
        ),
        (
            edited(rendered(10, 2), "YQ=="),
            Cause::RenderedAnew,
            "Revision 10 has the same chart version and values, and yet something else: 1 object differs.",
        ),
        (
            rollback(edited(rendered(10, 2), "YQ=="), 8),
            Cause::DescribedAsRollback {
                to: 8.try_into().unwrap(),
            },
            "Revision 10, by its description a rollback to 8, has the same chart version and values, and yet something else: 1 object differs.",
        ),
    ] {
        let comparison = between(&edited(rendered(9, 1), "YQ=="), &to);
        assert_eq!(
            (comparison.cause, comparison.sentence().as_str()),
            (Some(cause), said)
        );
    }
    let broken = |revision| release(revision, "1.0.0", json!({}), "---\nkind: [\n");
    let comparison = between(&broken(9), &broken(10));
    assert_eq!(comparison.cause, Some(Cause::Unreadable));
    assert!(
        comparison
            .sentence()
            .ends_with(": 2 documents could not be read."),
        "{}",
        comparison.sentence()
    );
}

#[test]
fn the_advice_names_what_to_revert() {
    let values = |values: Value| release(10, "1.1.0", values, "");
    let old = release(9, "1.0.0", json!({"a": 1, "b": {"c": 1}}), "");
    assert_eq!(
        between(&old, &values(json!({"a": 1, "b": {"c": 1}}))).advice(),
        "A rollback is the right tool. Then pin the chart to 1.0.0 where it is written down."
    );
    assert_eq!(
        between(&old, &values(json!({"a": 2, "b": {"c": 2}}))).advice(),
        "A rollback undoes both in the cluster. Revert the values in git too, or the next upgrade brings this back: \
         a and b.c. And pin the chart to 1.0.0 where it is written down."
    );
    let mut many = release(
        10,
        "1.0.0",
        json!({"a": 1, "b": {"c": 1}, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1}),
        "",
    );
    let advice = between(&old, &many).advice();
    assert!(
        advice.ends_with("brings this back: d, e, f and 2 more."),
        "{advice}"
    );
    many.config = old.config.clone();
    assert_eq!(
        between(&old, &many).advice(),
        "There is nothing to undo between these two."
    );
}

#[test]
fn defaults_that_came_with_the_chart_are_counted() {
    let defaults = |revision, version, defaults: Value| {
        let mut release = release(revision, version, json!({}), "");
        release.chart.values = defaults.as_object().cloned();
        release
    };
    let old = defaults(9, "1.0.0", json!({"a": 1, "b": 1}));
    let said = between(&old, &defaults(10, "1.1.0", json!({"a": 2, "b": 1}))).sentence();
    assert!(
        said.contains("to 1.1.0, and with it the default of a; the values"),
        "{said}"
    );
    let said = between(&old, &defaults(10, "1.1.0", json!({"a": 2, "b": 2}))).sentence();
    assert!(
        said.contains("to 1.1.0, and with it 2 defaults; the values"),
        "{said}"
    );
}
