//! The runbook's history and its variants: 12 is good, 13 regressed, 14 is what was done about it.

use super::*;

const DAY: i64 = 24 * 60;
const GOOD: Row = (12, "superseded", "Upgrade complete", "1.1.0", 12, DAY);
const BAD: Row = (13, "superseded", "Upgrade complete", "1.2.0", 13, 4 * DAY);
const FAILED: &str = "Upgrade \"shop\" failed: timed out waiting for the condition";
const BROKE_OFF: &str = "Rollback \"shop\" failed: cannot patch \"web\" with kind Deployment";
const NOT_READY: &str = "Release \"shop\" failed: context deadline exceeded";

/// When 14 began: 20 minutes after 13, which was too little for 13 to be trusted.
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
    for (told, before, last) in cases {
        let judgement = judged(&[GOOD, before, last]);
        assert_eq!(recommended(&judgement), Some(12), "{told}");
        assert_eq!(judgement.already, None, "{told}");
    }
}

#[test]
fn what_failed_when_it_was_tried_again_needs_a_day_too() {
    let history = |minutes| {
        judged(&[
            GOOD,
            (13, "deployed", "Upgrade complete", "1.2.0", 13, 4 * DAY),
            (14, "failed", FAILED, "1.2.0", 13, 4 * DAY + minutes),
        ])
    };
    assert_eq!(recommended(&history(180)), Some(12));
    assert_eq!(recommended(&history(DAY)), Some(13));
    assert_eq!(
        against(&history(180), 13),
        ["Revision 14, which holds the same, failed."]
    );
}

#[test]
fn a_rollback_that_failed_is_no_doubt_of_what_it_was_to_go_back_to() {
    for words in [BROKE_OFF, NOT_READY] {
        let judgement = judged(&[
            (11, "superseded", "Upgrade complete", "1.0.0", 11, 0),
            (12, "superseded", "Upgrade complete", "1.1.0", 12, DAY),
            (13, "superseded", "Upgrade complete", "1.2.0", 13, DAY + 180),
            (14, "failed", words, "1.1.0", 12, 4 * DAY),
        ]);
        assert_eq!(recommended(&judgement), Some(12));
        assert_eq!(
            against(&judgement, 12),
            [
                "Revision 14, a rollback to what it holds, failed: of what it holds, or of something else, such as a missing right."
            ]
        );
    }
}

#[test]
fn after_the_rollback_it_is_in_force_already() {
    let rollback = (14, "deployed", "Rollback to 12", "1.1.0", 12, LATER);
    let judgement = judged(&[GOOD, BAD, rollback]);
    assert_eq!(
        judgement.already.unwrap().to_string(),
        "Revision 14 is already a rollback to 12."
    );
    assert_eq!(judgement.recommended, Err(NoneGood::AllSpokenAgainst(2)));
    assert_eq!(
        against(&judgement, 12),
        ["It holds the same as the current revision, 14."]
    );
    assert_eq!(
        against(&judgement, 13),
        [
            "Revision 14, a rollback to 12, undid it.",
            "It was live for 20 min only."
        ]
    );

    let older = (11, "superseded", "Upgrade complete", "1.0.0", 11, 0);
    let judgement = judged(&[older, GOOD, BAD, rollback]);
    assert_eq!(recommended(&judgement), Some(11));
}

#[test]
fn the_newest_that_holds_the_good_content_is_named() {
    let judgement = judged(&[
        GOOD,
        BAD,
        (14, "superseded", "Rollback to 12", "1.1.0", 12, LATER),
        (15, "deployed", "Upgrade complete", "1.3.0", 15, 8 * DAY),
    ]);
    assert_eq!(recommended(&judgement), Some(14));
    assert_eq!(
        reasons(&judgement),
        [
            "What it holds was live for 6 d 23 h, counting 12 too.",
            "Its rollback ended without an error.",
            "Nobody rolled back from it.",
            "Revision 14 went back to what it holds.",
        ]
    );
}

#[test]
fn a_rollback_undoes_what_lies_between_and_spares_what_it_went_back_to() {
    let judgement = judged(&[
        GOOD,
        BAD,
        (14, "superseded", "Rollback to 12", "1.1.0", 12, LATER),
        (15, "superseded", "Upgrade complete", "1.2.0", 15, 8 * DAY),
        (16, "superseded", "Rollback to 12", "1.1.0", 12, 9 * DAY),
        (17, "deployed", "Upgrade complete", "1.3.0", 17, 10 * DAY),
    ]);
    let undone = |number| judgement.past(revision(number)).unwrap().undone.clone();
    assert_eq!(undone(12), None);
    assert_eq!(undone(13).unwrap().by, revision(14));
    assert_eq!(undone(14), None);
    assert_eq!(undone(15).unwrap().by, revision(16));
    assert_eq!(recommended(&judgement), Some(16));
}

#[test]
fn what_was_left_the_last_time_is_not_good_under_its_older_number() {
    let judgement = judged(&[
        GOOD,
        (13, "superseded", "Upgrade complete", "1.2.0", 13, 4 * DAY),
        (14, "superseded", "Rollback to 12", "1.1.0", 12, 5 * DAY),
        (15, "superseded", "Rollback to 13", "1.2.0", 13, 6 * DAY),
        (16, "deployed", "Upgrade complete", "1.3.0", 16, 8 * DAY),
    ]);
    assert_eq!(recommended(&judgement), Some(15));
    let left = "Revision 15, a rollback to 13, undid it.";
    assert!(against(&judgement, 12).contains(&left.to_owned()));
}

