//! The first sentences about a release, from Helm's records: what its newest revision is, and which one to go back to.

use std::time::Duration;

use astern_ledger::{Assessment, Operation, Revision, RevisionOutcome, Status, Timestamp};

use crate::{ago, duration, no_candidate};

/// How long an operation may run before it is said that it never finished. One that is still at work is usually younger.
const USUAL_OPERATION: Duration = Duration::from_secs(60);

/// When something happened to the newest revision, and what time it is now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeadlineTimes {
    /// When its operation began.
    pub began: Option<Timestamp>,
    /// When its uninstall began.
    pub deleted: Option<Timestamp>,
    /// The person's own clock.
    pub now: Timestamp,
}

impl HeadlineTimes {
    fn ago(&self, time: Option<Timestamp>) -> String {
        time.map_or_else(
            || "at an unknown time".to_owned(),
            |time| ago(time, self.now),
        )
    }

    fn began_ago(&self) -> String {
        self.ago(self.began)
    }
}

/// Returns that an operation has no end: `never finished`, or `has not finished` while a helm may be at work on it.
#[must_use]
pub fn unfinished(began: Option<Timestamp>, now: Timestamp) -> &'static str {
    let age = began.and_then(|began| now.duration_since(began));
    match age.is_none_or(|age| age >= USUAL_OPERATION) {
        true => "never finished",
        false => "has not finished",
    }
}

/// Returns the state of the newest revision in Helm's records, what follows from it, and which revision is the last known good.
/// `status` is the one that helm reads. Empty for a history without revisions.
#[must_use]
pub fn release_headline(assessment: &Assessment, status: &Status, times: &HeadlineTimes) -> String {
    let outcome = assessment
        .current()
        .and_then(|current| assessment.outcome(current));
    let Some(outcome) = outcome else {
        return String::new();
    };
    let revision = outcome.revision;
    if let Some(in_force) = assessment.in_force() {
        return format!(
            "{} failed before it changed anything: revision {in_force} still runs. No rollback is needed.",
            operation(outcome)
        );
    }
    let goes_back_to_itself = assessment.last_known_good() == Some(revision);
    let state = match status {
        Status::Uninstalled if goes_back_to_itself => {
            return format!(
                "Revision {revision} ran until it was uninstalled {}; rolling back to it makes its objects again.",
                times.ago(times.deleted)
            );
        }
        Status::Uninstalling if goes_back_to_itself => {
            return format!(
                "Revision {revision} was in force until an uninstall began {}, which has not ended; rolling back to it makes \
                 what is missing again and ends that state.",
                times.ago(times.deleted)
            );
        }
        Status::Deployed => format!("Revision {revision} went live {}.", times.began_ago()),
        Status::Failed => format!(
            "{} failed; it started {}.",
            operation(outcome),
            times.began_ago()
        ),
        Status::Pending(_) => {
            let end = unfinished(times.began, times.now);
            format!(
                "{} started {} and {end}. Helm refuses every upgrade until that is settled.",
                operation(outcome),
                times.began_ago()
            )
        }
        Status::Superseded => format!(
            "Revision {revision} is recorded as superseded although it is the newest; it was made {}.",
            times.began_ago()
        ),
        Status::Uninstalled => {
            format!(
                "Revision {revision} was uninstalled; it was made {}.",
                times.began_ago()
            )
        }
        Status::Uninstalling => {
            format!(
                "Revision {revision} is being uninstalled; it was made {}.",
                times.began_ago()
            )
        }
        Status::Unknown | Status::Other(_) => format!(
            "Revision {revision} is in a state that Helm does not explain; it was made {}.",
            times.began_ago()
        ),
    };
    match way_back(assessment) {
        Some(way_back) => format!("{state} {way_back}"),
        None => state,
    }
}

/// Returns the operation that made a revision, to begin a sentence: `Upgrade to revision 2`.
fn operation(outcome: &RevisionOutcome) -> String {
    let revision = outcome.revision;
    let pending = match outcome.result {
        astern_ledger::OperationResult::Pending(operation) => Some(operation),
        _ => None,
    };
    match (&outcome.rollback, pending) {
        (Some(rollback), _) => match rollback.target {
            Some(target) => format!("Rollback to revision {target}, as revision {revision},"),
            None => format!("The rollback that made revision {revision}"),
        },
        (None, Some(Operation::Rollback)) => format!("The rollback that made revision {revision}"),
        (None, Some(Operation::Install)) => format!("Install of revision {revision}"),
        (None, None) if revision == Revision::FIRST => format!("Install of revision {revision}"),
        (None, _) => format!("Upgrade to revision {revision}"),
    }
}

