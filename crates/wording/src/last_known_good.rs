//! The sentences about the last known good revision.

use astern_ledger::{
    Assessment, NoCandidate, Operation, OperationResult, ReasonAgainst, ReasonFor, Revision,
    RolledBackBy, Status,
};

use crate::{duration, list, verb};

/// The most workloads that a reason names, and the most revisions of which it is told why they are not good.
const MAX_NAMED: usize = 4;

/// Returns a reason for rolling back to a revision, as a sentence about it.
#[must_use]
pub fn reason_for(reason: &ReasonFor) -> String {
    match reason {
        ReasonFor::Live {
            duration: live,
            counting,
        } => {
            let live = duration(*live);
            match counting.as_slice() {
                [] => format!("It was live for {live}."),
                others => {
                    let others = all(others);
                    format!("What it holds was live for {live}, counting {others} too.")
                }
            }
        }
        ReasonFor::InForceUntilUninstall => {
            "It was in force until the uninstall, which says nothing against it.".to_owned()
        }
        ReasonFor::PodsReady { ready, of, lasting } => {
            format!(
                "Its pods run: {ready} of {of} ready, for {} now.",
                duration(*lasting)
            )
        }
        ReasonFor::StillServing { ready, of } => {
            format!("Pods of it still serve: {ready} of {of} are ready.")
        }
        ReasonFor::LedgerOnly => {
            "Ledger only: the cluster no longer shows whether its pods ran. Nothing contradicts it."
                .to_owned()
        }
        ReasonFor::NoneSoaked => "No revision ran for an hour without problems.".to_owned(),
        ReasonFor::Complete(operation) => {
            format!("Its {} ended without an error.", noun(*operation))
        }
        ReasonFor::Deployed => "Helm recorded it as deployed.".to_owned(),
        ReasonFor::NotRolledBack => "Nobody rolled back from it.".to_owned(),
        ReasonFor::RolledBackTo(rollbacks) => {
            let subject = match rollbacks.len() {
                1 => "Revision",
                _ => "Revisions",
            };
            format!("{subject} {} went back to what it holds.", all(rollbacks))
        }
        ReasonFor::ChartLive {
            chart,
            duration: live,
            first,
            last,
        } => format!(
            "Its chart, {}, was live for {} in revisions {first} to {last}.",
            chart.version,
            duration(*live)
        ),
    }
}

/// Returns a reason against rolling back to a revision, as a sentence about it.
#[must_use]
pub fn reason_against(reason: &ReasonAgainst) -> String {
    match reason {
        ReasonAgainst::Current => "It is the current revision.".to_owned(),
        ReasonAgainst::SameAsCurrent(current) => {
            format!("Identical to the current revision, {current}.")
        }
        ReasonAgainst::InForce { unchanged_by } => {
            format!("It is what runs: revision {unchanged_by} changed nothing.")
        }
        ReasonAgainst::PodsFail { workload } => {
            format!("Pods of {workload} with its template fail now.")
        }
        ReasonAgainst::RanNoPods(workloads) => {
            let was = verb(workloads.len(), "was", "were");
            format!(
                "It ran 0 pods: {} {was} scaled to zero or suspended.",
                named(workloads)
            )
        }
        ReasonAgainst::TakesPodsAway(workloads) => {
            format!("It takes all pods of {} away.", named(workloads))
        }
        ReasonAgainst::NotComplete(result) => not_complete(result),
        ReasonAgainst::RolledBack(rollback) => rolled_back(rollback),
        ReasonAgainst::ChartRolledBack {
            chart, by, target, ..
        } => {
            let version = &chart.version;
            let target = target.map_or_else(String::new, |target| format!(" to {target}"));
            format!(
                "Chart {version} was rolled back here before: revision {by} went back from it{target}."
            )
        }
        ReasonAgainst::RetryNotComplete {
            by,
            is_rollback,
            is_pending,
        } => {
            let subject = match is_rollback {
                true => "a rollback to what it holds",
                false => "which holds the same",
            };
            let result = match (is_pending, is_rollback) {
                (true, _) => "has not ended",
                (false, true) => {
                    "failed: of what it holds, or of something else, such as a missing right"
                }
                (false, false) => "failed",
            };
            format!("Revision {by}, {subject}, {result}.")
        }
        ReasonAgainst::LiveTooShort(live) => format!("It was live for {} only.", duration(*live)),
        ReasonAgainst::LiveUnknown => "How long it was live is not known.".to_owned(),
        ReasonAgainst::Forbidden => "Its description says not to roll back to it.".to_owned(),
        ReasonAgainst::ForbiddenFrom(later) => {
            format!("The description of revision {later} says not to roll back from it.")
        }
        ReasonAgainst::NotRecorded => {
            "It is not recorded, so helm cannot go back to it.".to_owned()
        }
    }
}

