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
