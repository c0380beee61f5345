//! Properties that hold for any history.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

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
const DESCRIPTIONS: [&str; 11] = [
    "Upgrade complete",
    "Upgrade complete",
    "Rollback to 1",
    "Rollback to 3",
    "Upgrade \"shop\" failed: no",
    "Rollback \"shop\" failed: no",
    "Preparing upgrade",
    "A person's description",
    "DO NOT rollback from this version",
    "Do not roll back to this",
    "",
];

fn any_revision() -> impl Strategy<Value = RecordedRevision> {
    let row = (
        1..9_u32,
        select(&STATUSES[..]),
        select(&DESCRIPTIONS[..]),
        select(&["1.0.0", "1.1.0"][..]),
        1..5_u64,
        -9_000..9_000_i64,
    );
    (row, 0..9).prop_map(|(row, state)| {
        let mut revision = revision_from(row);
        match state {
            0 => revision.payload = PayloadState::NotRead,
            1 => revision.payload = PayloadState::Unreadable,
            2 => revision.payload = PayloadState::NotFetched,
            _ => {}
        }
        revision
    })
}

/// Generates what is known of the workloads of revisions 1 to 8.
fn any_evidence() -> impl Strategy<Value = Vec<RevisionEvidence>> {
    let pods = prop_oneof![
        3 => Just(PodsSeen::Nothing),
        1 => select(&[1, 30, 90, 2_000][..])
            .prop_map(|lasting| PodsSeen::Ready { ready: 1, of: 1, lasting: minutes(lasting) }),
        1 => Just(PodsSeen::StillServing { ready: 1, of: 2 }),
        1 => Just(PodsSeen::Failing { workload: "Deployment/web".to_owned() }),
    ];
    let web = || vec!["Deployment/web".to_owned()];
    let without_pods = prop_oneof![
        4 => Just(WithoutPods::None),
        1 => Just(WithoutPods::Some(web())),
        1 => Just(WithoutPods::All(web())),
    ];
    let of_one = (pods, without_pods)
        .prop_map(|(pods, without_pods)| RevisionEvidence { without_pods, pods });
    proptest::collection::vec(of_one, 8)
}

/// Returns the evidence of the revisions whose payloads have been read.
fn evidence_of(history: &[RecordedRevision], all: &[RevisionEvidence]) -> WorkloadEvidence {
    let of = (1..).zip(all).filter_map(|(number, evidence)| {
        let one = history
            .iter()
            .find(|one| one.revision == revision(number))?;
        one.summary().map(|_| (one.revision, evidence.clone()))
    });
    WorkloadEvidence::Read(of.collect())
}

fn any_history() -> impl Strategy<Value = Vec<RecordedRevision>> {
    proptest::collection::vec(any_revision(), 0..9).prop_map(|mut history| {
        history.sort_by_key(|revision| revision.revision);
        history.dedup_by_key(|revision| revision.revision);
        history
    })
}

/// Generates a typical history: consecutive revisions, most of them deployed, some live for minutes and some for days.
fn any_usual_history() -> impl Strategy<Value = Vec<RecordedRevision>> {
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
        select(&DESCRIPTIONS[..]),
        select(&["1.0.0", "1.1.0", "1.2.0"][..]),
        1..5_u64,
        select(&[5, 90, 300, 2_000, 9_000][..]),
    );
    proptest::collection::vec(row, 2..8).prop_map(|rows| {
        let mut began = 0;
        let rows = rows.into_iter().zip(1..);
        rows.map(
            |((status, description, version, content, minutes), number)| {
                began += minutes;
                revision_from((number, status, description, version, content, began))
            },
        )
        .collect()
    })
}