/// Returns why no revision is recommended, as a sentence.
#[must_use]
pub fn no_candidate(reason: NoCandidate) -> String {
    match reason {
        NoCandidate::NothingEarlier => "There is no earlier revision to go back to.".to_owned(),
        NoCandidate::ForbiddenFrom(current) => format!(
            "The description of revision {current} says not to roll back from it, so no earlier one is recommended."
        ),
        NoCandidate::AllRuledOut(1) => {
            "The only earlier revision is not known to have been good.".to_owned()
        }
        NoCandidate::AllRuledOut(number) => {
            format!("None of the {number} earlier revisions is known to have been good.")
        }
    }
}

/// Returns why none of the revisions is known to have been good: of the newest ones, what speaks against each.
#[must_use]
pub fn why_none_is_good(assessment: &Assessment) -> Vec<String> {
    let current = assessment.current();
    let mut revisions: Vec<Revision> = assessment
        .outcomes()
        .map(|outcome| outcome.revision)
        .filter(|revision| Some(*revision) != current)
        .collect();
    revisions.reverse();
    let against = revisions.into_iter().filter_map(|revision| {
        let reasons = assessment.reasons_against(revision);
        let is_decisive = |reason: &&ReasonAgainst| reason.rules_out() || reason.excludes_good();
        let reason = reasons.iter().find(is_decisive).or(reasons.first())?;
        Some(format!("Revision {revision}: {}", reason_against(reason)))
    });
    against.take(MAX_NAMED).collect()
}

fn named(workloads: &[String]) -> String {
    list(workloads.iter(), MAX_NAMED)
}

fn rolled_back(rollback: &RolledBackBy) -> String {
    let RolledBackBy {
        revision,
        target,
        result,
    } = rollback;
    let target = target.map_or_else(String::new, |target| format!(" to {target}"));
    let result = match result {
        OperationResult::Pending(_) => "was begun to undo it and has not ended",
        result if result.took_effect() => "undid it",
        _ => "was to undo it and failed",
    };
    format!("Revision {revision}, a rollback{target}, {result}.")
}

fn not_complete(result: &OperationResult) -> String {
    let sentence = match result {
        OperationResult::Complete(_) => "It ended without an error.",
        OperationResult::AssumedComplete => {
            "Whether it ended without an error has not been read yet."
        }
        OperationResult::Failed => "It failed.",
        OperationResult::FailedByDescription => {
            "It failed, although Helm's status for it does not say so."
        }
        OperationResult::UnfinishedByDescription => {
            "It was never finished, although Helm's status for it does not say so."
        }
        OperationResult::Unproven { by } => {
            return format!(
                "Helm calls it superseded because revision {by}, a rollback, failed: whether it ever took effect is not \
                 recorded."
            );
        }
        OperationResult::Pending(operation) => {
            return format!("Its {} was begun and has not ended.", noun(*operation));
        }
        OperationResult::Uninstalled => "It was uninstalled.",
        OperationResult::UninstalledNotInForce { in_force } => {
            return format!(
                "It was not in force when it was uninstalled: Helm records revision {in_force} as deployed."
            );
        }
        OperationResult::Unknown(Status::Unknown) => "Helm does not know what became of it.",
        OperationResult::Unknown(status) => {
            return format!("Its status, “{status}”, is none that Astern knows.");
        }
        OperationResult::NotFetched => {
            "Its record could not be fetched, so what became of it is not known."
        }
        OperationResult::Unreadable => "Its record cannot be read, so helm cannot go back to it.",
    };
    sentence.to_owned()
}

fn noun(operation: Operation) -> &'static str {
    match operation {
        Operation::Install => "install",
        Operation::Upgrade => "upgrade",
        Operation::Rollback => "rollback",
    }
}

