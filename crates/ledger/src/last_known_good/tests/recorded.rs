//! A recorded history: ten revisions of kube-prometheus-stack, as `helm history` lists them.

use super::*;

/// Number, description, chart version, content, seconds after the first one. The last revision is deployed, the others are
/// superseded. Revision 7 has the same content as revision 2.
const RECORDED: [(u32, &str, &str, u64, i64); 10] = [
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

fn hours(hours: u64) -> Duration {
    minutes(hours * 60)
}

fn chart(version: &str) -> ChartVersion {
    ChartVersion {
        name: "shop".to_owned(),
        version: version.to_owned(),
    }
}

/// Returns the history with all times multiplied by `scale`.
fn history(scale: i64) -> Vec<RecordedRevision> {
    let row = |(number, description, version, content, seconds): (u32, &'static str, _, _, i64)| {
        let status = if number == 10 {
            "deployed"
        } else {
            "superseded"
        };
        let mut revision = revision_from((number, status, description, version, content, 0));
        let began = revision.created.unwrap().plus_seconds(seconds * scale);
        revision.created = Some(began);
        if let PayloadState::Read(payload) = &mut revision.payload {
            payload.deployed = Some(began);
        }
        revision
    };
    RECORDED.into_iter().map(row).collect()
}

#[test]
fn revision_9_is_recommended_with_its_reasons() {
    let assessment = assess(&history(3600));
    assert_eq!(recommended(&assessment), Some(9));
    assert_eq!(
        reasons(&assessment),
        [
            ReasonFor::Live {
                duration: hours(17),
                counting: Vec::new(),
            },
            ReasonFor::LedgerOnly,
            ReasonFor::Complete(Operation::Upgrade),
            ReasonFor::NotRolledBack,
            ReasonFor::ChartLive {
                chart: chart("57.2.1"),
                duration: hours(2 * 24 + 4),
                first: revision(7),
                last: revision(9),
            },
        ]
    );
    assert_eq!(assessment.already_rolled_back, None);
    assert!(!assessment.is_provisional());
}

#[test]
fn it_is_recommended_too_when_none_was_live_for_long() {
    let assessment = assess(&history(1));
    assert_eq!(recommended(&assessment), Some(9));
    assert_eq!(
        reasons(&assessment),
        [
            ReasonFor::NoneSoaked,
            ReasonFor::Complete(Operation::Upgrade),
            ReasonFor::NotRolledBack,
        ]
    );
    assert_eq!(
        assessment.reasons_against(revision(9)),
        [ReasonAgainst::LiveTooShort(Duration::from_secs(17))]
    );
}

#[test]
fn the_reasons_against_the_others_are_listed() {
    let assessment = assess(&history(3600));
    let against = |number| assessment.reasons_against(revision(number));
    let chart = ReasonAgainst::ChartRolledBack {
        chart: chart("58.2.0"),
        first: revision(3),
        last: revision(6),
        by: revision(7),
        target: Some(revision(2)),
    };
    assert_eq!(against(10), [ReasonAgainst::Current, chart]);
    for number in [3, 4, 5, 6] {
        assert_eq!(against(number), [rolled_back(7, 2, ROLLBACK_COMPLETE)]);
    }
    for number in [1, 2, 7, 8, 9] {
        assert_eq!(against(number), []);
    }
}

#[test]
fn the_outcome_of_each_revision_is_listed() {
    let assessment = assess(&history(3600));
    let outcome = |number: u32| assessment.outcome(revision(number)).unwrap().clone();
    let live_times = [24, 40, 52, 10, 11, 15, 12, 23, 17];
    for (number, live) in (1..).zip(live_times) {
        assert_eq!(outcome(number).live, LiveTime::For(hours(live)), "{number}");
    }
    assert_eq!(outcome(10).live, LiveTime::StillLive);
    let moves: Vec<u32> = (1..=10)
        .filter(|number| outcome(*number).chart_before.is_some())
        .collect();
    assert_eq!(moves, [2, 3, 7, 10]);
    assert_eq!(outcome(7).content_origin, revision(2));
    assert_eq!(outcome(7).rollback.unwrap().target, Some(revision(2)));
    assert_eq!(outcome(4).rolled_back_by.unwrap().revision, revision(7));
}
