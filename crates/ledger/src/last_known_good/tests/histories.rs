//! One history and its variants: revision 12 is good, 13 has a regression, and 14 is an attempt to fix it.

use super::*;

const DAY: i64 = 24 * 60;
const GOOD: Row = (12, "superseded", "Upgrade complete", "1.1.0", 12, DAY);
const BAD: Row = (13, "superseded", "Upgrade complete", "1.2.0", 13, 4 * DAY);
const FAILED: &str = "Upgrade \"shop\" failed: timed out waiting for the condition";
const BROKE_OFF: &str = "Rollback \"shop\" failed: cannot patch \"web\" with kind Deployment";
const NOT_READY: &str = "Release \"shop\" failed: context deadline exceeded";

/// When 14 began: 20 minutes after 13, which is less than the soak time.
const LATER: i64 = 4 * DAY + 20;

#[test]
fn the_good_one_is_recommended_whatever_was_tried_after_it() {
    let bad = |status| (BAD.0, status, BAD.2, BAD.3, BAD.4, BAD.5);
    let cases: [(&str, Row, Row); 9] = [
        (
            "13 is current",
            (11, "superseded", "Upgrade complete", "1.1.0", 11, 0),
            bad("deployed"),
        ),
        (
            "14 tries 13 again and fails",
            bad("deployed"),
            (14, "failed", FAILED, "1.2.0", 13, LATER),
        ),
        (
            "14 tries a fix and fails",
            bad("deployed"),
            (14, "failed", FAILED, "1.2.1", 14, LATER),
        ),
        (
            "14 is a fix that did not help",
            BAD,
            (14, "deployed", "Upgrade complete", "1.2.1", 14, LATER),
        ),
        (
            "14 is stuck in an upgrade",
            bad("deployed"),
            (
                14,
                "pending-upgrade",
                "Preparing upgrade",
                "1.2.1",
                14,
                LATER,
            ),
        ),
        (
            "14 is a rollback that is stuck",
            bad("deployed"),
            (14, "pending-rollback", "Rollback to 12", "1.1.0", 12, LATER),
        ),
        (
            "14 is a rollback that failed while it applied",
            BAD,
            (14, "failed", BROKE_OFF, "1.1.0", 12, LATER),
        ),
        (
            "14 is a rollback that failed while it waited",
            bad("deployed"),
            (14, "failed", NOT_READY, "1.1.0", 12, LATER),
        ),
        (
            "13 failed and became superseded",
            (13, "superseded", FAILED, "1.2.0", 13, 4 * DAY),
            (14, "deployed", "Upgrade complete", "1.2.1", 14, 9 * DAY),
        ),
    ];
    for (case, before, last) in cases {
        let assessment = assessed(&[GOOD, before, last]);
        assert_eq!(recommended(&assessment), Some(12), "{case}");
        assert_eq!(assessment.already_rolled_back, None, "{case}");
    }
}

#[test]
fn what_failed_when_it_was_tried_again_needs_a_day_too() {
    let history = |minutes| {
        assessed(&[
            GOOD,
            (13, "deployed", "Upgrade complete", "1.2.0", 13, 4 * DAY),
            (14, "failed", FAILED, "1.2.0", 13, 4 * DAY + minutes),
        ])
    };
    assert_eq!(recommended(&history(180)), Some(12));
    assert_eq!(recommended(&history(DAY)), Some(13));
    let retry = ReasonAgainst::RetryNotComplete {
        by: revision(14),
        is_rollback: false,
        is_pending: false,
    };
    assert_eq!(history(180).reasons_against(revision(13)), [retry]);
}

