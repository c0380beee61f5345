//! The sentences about comparisons.

use astern_compare::{Cause, Classification, Comparison, ComparisonBuilder, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use astern_wording::{EarlySummary, comparison_advice, comparison_sentence};
use serde_json::{Value, json};

/// Returns a revision of the chart `web` in the namespace `shop`.
fn release(revision: u32, chart_version: &str, config: Value, manifest: &str) -> Release {
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed", "notes": "Open http://web."},
        "chart": {"metadata": {"name": "web", "version": chart_version, "appVersion": "2.0"}},
        "config": config,
        "manifest": manifest,
    }))
    .unwrap()
}

/// Returns the summary sentence for two releases, each given as revision, chart version and values.
fn summary_sentence(
    (from, from_chart, from_set): (u32, &str, Value),
    to: (u32, &str, Value),
) -> String {
    let from = release(from, from_chart, from_set, "");
    let to = release(to.0, to.1, to.2, "");
    let masking = Masking::new([7; 16]);
    let comparison = compare(&from, &to, &masking);
    // The early summary is the final one, and there is none where the objects could change it.
    let early = EarlySummary::of(&mut ComparisonBuilder::new(&from, &to, &masking));
    match comparison.classification {
        Classification::None | Classification::Other => assert_eq!(early, None),
        classification => {
            let complete = EarlySummary {
                classification,
                sentence: comparison_sentence(&comparison),
                advice: comparison_advice(&comparison),
            };
            assert_eq!(early, Some(complete));
        }
    }
    comparison_sentence(&comparison)
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
    for (to, expected) in cases {
        assert_eq!(summary_sentence(old(), to), expected);
    }
}

#[test]
fn another_chart_is_named_and_changed_notes_are_reported() {
    let from = release(1, "1.0.0", json!({}), "");
    let mut other_chart = release(2, "1.0.0", json!({}), "");
    other_chart.chart.metadata.as_mut().unwrap().name = "shop".to_owned();
    let masking = Masking::new([7; 16]);
    let sentence = comparison_sentence(&compare(&from, &other_chart, &masking));
    assert!(
        sentence.contains("changed the chart from web to shop"),
        "{sentence}"
    );
    let mut without_notes = release(2, "1.0.0", json!({}), "");
    without_notes.info.notes = None;
    let sentence = comparison_sentence(&compare(&from, &without_notes, &masking));
    assert!(sentence.contains("and yet something else"), "{sentence}");
}

fn compare_releases(from: &Release, to: &Release) -> Comparison {
    compare(from, to, &Masking::new([7; 16]))
}

/// A release with the value `a.b`.
fn release_with_value(revision: u32, value: u32) -> Release {
    release(revision, "1.0.0", json!({"a": {"b": value}}), "")
}

/// A release with one object with this spec; chart and values do not depend on it.
fn release_with_spec(revision: u32, spec: u32) -> Release {
    let object = json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "web"}, "spec": {"a": spec}});
    let manifest = format!("---\n{}", astern_manifest::to_yaml(&object));
    release(revision, "1.0.0", json!({}), &manifest)
}

/// Describes the release as a rollback, as Helm does.
fn as_rollback(mut release: Release, to: u32) -> Release {
    release.info.description = Some(format!("Rollback to {to}"));
    release
}

