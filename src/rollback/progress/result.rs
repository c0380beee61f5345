//! The result of a rollback: how helm ended and Helm's records together determine what the cluster runs.

use astern_ledger::{History, Operation, Revision, Status};
use astern_protocol::{Outcome, Stage, StartRollback};

/// How helm ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completion {
    /// helm succeeded, and its record says `deployed`.
    Succeeded,
    /// helm failed.
    Failed,
    /// How helm ended is not known.
    Interrupted,
}

/// What the cluster runs after a rollback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClusterState {
    /// The target: this revision is deployed.
    Target(Revision),
    /// The same as before: no revision was created.
    Unchanged,
    /// This revision is left in `pending-rollback`: a manifest could not be built, a hook failed, or helm was killed.
    Pending(Revision),
    /// Also left in `pending-rollback`, because a hook that runs before anything is applied failed.
    PendingAfterHook(Revision),
    /// Also left in `pending-rollback`, because the manifest of the current revision could not be built.
    PendingAfterCurrentManifest(Revision),
    /// Also left in `pending-rollback`, because the manifest of the target could not be built. The next rollback to this
    /// revision cannot build it either.
    PendingAfterTargetManifest(Revision),
    /// Parts of both: this revision failed while objects were applied or deleted, and the one before it is superseded.
    PartlyApplied(Revision),
    /// The target, not all of it ready: this revision failed during the wait, and the one before it is still deployed.
    AppliedNotReady(Revision),
    /// Not known: more revisions were created since, or the records could not be read.
    Unknown,
}

/// The result of a rollback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RollbackResult {
    /// How helm ended.
    pub completion: Completion,
    /// What the cluster runs.
    pub cluster: ClusterState,
    /// The timeout in seconds, if it was reached.
    pub timed_out: Option<u32>,
}

impl RollbackResult {
    /// Derives the result from the endpoint's outcome and the records as they are now. `seconds` is how long it took.
    pub fn new(
        outcome: &Outcome,
        rollback: &StartRollback,
        seconds: i64,
        history: Option<&History>,
    ) -> Self {
        let (completion, recorded, stage) = match outcome {
            Outcome::Done { revision } => {
                return Self {
                    completion: Completion::Succeeded,
                    cluster: ClusterState::Target(*revision),
                    timed_out: None,
                };
            }
            Outcome::Failed {
                recorded, stage, ..
            } => (Completion::Failed, recorded, *stage),
            Outcome::Interrupted { recorded, .. } => (Completion::Interrupted, recorded, None),
        };
        let before = rollback.expected_current;
        let status_before = history.and_then(|history| Some(&history.get(before)?.status));
        let cluster = match recorded {
            None => ClusterState::Unknown,
            Some(now) if now.revision <= before => ClusterState::Unchanged,
            Some(now) if now.revision > before.next() => ClusterState::Unknown,
            Some(now) => match (&now.status, status_before) {
                (Status::Deployed, _) => ClusterState::Target(now.revision),
                (Status::Pending(Operation::Rollback), _) => match stage {
                    Some(Stage::CurrentManifest) => {
                        ClusterState::PendingAfterCurrentManifest(now.revision)
                    }
                    Some(Stage::TargetManifest) => {
                        ClusterState::PendingAfterTargetManifest(now.revision)
                    }
                    _ => ClusterState::Pending(now.revision),
                },
                (Status::Failed, Some(Status::Superseded)) => {
                    ClusterState::PartlyApplied(now.revision)
                }
                (Status::Failed, Some(Status::Deployed)) => {
                    ClusterState::AppliedNotReady(now.revision)
                }
                _ => ClusterState::Unknown,
            },
        };
        let limit = rollback.options.timeout_seconds;
        let timed_out =
            matches!(cluster, ClusterState::AppliedNotReady(_)) && seconds >= i64::from(limit);
        Self {
            completion,
            cluster,
            timed_out: timed_out.then_some(limit),
        }
    }