#[test]
fn a_rollback_that_failed_is_no_doubt_of_what_it_was_to_go_back_to() {
    for words in [BROKE_OFF, NOT_READY] {
        let assessment = assessed(&[
            (11, "superseded", "Upgrade complete", "1.0.0", 11, 0),
            (12, "superseded", "Upgrade complete", "1.1.0", 12, DAY),
            (13, "superseded", "Upgrade complete", "1.2.0", 13, DAY + 180),
            (14, "failed", words, "1.1.0", 12, 4 * DAY),
        ]);
        assert_eq!(recommended(&assessment), Some(12));
        let retry = ReasonAgainst::RetryNotComplete {
            by: revision(14),
            is_rollback: true,
            is_pending: false,
        };
        assert_eq!(assessment.reasons_against(revision(12)), [retry]);
        assert_eq!(assessment.primary_target(), None, "it just failed");
    }
}

#[test]
fn after_the_rollback_it_is_in_force_already() {
    let rollback = (14, "deployed", "Rollback to 12", "1.1.0", 12, LATER);
    let assessment = assessed(&[GOOD, BAD, rollback]);
    let already = AlreadyRolledBack {
        current: revision(14),
        target: revision(12),
    };
    assert_eq!(assessment.already_rolled_back, Some(already));
    assert_eq!(assessment.recommended, Err(NoCandidate::AllRuledOut(2)));
    assert_eq!(
        assessment.reasons_against(revision(12)),
        [ReasonAgainst::SameAsCurrent(revision(14))]
    );
    assert_eq!(
        assessment.reasons_against(revision(13)),
        [
            rolled_back(14, 12, ROLLBACK_COMPLETE),
            ReasonAgainst::LiveTooShort(minutes(20)),
        ]
    );

    let older = (11, "superseded", "Upgrade complete", "1.0.0", 11, 0);
    let assessment = assessed(&[older, GOOD, BAD, rollback]);
    assert_eq!(recommended(&assessment), Some(11));
}

#[test]
fn the_newest_that_holds_the_good_content_is_named() {
    let assessment = assessed(&[
        GOOD,
        BAD,
        (14, "superseded", "Rollback to 12", "1.1.0", 12, LATER),
        (15, "deployed", "Upgrade complete", "1.3.0", 15, 8 * DAY),
    ]);
    assert_eq!(recommended(&assessment), Some(14));
    assert_eq!(
        reasons(&assessment),
        [
            ReasonFor::Live {
                duration: minutes((7 * DAY - 20) as u64),
                counting: vec![revision(12)],
            },
            ReasonFor::LedgerOnly,
            ReasonFor::Complete(Operation::Rollback),
            ReasonFor::NotRolledBack,
            ReasonFor::RolledBackTo(vec![revision(14)]),
        ]
    );
}

#[test]
fn a_rollback_undoes_what_lies_between_and_spares_what_it_went_back_to() {
    let assessment = assessed(&[
        GOOD,
        BAD,
        (14, "superseded", "Rollback to 12", "1.1.0", 12, LATER),
        (15, "superseded", "Upgrade complete", "1.2.0", 15, 8 * DAY),
        (16, "superseded", "Rollback to 12", "1.1.0", 12, 9 * DAY),
        (17, "deployed", "Upgrade complete", "1.3.0", 17, 10 * DAY),
    ]);
    let rolled_back_by = |number| {
        let outcome = assessment.outcome(revision(number)).unwrap();
        let rollback = outcome.rolled_back_by.as_ref();
        rollback.map(|rollback| rollback.revision.get())
    };
    assert_eq!(rolled_back_by(12), None);
    assert_eq!(rolled_back_by(13), Some(14));
    assert_eq!(rolled_back_by(14), None);
    assert_eq!(rolled_back_by(15), Some(16));
    assert_eq!(recommended(&assessment), Some(16));
}

#[test]
fn what_was_left_the_last_time_is_not_good_under_its_older_number() {
    let assessment = assessed(&[
        GOOD,
        (13, "superseded", "Upgrade complete", "1.2.0", 13, 4 * DAY),
        (14, "superseded", "Rollback to 12", "1.1.0", 12, 5 * DAY),
        (15, "superseded", "Rollback to 13", "1.2.0", 13, 6 * DAY),
        (16, "deployed", "Upgrade complete", "1.3.0", 16, 8 * DAY),
    ]);
    assert_eq!(recommended(&assessment), Some(15));
    let left = rolled_back(15, 13, ROLLBACK_COMPLETE);
    assert!(assessment.reasons_against(revision(12)).contains(&left));
}