#[test]
fn a_rollback_is_named() {
    let same = compare_releases(
        &release_with_value(9, 1),
        &as_rollback(release_with_value(11, 1), 9),
    );
    assert_eq!(
        comparison_sentence(&same),
        "Revisions 9 and 11 are the same: revision 11 is a rollback to 9."
    );
    // Helm 4 records the number in a field of its own; a person may have written the description.
    let mut recorded = release_with_value(11, 1);
    recorded.info.description = Some("Reverted by hand".to_owned());
    recorded.info.rollback_revision = Some(9);
    let undone = compare_releases(&release_with_value(10, 2), &recorded);
    assert_eq!(
        comparison_sentence(&undone),
        "Revision 11, a rollback to 9, changed 1 value; the chart is the same."
    );
    assert!(
        comparison_advice(&undone).starts_with("A rollback did this."),
        "{}",
        comparison_advice(&undone)
    );
    assert!(
        comparison_advice(&undone).ends_with(": a.b."),
        "{}",
        comparison_advice(&undone)
    );
    let cause = Some(Cause::Rollback {
        to: 9.try_into().unwrap(),
    });
    assert_eq!(undone.cause, cause);
    // The cause is the newer revision's, whichever side that is.
    assert_eq!(
        compare_releases(&recorded, &release_with_value(10, 2)).cause,
        cause
    );
}

#[test]
fn a_description_whose_target_is_not_compared_is_not_stated_as_a_fact() {
    // `helm upgrade --description "Rollback to 9"` with another value; revision 9 is not at hand to contradict it.
    let upgrade = compare_releases(
        &release_with_value(10, 2),
        &as_rollback(release_with_value(11, 3), 9),
    );
    assert_eq!(
        upgrade.cause,
        Some(Cause::DescribedAsRollback {
            to: 9.try_into().unwrap()
        })
    );
    assert_eq!(
        comparison_sentence(&upgrade),
        "Revision 11, by its description a rollback to 9, changed 1 value; the chart is the same."
    );
    assert_eq!(
        comparison_advice(&upgrade),
        "Its description says that a rollback did this. If so, make git say the same, or the next upgrade brings back \
         what was undone: a.b."
    );
    let cause = serde_json::to_value(upgrade.cause).unwrap();
    assert_eq!(cause, json!({"kind": "described-as-rollback", "to": 9}));
    let same = compare_releases(
        &release_with_value(10, 2),
        &as_rollback(release_with_value(11, 2), 9),
    );
    assert_eq!(
        comparison_sentence(&same),
        "Revisions 10 and 11 are the same: revision 11 is by its description a rollback to 9."
    );
}

#[test]
fn a_rollback_description_is_ignored_if_the_content_differs() {
    // `helm upgrade --description "Rollback to 9"` with another value.
    let upgrade = compare_releases(
        &release_with_value(9, 1),
        &as_rollback(release_with_value(11, 2), 9),
    );
    assert_eq!(upgrade.cause, None);
    assert_eq!(
        comparison_sentence(&upgrade),
        "Revision 11 changed 1 value; the chart is the same."
    );
}

#[test]
fn a_change_without_a_change_of_chart_or_values_has_a_cause() {
    let edited = |mut release: Release, template: &str| {
        release.chart.templates =
            serde_json::from_value(json!([{"name": "templates/widget.yaml", "data": template}]))
                .unwrap();
        release
    };
    for (to, cause, expected) in [
        (
            edited(release_with_spec(10, 2), "Yg=="),
            Cause::ChartEdited,
            "Revision 10 has the same chart version and values, but the chart was edited: 1 object differs.",
        ),
        (
            edited(release_with_spec(10, 2), "YQ=="),
            Cause::RenderedAnew,
            "Revision 10 has the same chart version and values, and yet something else: 1 object differs.",
        ),
        (
            as_rollback(edited(release_with_spec(10, 2), "YQ=="), 8),
            Cause::DescribedAsRollback {
                to: 8.try_into().unwrap(),
            },
            "Revision 10, by its description a rollback to 8, has the same chart version and values, and yet something else: 1 object differs.",
        ),
    ] {
        let comparison = compare_releases(&edited(release_with_spec(9, 1), "YQ=="), &to);
        assert_eq!(
            (comparison.cause, comparison_sentence(&comparison).as_str()),
            (Some(cause), expected)
        );
    }
    let unreadable = |revision| release(revision, "1.0.0", json!({}), "---\nkind: [\n");
    let comparison = compare_releases(&unreadable(9), &unreadable(10));
    assert_eq!(comparison.cause, Some(Cause::Unreadable));
    assert_eq!(
        comparison_sentence(&comparison),
        "Whether revisions 9 and 10 differ is not known."
    );
    assert!(comparison_advice(&comparison).starts_with("Look yourself"));
}