/// Returns which revision to go back to, as a sentence; `None` while that is not known.
#[must_use]
pub fn way_back(assessment: &Assessment) -> Option<String> {
    if assessment.is_provisional() {
        return None;
    }
    if let Some(already) = assessment.already_rolled_back {
        return Some(format!("It is already a rollback to {}.", already.target));
    }
    Some(
        match (&assessment.recommended, assessment.best_candidate()) {
            (Err(reason), _) => no_candidate(*reason),
            (Ok(_), Some(candidate)) => {
                let live = match candidate.live {
                    Some(live) => format!(" (live {})", duration(live)),
                    None => String::new(),
                };
                format!(
                    "No revision is proven good. Best candidate: {}{live}.",
                    candidate.revision
                )
            }
            (Ok(good), None) => format!("Revision {} is the last known good.", good.revision),
        },
    )
}

#[cfg(test)]
mod tests {
    use astern_ledger::{
        PayloadState, PayloadSummary, Record, RecordedRevision, Release, WorkloadEvidence, assess,
    };
    use serde_json::json;

    use super::*;

    const HOOK: &str = "Upgrade \"shop\" failed: pre-upgrade hooks failed: job shop-migrate failed";

    /// Returns the headline of revisions with these statuses, each made a day after the one before, nine days after the last.
    fn said(statuses: &[&str], description: &str) -> String {
        said_after(statuses, description, 9 * 86_400)
    }

    fn said_after(statuses: &[&str], description: &str, seconds: i64) -> String {
        let history: Vec<RecordedRevision> = (1..)
            .zip(statuses)
            .map(|(number, status)| {
                let is_uninstall = status.starts_with("uninstall");
                let release: Release = serde_json::from_value(json!({
                    "name": "shop", "namespace": "shop", "version": number, "hooks": [],
                    "info": { "status": status, "last_deployed": format!("2026-05-{number:02}T10:00:00Z"),
                        "deleted": if is_uninstall { "2026-05-10T10:00:00Z" } else { "" },
                        "description": if number == statuses.len() { description } else { "Upgrade complete" } },
                    "chart": { "metadata": { "name": "shop", "version": "1.0.0" } },
                    "manifest": number.to_string(),
                }))
                .unwrap();
                let record = Record::expected(
                    release.namespace.clone(),
                    release.name.clone(),
                    release.revision,
                );
                RecordedRevision::new(&record, PayloadState::Read(PayloadSummary::from(&release)))
            })
            .collect();
        let current = history.last().unwrap();
        let began = current.began();
        let times = HeadlineTimes {
            began,
            deleted: Some("2026-05-10T10:00:00Z".parse().unwrap()),
            now: began.unwrap().plus_seconds(seconds),
        };
        release_headline(
            &assess(&history, &WorkloadEvidence::none()),
            &current.status,
            &times,
        )
    }

    #[test]
    fn what_ran_until_an_uninstall_is_offered_again() {
        assert_eq!(
            said(&["superseded", "superseded", "uninstalled"], ""),
            "Revision 3 ran until it was uninstalled 2 d ago; rolling back to it makes its objects again."
        );
        assert_eq!(
            said(&["uninstalling"], ""),
            "Revision 1 was in force until an uninstall began just now, which has not ended; rolling back to it makes what is \
             missing again and ends that state."
        );
        assert_eq!(
            said(&["deployed", "uninstalling"], ""),
            "Revision 2 is being uninstalled; it was made 9 d ago. Revision 1 is the last known good."
        );
    }

    #[test]
    fn the_state_and_what_follows_from_it_come_first() {
        for (statuses, description, expected) in [
            (
                &["superseded", "deployed"][..],
                "",
                "Revision 2 went live 9 d ago. Revision 1 is the last known good.",
            ),
            (
                &["pending-install"],
                "",
                "Install of revision 1 started 9 d ago and never finished. Helm refuses every upgrade until that is settled. \
                 There is no earlier revision to go back to.",
            ),
            (
                &["deployed", "pending-upgrade"],
                "Preparing upgrade",
                "Upgrade to revision 2 started 9 d ago and never finished. Helm refuses every upgrade until that is settled. \
                 Revision 1 is the last known good.",
            ),
            (
                &["superseded", "deployed", "pending-rollback"],
                "Rollback to 1",
                "The rollback that made revision 3 started 9 d ago and never finished. Helm refuses every upgrade until that is \
                 settled. Revision 1 is the last known good.",
            ),
            (
                &["superseded", "deployed", "failed"],
                HOOK,
                "Upgrade to revision 3 failed before it changed anything: revision 2 still runs. No rollback is needed.",
            ),
            (
                &["deployed", "failed"],
                "Upgrade \"shop\" failed: timed out",
                "Upgrade to revision 2 failed; it started 9 d ago. Revision 1 is the last known good.",
            ),
        ] {
            assert_eq!(said(statuses, description), expected);
        }
    }

    #[test]
    fn an_operation_that_may_still_run_is_not_said_to_have_never_finished() {
        let said = said_after(&["deployed", "pending-upgrade"], "Preparing upgrade", 20);
        assert!(
            said.starts_with("Upgrade to revision 2 started 20 s ago and has not finished."),
            "{said}"
        );
    }
}