#[test]
fn a_chart_version_that_was_rolled_back_here_needs_a_day() {
    let history = |minutes| {
        assessed(&[
            (1, "superseded", "Install complete", "1.1.0", 1, 0),
            (2, "superseded", "Upgrade complete", "1.2.0", 2, DAY),
            (3, "superseded", "Rollback to 1", "1.1.0", 1, 2 * DAY),
            (4, "superseded", "Upgrade complete", "1.2.0", 4, 3 * DAY),
            (
                5,
                "deployed",
                "Upgrade complete",
                "1.3.0",
                5,
                3 * DAY + minutes,
            ),
        ])
    };
    assert_eq!(recommended(&history(30)), Some(3));
    assert_eq!(recommended(&history(DAY - 1)), Some(3));
    let assessment = history(DAY);
    assert_eq!(recommended(&assessment), Some(4));
    let chart = ReasonAgainst::ChartRolledBack {
        chart: ChartVersion {
            name: "shop".to_owned(),
            version: "1.2.0".to_owned(),
        },
        first: revision(2),
        last: revision(2),
        by: revision(3),
        target: Some(revision(1)),
    };
    assert_eq!(assessment.reasons_against(revision(4)), [chart]);
}

#[test]
fn a_rollback_without_a_known_target_leaves_the_one_before_it() {
    let assessment = assessed(&[GOOD, BAD, (14, "failed", BROKE_OFF, "1.0.0", 10, LATER)]);
    assert_eq!(recommended(&assessment), Some(12));
    assert_eq!(
        assessment.reasons_against(revision(13))[0],
        rolled_back(14, None, OperationResult::Failed)
    );
}

#[test]
fn a_rollback_marked_superseded_by_one_that_failed_proves_nothing() {
    let assessment = assessed(&[
        GOOD,
        (13, "superseded", "Rollback to 12", "1.1.0", 12, 4 * DAY),
        (14, "failed", BROKE_OFF, "1.1.0", 12, LATER),
    ]);
    assert_eq!(recommended(&assessment), Some(12));
    assert_eq!(
        assessment.outcome(revision(13)).unwrap().result,
        OperationResult::Unproven { by: revision(14) }
    );
}

#[test]
fn what_is_pruned_or_never_was_is_told() {
    let assessment = assessed(&[(14, "deployed", "Rollback to 12", "1.1.0", 12, 0)]);
    assert_eq!(assessment.recommended, Err(NoCandidate::NothingEarlier));
    assert_eq!(assessment.already_rolled_back.unwrap().target, revision(12));
    assert_eq!(
        assessment.reasons_against(revision(12)),
        [ReasonAgainst::NotRecorded]
    );
    assert_eq!(assess(&[]).recommended, Err(NoCandidate::NothingEarlier));
}

#[test]
fn what_a_rollback_to_a_pruned_revision_holds_is_not_recommended_as_something_else() {
    let pruned = [
        (11, "superseded", "Upgrade complete", "1.1.0", 11, 0),
        (14, "deployed", "Rollback to 13", "1.1.0", 11, LATER),
    ];
    let mut history: Vec<RecordedRevision> = pruned.into_iter().map(revision_from).collect();
    let same = ReasonAgainst::SameAsCurrent(revision(14));
    assert!(
        assess(&history)
            .reasons_against(revision(11))
            .contains(&same)
    );
    history.insert(1, revision_from(BAD));
    history[1].payload = PayloadState::Unreadable;
    let assessment = assess(&history);
    assert!(assessment.reasons_against(revision(11)).contains(&same));
    assert_eq!(assessment.recommended, Err(NoCandidate::AllRuledOut(2)));
}