#[test]
fn the_advice_names_what_to_revert() {
    let new_release = |values: Value| release(10, "1.1.0", values, "");
    let old = release(9, "1.0.0", json!({"a": 1, "b": {"c": 1}}), "");
    assert_eq!(
        comparison_advice(&compare_releases(
            &old,
            &new_release(json!({"a": 1, "b": {"c": 1}}))
        )),
        "A rollback is the right tool. Then pin the chart to 1.0.0 in your repo."
    );
    assert_eq!(
        comparison_advice(&compare_releases(
            &old,
            &new_release(json!({"a": 2, "b": {"c": 2}}))
        )),
        "A rollback undoes both in the cluster. Revert the values in git too, or the next upgrade brings this back: \
         a and b.c. And pin the chart to 1.0.0 in your repo."
    );
    let mut many_values = release(
        10,
        "1.0.0",
        json!({"a": 1, "b": {"c": 1}, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1}),
        "",
    );
    let advice = comparison_advice(&compare_releases(&old, &many_values));
    assert!(
        advice.ends_with("brings this back: d, e, f and 2 more."),
        "{advice}"
    );
    many_values.config = old.config.clone();
    assert_eq!(
        comparison_advice(&compare_releases(&old, &many_values)),
        "There is nothing to undo between these two."
    );
}

#[test]
fn defaults_that_came_with_the_chart_are_counted() {
    let release_with_defaults = |revision, version, defaults: Value| {
        let mut release = release(revision, version, json!({}), "");
        release.chart.values = defaults.as_object().cloned();
        release
    };
    let old = release_with_defaults(9, "1.0.0", json!({"a": 1, "b": 1}));
    let sentence = comparison_sentence(&compare_releases(
        &old,
        &release_with_defaults(10, "1.1.0", json!({"a": 2, "b": 1})),
    ));
    assert!(
        sentence.contains("to 1.1.0, and with it the default of a; the values"),
        "{sentence}"
    );
    let sentence = comparison_sentence(&compare_releases(
        &old,
        &release_with_defaults(10, "1.1.0", json!({"a": 2, "b": 2})),
    ));
    assert!(
        sentence.contains("to 1.1.0, and with it 2 defaults; the values"),
        "{sentence}"
    );
}

#[test]
fn a_difference_outside_of_objects_is_named() {
    let with_default = |revision, replicas| {
        let mut release = release(revision, "1.0.0", json!({}), "");
        release.chart.values = json!({"replicas": replicas}).as_object().cloned();
        release
    };
    let [from, to] = [with_default(9, 1), with_default(10, 2)];
    assert_eq!(
        comparison_sentence(&compare(&from, &to, &Masking::new([7; 16]))),
        "Revision 10 has the same chart version and values, but the chart was edited: 1 default differs."
    );
}

#[test]
fn a_moved_app_version_is_the_cause() {
    let with_app = |revision, version: &str, spec| {
        let mut release = release_with_spec(revision, spec);
        release.chart.metadata.as_mut().unwrap().app_version = Some(version.to_owned());
        release
    };
    let (old, new) = (with_app(1, "9f2c1d0", 7), with_app(2, "b7710aa", 8));
    assert_eq!(
        comparison_sentence(&compare_releases(&old, &new)),
        "The chart is 1.0.0 on both sides; its app version moved from 9f2c1d0 to b7710aa: 1 object differs."
    );
    let back = compare_releases(&new, &old);
    assert!(comparison_sentence(&back).contains("its app version moves from b7710aa to 9f2c1d0"));
    assert!(comparison_advice(&back).contains("where the chart is built"));
}
