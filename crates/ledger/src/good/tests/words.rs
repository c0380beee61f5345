//! Helm's words, and what they are taken for.

use super::*;
use crate::Operation;

#[test]
fn helms_words_tell_how_a_revision_ended() {
    let cases = [
        (
            1,
            "superseded",
            "Install complete",
            Ended::Complete(Operation::Install),
        ),
        (
            2,
            "deployed",
            "Upgrade complete",
            Ended::Complete(Operation::Upgrade),
        ),
        (
            2,
            "deployed",
            "Rollback to 1",
            Ended::Complete(Operation::Rollback),
        ),
        (
            2,
            "superseded",
            "Raise the limits",
            Ended::Complete(Operation::Upgrade),
        ),
        // A person's words are no error, even where they speak of one.
        (
            2,
            "superseded",
            "Undo what failed: see \"x\"",
            Ended::Complete(Operation::Upgrade),
        ),
        (
            1,
            "superseded",
            "For the demo",
            Ended::Complete(Operation::Install),
        ),
        (
            2,
            "superseded",
            "Upgrade \"a\" failed: no",
            Ended::FailedByWords,
        ),
        (
            1,
            "superseded",
            "Release \"a\" failed: no",
            Ended::FailedByWords,
        ),
        (
            2,
            "superseded",
            "Rollback \"a\" failed: no",
            Ended::FailedByWords,
        ),
        (
            1,
            "superseded",
            "failed to render resource: no",
            Ended::FailedByWords,
        ),
        (
            2,
            "superseded",
            "Preparing upgrade",
            Ended::UnfinishedByWords,
        ),
        (
            1,
            "superseded",
            "Initial install underway",
            Ended::UnfinishedByWords,
        ),
        (
            1,
            "superseded",
            "superseded by new release",
            Ended::Uninstalled,
        ),
        (2, "failed", "Upgrade complete", Ended::Failed),
        (2, "pending-upgrade", "", Ended::Pending(Operation::Upgrade)),
        (
            2,
            "uninstalled",
            "Uninstallation complete",
            Ended::Uninstalled,
        ),
        (2, "uninstalling", "", Ended::Uninstalled),
    ];
    for (number, status, words, ended) in cases {
        let known = known((number, status, words, "1.0.0", 1, 0));
        assert_eq!(Ended::of(&known, None), ended, "{status}: {words}");
    }
}

#[test]
fn a_rollback_is_known_by_its_field_its_words_or_what_it_holds() {
    let to = |rows: &[Row], field: Option<u32>| {
        let mut history: Vec<Known> = rows.iter().copied().map(known).collect();
        if let Some(Telling::Told(told)) = history.last_mut().map(|last| &mut last.telling) {
            told.rollback_revision = field;
        }
        pasts(&history)
            .last()
            .unwrap()
            .rolled_back
            .map(|back| back.to.map(Revision::get))
    };
    let first: Row = (1, "superseded", "Install complete", "1.0.0", 1, 0);
    let second: Row = (2, "superseded", "Upgrade complete", "1.0.0", 2, 1);
    let third = |words, content| -> Row { (3, "deployed", words, "1.0.0", content, 2) };
    assert_eq!(
        to(&[first, second, third("Back again", 1)], Some(1)),
        Some(Some(1))
    );
    assert_eq!(
        to(&[first, second, third("Rollback to 1", 1)], None),
        Some(Some(1))
    );
    // Pruned since.
    assert_eq!(
        to(&[second, third("Rollback to 1", 1)], None),
        Some(Some(1))
    );
    // A person's words, which what it holds belies.
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
fn how_long_one_was_live_is_told_only_where_it_is_known() {
    let live = |rows: &[Row]| -> Vec<Live> {
        let history: Vec<Known> = rows.iter().copied().map(known).collect();
        pasts(&history).into_iter().map(|past| past.live).collect()
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
            Live::For(crate::Length::from_seconds(300)),
            Live::Never,
            Live::Partly
        ]
    );
    // Revision 2 is gone.
    assert_eq!(
        live(&[first, (3, "deployed", "Upgrade complete", "1.0.0", 3, 20)]),
        [Live::NotKnown, Live::SoFar]
    );
    // A clock went backwards.
    assert_eq!(
        live(&[first, (2, "superseded", "Upgrade complete", "1.0.0", 2, 5)]),
        [Live::NotKnown, Live::NotKnown]
    );
}
