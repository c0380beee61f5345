//! What holds of any history at all.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Status;

const STATUSES: [&str; 9] = [
    "deployed",
    "superseded",
    "superseded",
    "failed",
    "pending-upgrade",
    "pending-rollback",
    "uninstalled",
    "unknown",
    "exploded",
];
const WORDS: [&str; 9] = [
    "Upgrade complete",
    "Upgrade complete",
    "Rollback to 1",
    "Rollback to 3",
    "Upgrade \"shop\" failed: no",
    "Rollback \"shop\" failed: no",
    "Preparing upgrade",
    "A person's words",
    "",
];

fn any_known() -> impl Strategy<Value = Known> {
    let row = (
        1..9_u32,
        select(&STATUSES[..]),
        select(&WORDS[..]),
        select(&["1.0.0", "1.1.0"][..]),
        1..5_u64,
        -9_000..9_000_i64,
    );
    (row, 0..9).prop_map(|(row, telling)| {
        let mut known = known(row);
        match telling {
            0 => known.telling = Telling::Unread,
            1 => known.telling = Telling::Unreadable,
            2 => known.telling = Telling::NotFetched,
            _ => {}
        }
        known
    })
}

fn any_history() -> impl Strategy<Value = Vec<Known>> {
    proptest::collection::vec(any_known(), 0..9).prop_map(|mut history| {
        history.sort_by_key(|known| known.revision);
        history.dedup_by_key(|known| known.revision);
        history
    })
}

/// A history as they mostly are: one revision after the other, most of them good, some live for minutes and some for days.
fn any_course() -> impl Strategy<Value = Vec<Known>> {
    let row = (
        select(
            &[
                "superseded",
                "superseded",
                "superseded",
                "failed",
                "deployed",
            ][..],
        ),
        select(&WORDS[..]),
        select(&["1.0.0", "1.1.0", "1.2.0"][..]),
        1..5_u64,
        select(&[5, 90, 300, 2_000, 9_000][..]),
    );
    proptest::collection::vec(row, 2..8).prop_map(|rows| {
        let mut began = 0;
        let rows = rows.into_iter().zip(1..);
        rows.map(|((status, words, version, content, minutes), number)| {
            began += minutes;
            known((number, status, words, version, content, began))
        })
        .collect()
    })
}

/// A history that has been read in part, and the same once all of it has been. The records may have
/// been restored from a backup, so that they are younger than what they tell of.
fn read_in_part_and_whole() -> impl Strategy<Value = (Vec<Known>, Vec<Known>)> {
    let hidden = (any::<bool>(), select(&[0, 0, 0, 90, 90_000][..]));
    let hidden = proptest::collection::vec(hidden, 9);
    let history = prop_oneof![any_history(), any_course(), any_course()];
    (history, hidden).prop_map(|(mut whole, hidden)| {
        whole.retain(|one| one.telling != Telling::Unread);
        let mut part = whole.clone();
        for ((whole, part), (hide, minutes)) in whole.iter_mut().zip(&mut part).zip(hidden) {
            let restored = crate::Timestamp::from_second(1_779_000_000 + minutes * 60);
            if minutes > 0 {
                whole.created = Some(restored);
                part.created = Some(restored);
            }
            if hide {
                part.telling = Telling::Unread;
            }
        }
        (part, whole)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_not_open_stays_as_it_is((part, whole) in read_in_part_and_whole()) {
        let told = judge(&part);
        if told.is_open() {
            return Ok(());
        }
        prop_assert_eq!(told.last_known_good(), judge(&whole).last_known_good());
        prop_assert_eq!(told.already, judge(&whole).already);
    }
}

proptest! {
    #[test]
    fn only_what_took_effect_and_is_another_content_is_recommended(history in any_history()) {
        let judgement = judge(&history);
        let Ok(recommended) = &judgement.recommended else { return Ok(()) };
        let known = history.iter().find(|known| known.revision == recommended.revision).unwrap();
        prop_assert!(matches!(known.status, Status::Deployed | Status::Superseded));
        let current = history.last().unwrap();
        prop_assert!(known.revision < current.revision);
        let past = judgement.past(known.revision).unwrap();
        prop_assert!(past.ended.took_effect() && past.undone.is_none());
        let now = judgement.past(current.revision).unwrap();
        if now.ended.took_effect() {
            prop_assert_ne!(past.origin, now.origin);
            if let (Some(own), Some(other)) = (known.content(), current.content()) {
                prop_assert_ne!(own, other);
            }
        }
        prop_assert!(!judgement.against(known.revision).iter().any(Against::rules_out));
        prop_assert!(!recommended.reasons.is_empty());
    }

    #[test]
    fn the_order_does_not_matter(
        (sorted, shuffled) in any_history().prop_flat_map(|h| (Just(h.clone()), Just(h).prop_shuffle()))
    ) {
        prop_assert_eq!(judge(&sorted), judge(&shuffled));
    }

    #[test]
    fn what_is_not_recommended_has_something_against_it_or_a_better_one(history in any_history()) {
        let judgement = judge(&history);
        for known in &history {
            let against = judgement.against(known.revision);
            prop_assert!(!against.is_empty() || judgement.recommended.is_ok());
        }
    }
}
