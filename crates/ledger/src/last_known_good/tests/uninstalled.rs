//! Histories whose newest revision was uninstalled, and descriptions that forbid rollbacks.

use super::*;

const DAY: i64 = 24 * 60;
const UPGRADE: &str = "Upgrade complete";

/// Returns a history, the last revision of which was uninstalled at this minute.
fn uninstalled(rows: &[Row], at: i64) -> Vec<RecordedRevision> {
    let mut history: Vec<_> = rows.iter().copied().map(revision_from).collect();
    if let Some(PayloadState::Read(payload)) = history.last_mut().map(|last| &mut last.payload) {
        let last = rows.last().map_or(0, |row| row.5);
        payload.deleted = payload
            .deployed
            .map(|deployed| deployed.plus_seconds((at - last) * 60));
    }
    history
}

const THREE: [Row; 3] = [
    (1, "superseded", "Install complete", "1.0.0", 1, 0),
    (2, "superseded", UPGRADE, "1.0.0", 2, 30 * DAY),
    (
        3,
        "uninstalled",
        "Uninstallation complete",
        "1.0.0",
        3,
        51 * DAY,
    ),
];

#[test]
fn what_ran_until_the_uninstall_comes_first_and_nothing_speaks_against_it() {
    for live in [9 * DAY, 2] {
        for status in ["uninstalled", "uninstalling"] {
            let mut rows = THREE;
            rows[2].1 = status;
            let assessment = assess(&uninstalled(&rows, 51 * DAY + live));
            assert_eq!(recommended(&assessment), Some(3), "{status}");
            assert!(reasons(&assessment).contains(&ReasonFor::InForceUntilUninstall));
            assert_eq!(assessment.reasons_against(revision(3)), []);
            let outcome = assessment.outcome(revision(3)).unwrap();
            assert_eq!(outcome.live, LiveTime::For(minutes(live.unsigned_abs())));
        }
    }
}

#[test]
fn the_only_revision_can_be_gone_back_to_after_an_uninstall() {
    let only = [(
        1,
        "uninstalling",
        "Deletion in progress (or silently failed)",
        "1.0.0",
        1,
        0,
    )];
    assert_eq!(recommended(&assess(&uninstalled(&only, 5))), Some(1));
}

#[test]
fn one_that_was_never_in_force_is_not_recommended_because_it_was_uninstalled() {
    let rows = [
        (1, "deployed", "Install complete", "1.0.0", 1, 0),
        (
            2,
            "uninstalling",
            "Deletion in progress (or silently failed)",
            "1.1.0",
            2,
            30 * DAY,
        ),
    ];
    let assessment = assess(&uninstalled(&rows, 31 * DAY));
    assert_eq!(recommended(&assessment), Some(1));
    let in_force = revision(1);
    assert_eq!(
        assessment.reasons_against(revision(2)),
        [ReasonAgainst::NotComplete(
            OperationResult::UninstalledNotInForce { in_force }
        )]
    );
}

#[test]
fn a_rollback_after_an_uninstall_says_nothing_against_what_was_uninstalled() {
    let mut history = uninstalled(&THREE, 60 * DAY);
    history.push(revision_from((
        4,
        "deployed",
        "Rollback to 2",
        "1.0.0",
        2,
        61 * DAY,
    )));
    let assessment = assess(&history);
    assert_eq!(recommended(&assessment), Some(3));
    assert_eq!(assessment.reasons_against(revision(3)), []);
}

#[test]
fn without_the_payload_of_the_current_revision_the_answer_is_open() {
    let mut history = uninstalled(&THREE, 60 * DAY);
    history[0].payload = PayloadState::NotRead;
    assert!(!assess(&history).is_provisional());
    history[2].payload = PayloadState::NotRead;
    assert!(assess(&history).is_provisional());
}

#[test]
fn the_status_of_the_payload_is_helms_and_that_of_the_label_is_not() {
    let record = crate::Record {
        status: crate::Status::Deployed,
        ..crate::Record::expected("a".parse().unwrap(), "a".parse().unwrap(), revision(2))
    };
    let stuck = revision_from((2, "pending-upgrade", "Preparing upgrade", "1.0.0", 2, 1));
    let read = RecordedRevision::new(&record, stuck.payload);
    assert_eq!(read.status, crate::Status::Pending(Operation::Upgrade));
    let not_read = RecordedRevision::from_metadata(&record);
    assert_eq!(not_read.status, crate::Status::Deployed);
}

const MAPPED: &str = "Kubernetes deprecated API upgrade - DO NOT rollback from this version";

#[test]
fn nothing_before_a_revision_that_is_not_to_be_rolled_back_from_is_recommended() {
    let mut rows = vec![
        (1, "superseded", "Install complete", "1.0.0", 1, 0),
        (2, "deployed", MAPPED, "1.0.0", 2, 30 * DAY),
    ];
    let assessment = assessed(&rows);
    assert_eq!(
        assessment.recommended,
        Err(NoCandidate::ForbiddenFrom(revision(2)))
    );
    assert_eq!(
        assessment.reasons_against(revision(1)),
        [ReasonAgainst::ForbiddenFrom(revision(2))]
    );
    // What it holds itself has the APIs that the cluster serves.
    rows[1].1 = "superseded";
    rows.push((3, "deployed", UPGRADE, "1.1.0", 3, 60 * DAY));
    assert_eq!(recommended(&assessed(&rows)), Some(2));
}

#[test]
fn descriptions_that_forbid_a_rollback_are_obeyed() {
    use Forbidden::{RollbackFrom, RollbackTo};
    for (description, expected) in [
        (MAPPED, Some(RollbackFrom)),
        (
            "Do NOT roll back from here: the schema moved",
            Some(RollbackFrom),
        ),
        ("don\u{2019}t roll-back", Some(RollbackFrom)),
        ("must not be rolled back", Some(RollbackFrom)),
        ("never rollback to this one!", Some(RollbackTo)),
        ("Do not roll back to: it loses orders", Some(RollbackTo)),
        (UPGRADE, None),
        ("Rollback to 2", None),
        ("Do not worry, the rollback to 3 helped", None),
    ] {
        let rows = [
            (1, "superseded", UPGRADE, "1.0.0", 1, 0),
            (2, "superseded", description, "1.0.0", 2, DAY),
            (3, "deployed", UPGRADE, "1.0.0", 3, 9 * DAY),
        ];
        let assessment = assessed(&rows);
        let outcome = assessment.outcome(revision(2)).unwrap();
        assert_eq!(outcome.forbidden, expected, "{description}");
        let best = match expected {
            Some(RollbackTo) => 1,
            Some(RollbackFrom) | None => 2,
        };
        assert_eq!(recommended(&assessment), Some(best), "{description}");
    }
}