#[test]
fn a_chart_version_that_was_rolled_back_here_needs_a_day() {
    let history = |minutes| {
        judged(&[
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
    let judgement = history(DAY);
    assert_eq!(recommended(&judgement), Some(4));
    assert_eq!(
        against(&judgement, 4),
        ["Chart 1.2.0 was rolled back here before: revision 3 went back from it to 1."]
    );
}

#[test]
fn a_rollback_without_a_known_target_leaves_the_one_before_it() {
    let judgement = judged(&[GOOD, BAD, (14, "failed", BROKE_OFF, "1.0.0", 10, LATER)]);
    assert_eq!(recommended(&judgement), Some(12));
    assert_eq!(
        against(&judgement, 13)[0],
        "Revision 14, a rollback, was to undo it and failed."
    );
}

#[test]
fn a_rollback_marked_superseded_by_one_that_failed_proves_nothing() {
    let judgement = judged(&[
        GOOD,
        (13, "superseded", "Rollback to 12", "1.1.0", 12, 4 * DAY),
        (14, "failed", BROKE_OFF, "1.1.0", 12, LATER),
    ]);
    assert_eq!(recommended(&judgement), Some(12));
    assert_eq!(
        judgement.past(revision(13)).unwrap().ended,
        Ended::Unproven { by: revision(14) }
    );
}

#[test]
fn what_is_pruned_or_never_was_is_told() {
    let judgement = judged(&[(14, "deployed", "Rollback to 12", "1.1.0", 12, 0)]);
    assert_eq!(judgement.recommended, Err(NoneGood::NothingEarlier));
    assert_eq!(judgement.already.unwrap().to, revision(12));
    assert_eq!(judgement.against(revision(12)), [Against::NotRecorded]);
    assert_eq!(judge(&[]).recommended, Err(NoneGood::NothingEarlier));
}

#[test]
fn what_a_rollback_to_a_pruned_revision_holds_is_not_recommended_as_something_else() {
    let pruned = [
        (11, "superseded", "Upgrade complete", "1.1.0", 11, 0),
        (14, "deployed", "Rollback to 13", "1.1.0", 11, LATER),
    ];
    let mut history: Vec<Known> = pruned.into_iter().map(known).collect();
    let same = Against::SameAsCurrent(revision(14));
    assert!(judge(&history).against(revision(11)).contains(&same));
    history.insert(1, known(BAD));
    history[1].telling = Telling::Unreadable;
    let judgement = judge(&history);
    assert!(judgement.against(revision(11)).contains(&same));
    assert_eq!(judgement.recommended, Err(NoneGood::AllSpokenAgainst(2)));
}

#[test]
fn without_payloads_the_answer_is_open() {
    let mut history: Vec<Known> = [GOOD, BAD, (14, "deployed", "", "", 0, LATER)]
        .into_iter()
        .map(known)
        .collect();
    for one in &mut history {
        one.telling = Telling::Unread;
    }
    let judgement = judge(&history);
    assert_eq!(judgement.unread.len(), 3);
    assert!(judgement.is_open());
    assert!(reasons(&judgement).contains(&"Helm recorded it as deployed.".to_owned()));

    // What is older cannot move one that was live for a day.
    history[1] = known(BAD);
    history[2] = known((14, "deployed", "Upgrade complete", "1.3.0", 14, 9 * DAY));
    let judgement = judge(&history);
    assert_eq!(recommended(&judgement), Some(13));
    assert!(!judgement.is_open());

    // After two hours 12 could tell that a rollback left this chart version before.
    let soon = 4 * DAY + 120;
    history[2] = known((14, "deployed", "Upgrade complete", "1.3.0", 14, soon));
    let judgement = judge(&history);
    assert_eq!(recommended(&judgement), Some(13));
    assert!(judgement.is_open());
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
    .map(known);
    assert_eq!(recommended(&judge(&history)), Some(13));
    history[0].telling = Telling::Unread;
    let judgement = judge(&history);
    assert_eq!(recommended(&judgement), Some(12));
    assert!(judgement.is_open());
}

#[test]
fn a_rollback_to_what_has_not_been_read_leaves_the_answer_open() {
    let mut history = [
        (11, "superseded", "Upgrade complete", "1.1.0", 11, 0),
        GOOD,
        BAD,
        (14, "deployed", "Rollback to 11", "1.1.0", 11, LATER),
    ]
    .map(known);
    history[0].telling = Telling::Unread;
    assert!(judge(&history).is_open());
    history[3] = known((14, "deployed", "Rollback to 12", "1.1.0", 12, LATER));
    let judgement = judge(&history);
    assert_eq!(judgement.already.unwrap().to, revision(12));
    assert!(
        judgement.is_open(),
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
    .map(known);
    history[1].telling = Telling::NotFetched;
    assert_eq!(
        against(&judge(&history), 13)[0],
        "Its record could not be fetched, so what became of it is not known."
    );
    history[1].telling = Telling::Unreadable;
    let judgement = judge(&history);
    assert_eq!(recommended(&judgement), Some(12));
    assert!(!judgement.is_open());
    assert_eq!(
        against(&judgement, 13)[0],
        "Its record cannot be read, so helm cannot go back to it."
    );
}