fn all(revisions: &[Revision]) -> String {
    list(revisions.iter(), revisions.len())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use astern_ledger::ChartVersion;

    use super::*;

    fn revision(number: u32) -> Revision {
        number.try_into().unwrap()
    }

    fn hours(hours: u64) -> Duration {
        Duration::from_secs(hours * 3600)
    }

    fn chart() -> ChartVersion {
        ChartVersion {
            name: "shop".to_owned(),
            version: "57.2.1".to_owned(),
        }
    }

    #[test]
    fn every_reason_for_a_revision_is_a_sentence() {
        let live = |counting: &[u32]| ReasonFor::Live {
            duration: hours(17),
            counting: counting.iter().copied().map(revision).collect(),
        };
        let cases = [
            (live(&[]), "It was live for 17 h."),
            (
                live(&[7, 9]),
                "What it holds was live for 17 h, counting 7 and 9 too.",
            ),
            (
                ReasonFor::NoneSoaked,
                "No revision ran for an hour without problems.",
            ),
            (
                ReasonFor::PodsReady {
                    ready: 2,
                    of: 3,
                    lasting: hours(26),
                },
                "Its pods run: 2 of 3 ready, for 1 d 2 h now.",
            ),
            (
                ReasonFor::Complete(Operation::Upgrade),
                "Its upgrade ended without an error.",
            ),
            (ReasonFor::Deployed, "Helm recorded it as deployed."),
            (ReasonFor::NotRolledBack, "Nobody rolled back from it."),
            (
                ReasonFor::RolledBackTo(vec![revision(14)]),
                "Revision 14 went back to what it holds.",
            ),
            (
                ReasonFor::RolledBackTo([7, 8, 9].map(revision).to_vec()),
                "Revisions 7, 8 and 9 went back to what it holds.",
            ),
            (
                ReasonFor::ChartLive {
                    chart: chart(),
                    duration: hours(52),
                    first: revision(7),
                    last: revision(9),
                },
                "Its chart, 57.2.1, was live for 2 d 4 h in revisions 7 to 9.",
            ),
        ];
        for (reason, sentence) in cases {
            assert_eq!(reason_for(&reason), sentence);
        }
    }

    #[test]
    fn every_reason_against_a_revision_is_a_sentence() {
        let rolled_back = |target: Option<u32>, result| {
            ReasonAgainst::RolledBack(RolledBackBy {
                revision: revision(14),
                target: target.map(revision),
                result,
            })
        };
        let chart_rolled_back = |target: Option<u32>| ReasonAgainst::ChartRolledBack {
            chart: chart(),
            first: revision(3),
            last: revision(6),
            by: revision(7),
            target: target.map(revision),
        };
        let retry = |is_rollback, is_pending| ReasonAgainst::RetryNotComplete {
            by: revision(14),
            is_rollback,
            is_pending,
        };
        let not_complete = ReasonAgainst::NotComplete;
        let complete = OperationResult::Complete(Operation::Rollback);
        let cases = [
            (ReasonAgainst::Current, "It is the current revision."),
            (
                ReasonAgainst::SameAsCurrent(revision(14)),
                "Identical to the current revision, 14.",
            ),
            (not_complete(OperationResult::Failed), "It failed."),
            (
                ReasonAgainst::InForce {
                    unchanged_by: revision(14),
                },
                "It is what runs: revision 14 changed nothing.",
            ),
            (
                ReasonAgainst::PodsFail {
                    workload: "Deployment/web".to_owned(),
                },
                "Pods of Deployment/web with its template fail now.",
            ),
            (
                ReasonAgainst::RanNoPods(vec!["Deployment/web".to_owned()]),
                "It ran 0 pods: Deployment/web was scaled to zero or suspended.",
            ),
            (
                ReasonAgainst::TakesPodsAway(vec![
                    "Deployment/web".to_owned(),
                    "Deployment/db".to_owned(),
                ]),
                "It takes all pods of Deployment/web and Deployment/db away.",
            ),
            (
                not_complete(OperationResult::UninstalledNotInForce {
                    in_force: revision(13),
                }),
                "It was not in force when it was uninstalled: Helm records revision 13 as deployed.",
            ),
            (
                ReasonAgainst::ForbiddenFrom(revision(14)),
                "The description of revision 14 says not to roll back from it.",
            ),
            (
                not_complete(OperationResult::Unproven { by: revision(14) }),
                "Helm calls it superseded because revision 14, a rollback, failed: whether it ever took effect is not recorded.",
            ),
            (
                not_complete(OperationResult::Pending(Operation::Install)),
                "Its install was begun and has not ended.",
            ),
            (
                not_complete(OperationResult::Unknown(Status::Other(
                    "exploded".to_owned(),
                ))),
                "Its status, “exploded”, is none that Astern knows.",
            ),
            (
                not_complete(OperationResult::NotFetched),
                "Its record could not be fetched, so what became of it is not known.",
            ),
            (
                not_complete(OperationResult::Unreadable),
                "Its record cannot be read, so helm cannot go back to it.",
            ),
            (
                rolled_back(Some(12), complete),
                "Revision 14, a rollback to 12, undid it.",
            ),
            (
                rolled_back(None, OperationResult::Failed),
                "Revision 14, a rollback, was to undo it and failed.",
            ),
            (
                rolled_back(Some(12), OperationResult::Pending(Operation::Rollback)),
                "Revision 14, a rollback to 12, was begun to undo it and has not ended.",
            ),
            (
                chart_rolled_back(Some(2)),
                "Chart 57.2.1 was rolled back here before: revision 7 went back from it to 2.",
            ),
            (
                chart_rolled_back(None),
                "Chart 57.2.1 was rolled back here before: revision 7 went back from it.",
            ),
            (
                retry(false, false),
                "Revision 14, which holds the same, failed.",
            ),
            (
                retry(true, false),
                "Revision 14, a rollback to what it holds, failed: of what it holds, or of something else, such as a missing right.",
            ),
            (
                retry(true, true),
                "Revision 14, a rollback to what it holds, has not ended.",
            ),
            (
                ReasonAgainst::LiveTooShort(Duration::from_secs(17)),
                "It was live for 17 s only.",
            ),
        ];
        for (reason, sentence) in cases {
            assert_eq!(reason_against(&reason), sentence);
        }
    }

    #[test]
    fn a_history_without_a_candidate_says_why() {
        assert_eq!(
            no_candidate(NoCandidate::AllRuledOut(2)),
            "None of the 2 earlier revisions is known to have been good."
        );
    }
}
