//! What Helm's descriptions show: results of operations, rollbacks and their targets, live times.

use super::*;

#[test]
fn helms_descriptions_tell_how_a_revision_ended() {
    let cases = [
        (
            1,
            "superseded",
            "Install complete",
            OperationResult::Complete(Operation::Install),
        ),
        (
            2,
            "deployed",
            "Upgrade complete",
            OperationResult::Complete(Operation::Upgrade),
        ),
        (
            2,
            "deployed",
            "Rollback to 1",
            OperationResult::Complete(Operation::Rollback),
        ),
        (
            2,
            "superseded",
            "Raise the limits",
            OperationResult::Complete(Operation::Upgrade),
        ),
        // A description that a user gave is not an error, even if it contains the word `failed`.
        (
            2,
            "superseded",
            "Undo what failed: see \"x\"",
            OperationResult::Complete(Operation::Upgrade),
        ),
        (
            1,
            "superseded",
            "For the demo",
            OperationResult::Complete(Operation::Install),
        ),
        (
            2,
            "superseded",
            "Upgrade \"a\" failed: no",
            OperationResult::FailedByDescription,
        ),
        (
            1,
            "superseded",
            "Release \"a\" failed: no",
            OperationResult::FailedByDescription,
        ),
        (
            2,
            "superseded",
            "Rollback \"a\" failed: no",
            OperationResult::FailedByDescription,
        ),
        (
            1,
            "superseded",
            "failed to render resource: no",
            OperationResult::FailedByDescription,
        ),
        (
            2,
            "superseded",
            "Preparing upgrade",
            OperationResult::UnfinishedByDescription,
        ),
        (
            1,
            "superseded",
            "Initial install underway",
            OperationResult::UnfinishedByDescription,
        ),
        (
            1,
            "superseded",
            "superseded by new release",
            OperationResult::Uninstalled,
        ),
        (2, "failed", "Upgrade complete", OperationResult::Failed),
        (
            2,
            "pending-upgrade",
            "",
            OperationResult::Pending(Operation::Upgrade),
        ),
        (
            2,
            "uninstalled",
            "Uninstallation complete",
            OperationResult::Uninstalled,
        ),
        (2, "uninstalling", "", OperationResult::Uninstalled),
    ];
    for (number, status, description, result) in cases {
        let revision = revision_from((number, status, description, "1.0.0", 1, 0));
        assert_eq!(
            OperationResult::of(&revision, &[], None),
            result,
            "{status}: {description}"
        );
    }
}

#[test]
fn a_rollback_is_known_by_its_field_its_description_or_its_content() {
    let to = |rows: &[Row], field: Option<u32>| {
        let mut history: Vec<RecordedRevision> = rows.iter().copied().map(revision_from).collect();
        if let Some(PayloadState::Read(payload)) = history.last_mut().map(|last| &mut last.payload)
        {
            payload.rollback_revision = field;
        }
        revision_outcomes(&history)
            .last()
            .unwrap()
            .rollback
            .map(|rollback| rollback.target.map(Revision::get))
    };
    let first: Row = (1, "superseded", "Install complete", "1.0.0", 1, 0);
    let second: Row = (2, "superseded", "Upgrade complete", "1.0.0", 2, 1);
    let third = |description, content| -> Row { (3, "deployed", description, "1.0.0", content, 2) };
    assert_eq!(
        to(&[first, second, third("Back again", 1)], Some(1)),
        Some(Some(1))
    );
    assert_eq!(
        to(&[first, second, third("Rollback to 1", 1)], None),
        Some(Some(1))
    );
    // The target is pruned.
    assert_eq!(
        to(&[second, third("Rollback to 1", 1)], None),
        Some(Some(1))
    );
    // A user gave the description: the content differs from that of revision 1.
    assert_eq!(
        to(&[first, second, third("Rollback to 1", 3)], None),
        Some(None)
    );
    assert_eq!(to(&[first, second, third("Rollback to 3", 3)], None), None);
    assert_eq!(to(&[first, second, third("Rollback to 0", 3)], None), None);
    assert_eq!(
        to(&[first, second, third("Upgrade complete", 1)], None),
        None
    );
}

#[test]
fn a_live_time_is_given_only_where_it_is_known() {
    let live = |rows: &[Row]| -> Vec<LiveTime> {
        let history: Vec<RecordedRevision> = rows.iter().copied().map(revision_from).collect();
        revision_outcomes(&history)
            .into_iter()
            .map(|outcome| outcome.live)
            .collect()
    };
    let first: Row = (1, "superseded", "Install complete", "1.0.0", 1, 10);
    let hook = "Upgrade \"shop\" failed: pre-upgrade hooks failed: timed out";
    assert_eq!(
        live(&[
            first,
            (2, "failed", hook, "1.0.0", 2, 15),
            (3, "failed", "", "1.0.0", 3, 20)
        ]),
        [
            // Revision 2 changed nothing.
            LiveTime::For(Duration::from_secs(600)),
            LiveTime::Never,
            LiveTime::Partial
        ]
    );
    // Revision 2 is pruned.
    assert_eq!(
        live(&[first, (3, "deployed", "Upgrade complete", "1.0.0", 3, 20)]),
        [LiveTime::Unknown, LiveTime::StillLive]
    );
    // A clock went backwards.
    assert_eq!(
        live(&[first, (2, "superseded", "Upgrade complete", "1.0.0", 2, 5)]),
        [LiveTime::Unknown, LiveTime::Unknown]
    );
}

#[test]
fn a_person_cannot_pass_an_upgrade_off_as_a_rollback() {
    let first: Row = (1, "superseded", "Install complete", "1.0.0", 1, 0);
    let second: Row = (2, "superseded", "Upgrade complete", "1.0.0", 2, 1);
    let last = |content| {
        let third: Row = (3, "deployed", "Rollback to 1", "1.0.0", content, 2);
        let history = [first, second, third].map(revision_from);
        revision_outcomes(&history).pop().unwrap()
    };
    let rollback = last(1);
    let evidence = rollback.rollback.map(|rollback| rollback.evidence);
    assert_eq!(evidence, Some(RollbackEvidence::Content));
    assert!(rollback.is_default_description("Rollback to 1"));
    assert!(!last(3).is_default_description("Rollback to 1"));
    assert!(last(3).is_default_description("Upgrade complete"));
}

#[test]
fn two_releases_tell_whether_one_is_a_rollback_to_the_other() {
    let release = |revision: u32, description: &str, manifest: &str| -> crate::Release {
        serde_json::from_value(serde_json::json!({
            "name": "shop", "namespace": "shop", "version": revision, "manifest": manifest,
            "info": {"status": "deployed", "description": description}, "chart": {},
        }))
        .unwrap()
    };
    let (second, third) = (release(2, "", "b"), release(3, "", "c"));
    let target = |manifest, other| {
        let rollback = rollback_of(&release(4, "Rollback to 3", manifest), other)?;
        Some((rollback.target?.get(), rollback.evidence))
    };
    assert_eq!(target("c", &third), Some((3, RollbackEvidence::Content)));
    assert_eq!(target("d", &third), None);
    // The other revision is not the target that the description names.
    let described = Some((3, RollbackEvidence::Description));
    assert_eq!(target("d", &second), described);
}