#[test]
fn without_payloads_the_answer_is_open() {
    let mut history: Vec<RecordedRevision> = [GOOD, BAD, (14, "deployed", "", "", 0, LATER)]
        .into_iter()
        .map(revision_from)
        .collect();
    for one in &mut history {
        one.payload = PayloadState::NotRead;
    }
    let assessment = assess(&history);
    assert_eq!(assessment.not_read.len(), 3);
    assert!(assessment.is_provisional());
    assert!(reasons(&assessment).contains(&ReasonFor::Deployed));

    // The payload of an older revision does not change the recommendation of one that was live for a day.
    history[1] = revision_from(BAD);
    history[2] = revision_from((14, "deployed", "Upgrade complete", "1.3.0", 14, 9 * DAY));
    let assessment = assess(&history);
    assert_eq!(recommended(&assessment), Some(13));
    assert!(!assessment.is_provisional());

    // After two hours it can: the payload of 12 could show that this chart version was rolled back before.
    let soon = 4 * DAY + 120;
    history[2] = revision_from((14, "deployed", "Upgrade complete", "1.3.0", 14, soon));
    let assessment = assess(&history);
    assert_eq!(recommended(&assessment), Some(13));
    assert!(assessment.is_provisional());
}

#[test]
fn one_that_holds_what_has_not_been_read_may_have_been_live_for_longer() {
    let again = (13, "superseded", "Upgrade complete", "1.1.0", 11, 4 * DAY);
    let mut history = [
        (11, "superseded", "Upgrade complete", "1.1.0", 11, -9 * DAY),
        GOOD,
        again,
        (14, "deployed", "Upgrade complete", "1.3.0", 14, LATER),
    ]
    .map(revision_from);
    assert_eq!(recommended(&assess(&history)), Some(13));
    history[0].payload = PayloadState::NotRead;
    let assessment = assess(&history);
    assert_eq!(recommended(&assessment), Some(12));
    assert!(assessment.is_provisional());
}

#[test]
fn a_rollback_to_what_has_not_been_read_leaves_the_answer_open() {
    let mut history = [
        (11, "superseded", "Upgrade complete", "1.1.0", 11, 0),
        GOOD,
        BAD,
        (14, "deployed", "Rollback to 11", "1.1.0", 11, LATER),
    ]
    .map(revision_from);
    history[0].payload = PayloadState::NotRead;
    assert!(assess(&history).is_provisional());
    history[3] = revision_from((14, "deployed", "Rollback to 12", "1.1.0", 12, LATER));
    let assessment = assess(&history);
    assert_eq!(assessment.already_rolled_back.unwrap().target, revision(12));
    assert!(
        assessment.is_provisional(),
        "11 is all that is left, and nobody has read it"
    );
}

#[test]
fn what_cannot_be_read_is_no_way_back() {
    let mut history = [
        GOOD,
        BAD,
        (14, "deployed", "Upgrade complete", "1.3.0", 14, 9 * DAY),
    ]
    .map(revision_from);
    history[1].payload = PayloadState::NotFetched;
    assert_eq!(
        assess(&history).reasons_against(revision(13))[0],
        ReasonAgainst::NotComplete(OperationResult::NotFetched)
    );
    let assessment = assess(&history);
    assert_eq!(
        assessment.last_known_good(),
        None,
        "13 may be better than 12"
    );
    assert_eq!(assessment.not_fetched, [revision(13)]);
    assert_eq!(assessment.not_read, [revision(13)]);
    history[1].payload = PayloadState::Unreadable;
    let assessment = assess(&history);
    assert!(assessment.not_read.is_empty());
    assert_eq!(recommended(&assessment), Some(12));
    assert!(!assessment.is_provisional());
    assert_eq!(
        assessment.reasons_against(revision(13))[0],
        ReasonAgainst::NotComplete(OperationResult::Unreadable)
    );
}