/// Generates a history of which some payloads have not been read or could not be fetched, and the same history with all payloads read. The records
/// may have been restored from a backup, so that they are younger than their contents.
fn read_in_part_and_whole() -> impl Strategy<Value = (Vec<RecordedRevision>, Vec<RecordedRevision>)>
{
    let hidden = (0..4, select(&[0, 0, 0, 90, 90_000][..]));
    let hidden = proptest::collection::vec(hidden, 9);
    let history = prop_oneof![any_history(), any_usual_history(), any_usual_history()];
    (history, hidden).prop_map(|(mut whole, hidden)| {
        whole.retain(|one| {
            !matches!(
                one.payload,
                PayloadState::NotRead | PayloadState::NotFetched
            )
        });
        let mut part = whole.clone();
        for ((whole, part), (hide, minutes)) in whole.iter_mut().zip(&mut part).zip(hidden) {
            let restored = crate::Timestamp::from_second(1_779_000_000 + minutes * 60);
            if minutes > 0 {
                whole.created = Some(restored);
                part.created = Some(restored);
            }
            match hide {
                0 => part.payload = PayloadState::NotRead,
                1 => part.payload = PayloadState::NotFetched,
                _ => {}
            }
        }
        (part, whole)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_not_provisional_does_not_change(
        (part, whole) in read_in_part_and_whole(),
        evidence in any_evidence(),
    ) {
        let assessment = super::super::assess(&part, &evidence_of(&part, &evidence));
        if assessment.is_provisional() {
            return Ok(());
        }
        let whole = super::super::assess(&whole, &evidence_of(&whole, &evidence));
        prop_assert_eq!(assessment.last_known_good(), whole.last_known_good());
        prop_assert_eq!(assessment.already_rolled_back, whole.already_rolled_back);
    }

    #[test]
    fn nothing_is_good_whose_pods_fail_or_that_ran_none_or_that_did_not_soak(
        history in any_usual_history(),
        all in any_evidence(),
    ) {
        let evidence = evidence_of(&history, &all);
        let assessment = super::super::assess(&history, &evidence);
        let Some(good) = assessment.last_known_good() else {
            prop_assert_eq!(assessment.best_candidate().is_some(), assessment.recommended.is_ok());
            return Ok(());
        };
        let known = &all[good.get() as usize - 1];
        prop_assert_eq!(&known.without_pods, &WithoutPods::None);
        let ready_for = match known.pods {
            PodsSeen::Failing { .. } => return Err(TestCaseError::fail("its pods fail")),
            PodsSeen::Ready { lasting, .. } => lasting,
            PodsSeen::Nothing | PodsSeen::StillServing { .. } => Duration::ZERO,
        };
        let live = assessment.recommended.as_ref().unwrap().live.unwrap_or_default();
        prop_assert!(live.max(ready_for) >= minutes(60));
        prop_assert!(assessment.best_candidate().is_none());
    }

    #[test]
    fn nothing_is_said_while_the_workloads_are_being_read(history in any_usual_history()) {
        let assessment = super::super::assess(&history, &WorkloadEvidence::BeingRead);
        prop_assert_eq!(assessment.last_known_good(), None);
        prop_assert!(assessment.best_candidate().is_none());
    }
}

proptest! {
    #[test]
    fn only_what_took_effect_and_is_another_content_is_recommended(history in any_history()) {
        let assessment = assess(&history);
        let Ok(recommended) = &assessment.recommended else { return Ok(()) };
        let revision = history.iter().find(|revision| revision.revision == recommended.revision).unwrap();
        let current = history.last().unwrap();
        let now = assessment.outcome(current.revision).unwrap();
        prop_assert!(revision.revision < current.revision || now.result.is_uninstalled());
        let outcome = assessment.outcome(revision.revision).unwrap();
        prop_assert!(outcome.result.took_effect() && outcome.rolled_back_by.is_none());
        if now.result.took_effect() && !now.result.is_uninstalled() {
            prop_assert_ne!(outcome.content_origin, now.content_origin);
            if let (Some(own), Some(other)) = (revision.content(), current.content()) {
                prop_assert_ne!(own, other);
            }
        }
        prop_assert!(!assessment.reasons_against(revision.revision).iter().any(ReasonAgainst::rules_out));
        prop_assert!(!recommended.reasons.is_empty());
    }

    #[test]
    fn the_order_does_not_matter(
        (sorted, shuffled) in any_history().prop_flat_map(|h| (Just(h.clone()), Just(h).prop_shuffle()))
    ) {
        prop_assert_eq!(assess(&sorted), assess(&shuffled));
    }

    #[test]
    fn what_is_not_recommended_has_something_against_it_or_a_better_one(history in any_history()) {
        let assessment = assess(&history);
        for revision in &history {
            let against = assessment.reasons_against(revision.revision);
            prop_assert!(!against.is_empty() || assessment.recommended.is_ok());
        }
    }
}