    /// Returns the result given that a hook before applying failed.
    #[must_use]
    pub fn with_failed_hook(self) -> Self {
        match self.cluster {
            ClusterState::Pending(revision) => Self {
                cluster: ClusterState::PendingAfterHook(revision),
                ..self
            },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, ObjectVersion, Record};
    use astern_protocol::Recorded;

    fn rollback() -> StartRollback {
        serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
                "target":3,"expected_current":4}"#,
        )
        .unwrap()
    }

    fn history(statuses: &[(u32, Status)]) -> History {
        let record = |(revision, status): &(u32, Status)| Record {
            driver: Driver::Secret,
            namespace: "shop".parse().unwrap(),
            release: "shop".parse().unwrap(),
            revision: (*revision).try_into().unwrap(),
            status: status.clone(),
            created: None,
            object: String::new(),
            version: ObjectVersion::default(),
        };
        History::new(statuses.iter().map(record).collect()).unwrap()
    }

    /// Returns the result of a failed rollback that left revisions 4 and 5 in these statuses.
    fn failed(four: Status, five: Option<Status>, seconds: i64) -> RollbackResult {
        let mut records = vec![(4, four.clone())];
        records.extend(five.clone().map(|five| (5, five)));
        let (revision, status) = match five {
            Some(five) => (5, five),
            None => (4, four),
        };
        let outcome = Outcome::Failed {
            message: String::new(),
            advice: String::new(),
            stage: None,
            recorded: Some(Recorded {
                revision: revision.try_into().unwrap(),
                status,
            }),
        };
        RollbackResult::new(&outcome, &rollback(), seconds, Some(&history(&records)))
    }

    #[test]
    fn the_result_follows_from_the_statuses_of_the_two_newest_records() {
        let pending = Status::Pending(Operation::Rollback);
        for (four, five, expected) in [
            (
                Status::Deployed,
                None,
                "The rollback failed: nothing was changed",
            ),
            (
                Status::Deployed,
                Some(pending),
                "The rollback failed: revision 5 is stuck in pending-rollback",
            ),
            (
                Status::Superseded,
                Some(Status::Failed),
                "The rollback failed in the middle of applying",
            ),
            (
                Status::Deployed,
                Some(Status::Failed),
                "The rollback failed: it was applied, and not everything was ready",
            ),
        ] {
            assert_eq!(failed(four, five, 7).sentence(), expected);
        }
    }

    #[test]
    fn a_wait_as_long_as_the_timeout_timed_out() {
        let result = failed(Status::Deployed, Some(Status::Failed), 302);
        assert_eq!(
            result.sentence(),
            "The rollback failed: not everything was ready after 5 min"
        );
        let four = 4.try_into().unwrap();
        let suggested = result.suggested_rollbacks(four, rollback().target);
        assert_eq!(
            suggested,
            [(four, "Roll back to 4, where it was…".to_owned())]
        );
    }

    #[test]
    fn a_pending_rollback_is_solved_by_another_rollback() {
        let pending = Status::Pending(Operation::Rollback);
        let result = failed(Status::Deployed, Some(pending), 7);
        let four = 4.try_into().unwrap();
        let three = rollback().target;
        let labels = |result: &RollbackResult| -> Vec<String> {
            let suggested = result.suggested_rollbacks(four, three);
            suggested.into_iter().map(|(_, label)| label).collect()
        };
        let again = "Roll back to 3 once more…";
        let undo = "Roll back to 4, where it was…";
        assert_eq!(labels(&result), [again, undo]);
        let five = 5.try_into().unwrap();
        let with_state = |cluster| RollbackResult {
            cluster,
            ..result.clone()
        };
        assert_eq!(
            labels(&with_state(ClusterState::PendingAfterHook(five))),
            [undo, again]
        );
        // The target itself cannot be built.
        assert_eq!(
            labels(&with_state(ClusterState::PendingAfterTargetManifest(five))),
            [undo]
        );
    }

    #[test]
    fn only_helm_and_its_records_together_are_a_success() {
        let done = Outcome::Done {
            revision: 5.try_into().unwrap(),
        };
        let result = RollbackResult::new(&done, &rollback(), 7, None);
        assert_eq!(result.sentence(), "Rolled back: revision 5 is deployed");
        let interrupted = Outcome::Interrupted {
            message: String::new(),
            advice: String::new(),
            recorded: None,
        };
        let result = RollbackResult::new(&interrupted, &rollback(), 7, None);
        assert_eq!(result.sentence(), "The rollback was interrupted");
        assert_eq!(result.cluster, ClusterState::Unknown);
    }
}
