//! How long what a revision holds was live.

use proptest::prelude::*;

use super::*;

const HOOK: &str = "Upgrade \"shop\" failed: pre-upgrade hooks failed: 1 error occurred: job shop-migrate failed: \
    BackoffLimitExceeded";
const DAY: i64 = 24 * 60;

fn live(rows: &[Row]) -> Vec<LiveTime> {
    let history: Vec<_> = rows.iter().copied().map(revision_from).collect();
    let outcomes = revision_outcomes(&history);
    outcomes.into_iter().map(|outcome| outcome.live).collect()
}

fn days(days: u64) -> LiveTime {
    LiveTime::For(minutes(days * 24 * 60))
}

/// helm/helm 12885: with helm 3 and 4, the cluster runs revision 2 after such a failure.
#[test]
fn a_record_that_changed_nothing_ends_no_live_time() {
    let rows = [
        (1, "superseded", "Install complete", "1.0.0", 1, 0),
        (2, "superseded", "Upgrade complete", "1.0.0", 2, 9 * DAY),
        (3, "failed", HOOK, "1.0.0", 3, 9 * DAY + 10),
        (4, "deployed", "Upgrade complete", "1.0.0", 4, 14 * DAY),
    ];
    assert_eq!(
        live(&rows),
        [days(9), days(5), LiveTime::Never, LiveTime::StillLive]
    );
    assert_eq!(assessed(&rows).last_known_good(), Some(revision(2)));
    // While the failed one is the newest, what ran before it still runs.
    assert_eq!(
        live(&rows[..3])[1],
        LiveTime::Unknown,
        "its status is superseded"
    );
    let mut newest = rows[..3].to_vec();
    newest[1].1 = "deployed";
    assert_eq!(live(&newest)[1], LiveTime::StillLive);
}

#[test]
fn the_same_content_again_ends_no_live_time_and_counts_once() {
    let rows = [
        (1, "superseded", "Install complete", "1.0.0", 1, 0),
        (2, "superseded", "Upgrade complete", "1.0.0", 1, DAY),
        (3, "deployed", "Upgrade complete", "1.0.0", 3, 3 * DAY),
    ];
    assert_eq!(live(&rows), [days(3), days(2), LiveTime::StillLive]);
    let assessment = assessed(&rows);
    let reason = ReasonFor::Live {
        duration: minutes(3 * 24 * 60),
        counting: vec![revision(1)],
    };
    assert!(reasons(&assessment).contains(&reason), "{assessment:?}");
    let mut again = rows;
    again[2].4 = 1;
    assert_eq!(live(&again), [LiveTime::StillLive; 3]);
}

#[test]
fn an_operation_that_may_have_changed_something_ends_it() {
    let rows = |status, description| {
        [
            (1, "superseded", "Install complete", "1.0.0", 1, 0),
            (2, status, description, "1.0.0", 2, DAY),
            (3, "deployed", "Upgrade complete", "1.0.0", 3, 3 * DAY),
        ]
    };
    for (status, description) in [
        (
            "failed",
            "Upgrade \"shop\" failed: cannot patch \"web\" with kind Deployment",
        ),
        (
            "failed",
            "Upgrade \"shop\" failed: post-upgrade hooks failed: no",
        ),
        ("pending-upgrade", "Preparing upgrade"),
        ("pending-rollback", "Rollback to 1"),
    ] {
        assert_eq!(
            live(&rows(status, description))[0],
            days(1),
            "{description}"
        );
    }
    let mut gap = rows("superseded", "Upgrade complete");
    gap[2].0 = 4;
    assert_eq!(
        live(&gap)[1],
        LiveTime::Unknown,
        "revision 3 is not recorded"
    );
}

proptest! {
    /// No record of a failed hook changes what is said about another revision.
    #[test]
    fn records_that_changed_nothing_make_no_difference(
        steps in proptest::collection::vec((1..4_u64, 1..5_000_i64, any::<bool>()), 2..8),
    ) {
        let mut began = 0;
        let (mut rows, mut expected): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
        for (content, minutes, fails) in steps {
            began += minutes;
            if fails {
                let number = u32::try_from(rows.len()).unwrap() + 1;
                rows.push((number, "failed", HOOK, "1.0.0", 90 + u64::from(number), began - minutes / 2));
            }
            let number = u32::try_from(rows.len()).unwrap() + 1;
            rows.push((number, "superseded", "A person\u{2019}s words", "1.0.0", content, began));
            let own = u32::try_from(expected.len()).unwrap() + 1;
            expected.push((own, "superseded", "A person\u{2019}s words", "1.0.0", content, began));
        }
        for rows in [&mut rows, &mut expected] {
            rows.last_mut().unwrap().1 = "deployed";
        }
        let is_hook = |row: &Row| row.2 == HOOK;
        let with: Vec<_> = rows.iter().zip(live(&rows)).filter(|(row, _)| !is_hook(row)).map(|(_, live)| live).collect();
        prop_assert_eq!(with, live(&expected));
    }
}
