//! What manifests and cluster show of the workloads, and what follows for the last known good revision.

use super::*;

const DAY: i64 = 24 * 60;

/// Three revisions: 1 and 2 were live for days, or 2 for as many minutes.
fn rows(minutes_of_2: i64) -> [Row; 3] {
    [
        (1, "superseded", "Install complete", "1.0.0", 1, 0),
        (2, "superseded", "Upgrade complete", "1.0.0", 2, 9 * DAY),
        (
            3,
            "deployed",
            "Upgrade complete",
            "1.0.0",
            3,
            9 * DAY + minutes_of_2,
        ),
    ]
}

fn with(rows: &[Row], evidence: &[(u32, RevisionEvidence)]) -> Assessment {
    let history: Vec<_> = rows.iter().copied().map(revision_from).collect();
    let evidence = evidence
        .iter()
        .cloned()
        .map(|(number, known)| (revision(number), known));
    super::super::assess(&history, &WorkloadEvidence::Read(evidence.collect()))
}

fn web() -> Vec<String> {
    vec!["Deployment/web".to_owned()]
}

fn failing() -> RevisionEvidence {
    RevisionEvidence {
        pods: PodsSeen::Failing {
            workload: "Deployment/web".to_owned(),
        },
        ..RevisionEvidence::default()
    }
}

fn ready(lasting: u64) -> RevisionEvidence {
    RevisionEvidence {
        pods: PodsSeen::Ready {
            ready: 2,
            of: 2,
            lasting: minutes(lasting),
        },
        ..RevisionEvidence::default()
    }
}

fn scaled_to_zero() -> RevisionEvidence {
    RevisionEvidence {
        without_pods: WithoutPods::All(web()),
        ..RevisionEvidence::default()
    }
}

#[test]
fn an_hour_live_that_nothing_contradicts_is_good_by_the_ledger_only() {
    let assessment = with(&rows(DAY), &[]);
    assert_eq!(assessment.last_known_good(), Some(revision(2)));
    assert!(reasons(&assessment).contains(&ReasonFor::LedgerOnly));
    let seen = with(&rows(DAY), &[(2, ready(5))]);
    assert_eq!(seen.last_known_good(), Some(revision(2)));
    assert!(!reasons(&seen).contains(&ReasonFor::LedgerOnly));
}

#[test]
fn one_whose_pods_fail_now_is_never_good() {
    let assessment = with(&rows(DAY), &[(2, failing()), (3, failing())]);
    assert_eq!(assessment.last_known_good(), Some(revision(1)));
    let both = with(
        &rows(DAY),
        &[(1, failing()), (2, failing()), (3, failing())],
    );
    assert_eq!(both.last_known_good(), None);
    assert_eq!(both.best_candidate().unwrap().revision, revision(2));
    let reason = ReasonAgainst::PodsFail {
        workload: "Deployment/web".to_owned(),
    };
    assert_eq!(both.reasons_against(revision(2)), [reason]);
}

#[test]
fn one_that_was_scaled_to_zero_is_no_candidate_while_an_earlier_one_ran_something() {
    let weekend = with(&rows(2 * DAY), &[(2, scaled_to_zero())]);
    assert_eq!(weekend.last_known_good(), Some(revision(1)));
    assert!(
        weekend
            .reasons_against(revision(2))
            .contains(&ReasonAgainst::RanNoPods(web()))
    );
    let mut short = rows(2 * DAY);
    short[0].5 = 9 * DAY - 1;
    let candidate = with(&short, &[(2, scaled_to_zero())]);
    assert_eq!(candidate.last_known_good(), None);
    assert_eq!(candidate.best_candidate().unwrap().revision, revision(1));
}

#[test]
fn nothing_is_proven_where_none_was_live_for_an_hour() {
    let mut short = rows(1);
    short[0].5 = 9 * DAY - 1;
    let assessment = with(&short, &[]);
    assert_eq!(assessment.last_known_good(), None);
    let candidate = assessment.best_candidate().unwrap();
    assert_eq!(
        (candidate.revision, candidate.live),
        (revision(2), Some(minutes(1)))
    );
    // Its pods still serve, for long enough.
    let serving = with(&short, &[(2, ready(61))]);
    assert_eq!(serving.last_known_good(), Some(revision(2)));
    let not_yet = with(&short, &[(2, ready(59))]);
    assert_eq!(not_yet.last_known_good(), None);
    // Some of its workloads say nothing about the others.
    let in_part = RevisionEvidence {
        pods: PodsSeen::StillServing { ready: 2, of: 2 },
        ..RevisionEvidence::default()
    };
    assert_eq!(
        with(&short, &[(2, in_part.clone())]).last_known_good(),
        None
    );
    let soaked = with(&rows(DAY), &[(2, in_part)]);
    assert!(reasons(&soaked).contains(&ReasonFor::StillServing { ready: 2, of: 2 }));
    assert!(!reasons(&soaked).contains(&ReasonFor::LedgerOnly));
}

#[test]
fn what_runs_after_a_failed_hook_is_not_gone_back_to() {
    const HOOK: &str = "Upgrade \"shop\" failed: pre-upgrade hooks failed: job migrate failed";
    let mut rows = rows(DAY).to_vec();
    rows.push((4, "failed", HOOK, "1.0.0", 4, 12 * DAY));
    let assessment = with(&rows, &[]);
    assert_eq!(assessment.in_force(), Some(revision(3)));
    let in_force = ReasonAgainst::InForce {
        unchanged_by: revision(4),
    };
    assert_eq!(assessment.reasons_against(revision(3)), [in_force]);
    assert_eq!(assessment.last_known_good(), Some(revision(2)));
}
