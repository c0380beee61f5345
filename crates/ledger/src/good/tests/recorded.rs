//! A real ledger: ten revisions of kube-prometheus-stack, as `helm history` tells them.

use super::*;

/// Number, words, chart version, content, seconds after the first one. All are superseded but the
/// last, which is deployed. Revision 7 holds what 2 holds.
const LEDGER: [(u32, &str, &str, u64, i64); 10] = [
    (1, "Install complete", "57.0.0", 1, 0),
    (2, "Upgrade complete", "57.2.1", 2, 24),
    (3, "Upgrade complete", "58.2.0", 3, 64),
    (4, "Scale Grafana for the incident review", "58.2.0", 4, 116),
    (5, "Upgrade complete", "58.2.0", 5, 126),
    (6, "Upgrade complete", "58.2.0", 6, 137),
    (7, "Rollback to 2", "57.2.1", 2, 152),
    (8, "Upgrade complete", "57.2.1", 8, 164),
    (9, "Upgrade complete", "57.2.1", 9, 187),
    (10, "Upgrade complete", "58.2.0", 10, 204),
];

/// The ledger, with each second taken for `scale` seconds.
fn ledger(scale: i64) -> Vec<Known> {
    let row = |(number, words, version, content, seconds): (u32, &'static str, _, _, i64)| {
        let status = if number == 10 {
            "deployed"
        } else {
            "superseded"
        };
        let mut known = known((number, status, words, version, content, 0));
        let began = known.created.unwrap().plus_seconds(seconds * scale);
        known.created = Some(began);
        if let Telling::Told(told) = &mut known.telling {
            told.deployed = Some(began);
        }
        known
    };
    LEDGER.into_iter().map(row).collect()
}

#[test]
fn revision_9_is_recommended_with_its_reasons() {
    let judgement = judge(&ledger(3600));
    assert_eq!(recommended(&judgement), Some(9));
    assert_eq!(
        reasons(&judgement),
        [
            "It was live for 17 h.",
            "Its upgrade ended without an error.",
            "Nobody rolled back from it.",
            "Its chart, 57.2.1, was live for 2 d 4 h in revisions 7 to 9.",
        ]
    );
    assert_eq!(judgement.already, None);
    assert!(!judgement.is_open());
}

#[test]
fn it_is_recommended_too_when_none_was_live_for_long() {
    let judgement = judge(&ledger(1));
    assert_eq!(recommended(&judgement), Some(9));
    assert_eq!(
        reasons(&judgement),
        [
            "No revision free of doubt was live for an hour.",
            "Its upgrade ended without an error.",
            "Nobody rolled back from it.",
        ]
    );
    assert_eq!(against(&judgement, 9), ["It was live for 17 s only."]);
}

#[test]
fn what_speaks_against_the_others_is_told() {
    let judgement = judge(&ledger(3600));
    let chart = "Chart 58.2.0 was rolled back here before: revision 7 went back from it to 2.";
    let undone = "Revision 7, a rollback to 2, undid it.";
    assert_eq!(
        against(&judgement, 10),
        ["It is the current revision.", chart]
    );
    for number in [3, 4, 5, 6] {
        assert_eq!(against(&judgement, number), [undone]);
    }
    for number in [1, 2, 7, 8, 9] {
        assert_eq!(against(&judgement, number), [""; 0]);
    }
    let chart_undone = judgement.against(revision(10)).last().unwrap();
    assert!(matches!(
        chart_undone,
        Against::ChartUndone { first, last, .. } if (first.get(), last.get()) == (3, 6)
    ));
}

#[test]
fn the_course_of_each_revision_is_told() {
    let judgement = judge(&ledger(3600));
    let past = |number: u32| judgement.past(revision(number)).unwrap().clone();
    let lives: Vec<String> = (1..=10)
        .map(|number| match past(number).live {
            Live::For(length) => length.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        lives,
        [
            "1 d", "1 d 16 h", "2 d 4 h", "10 h", "11 h", "15 h", "12 h", "23 h", "17 h", "SoFar"
        ]
    );
    let moves: Vec<u32> = (1..=10)
        .filter(|number| past(*number).chart_before.is_some())
        .collect();
    assert_eq!(moves, [2, 3, 7, 10]);
    assert_eq!(past(7).origin, revision(2));
    assert_eq!(past(7).rolled_back.unwrap().to, Some(revision(2)));
    assert_eq!(past(4).undone.unwrap().by, revision(7));
}
