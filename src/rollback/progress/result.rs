//! What came of a rollback, as a person has to act on it: helm's end and Helm's ledger together say what the cluster holds.

use std::time::Duration;

use astern_ledger::{History, Operation, Revision, Status};
use astern_protocol::{Outcome, Stage, StartRollback};

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// helm ended well and the ledger says so.
    Done,
    /// helm did not get there.
    Failed,
    /// Nobody saw how helm ended.
    Interrupted,
}

/// What the cluster holds then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// The target: this revision is deployed.
    Target(Revision),
    /// What it held before: no revision was made.
    Before,
    /// This revision is stuck in `pending-rollback`: a manifest could not be built, a hook failed, or helm was killed.
    Stuck(Revision),
    /// The same, and a hook that runs before anything is applied was seen to fail.
    StuckInHook(Revision),
    /// The same, and it was the newest revision's manifest that could not be built.
    StuckOnCurrent(Revision),
    /// The same, and it was the target's: so the next rollback cannot build that of this revision.
    StuckOnTarget(Revision),
    /// This revision failed while objects were applied or deleted: the one before it is superseded.
    Parts(Revision),
    /// This revision failed while it was waited for: the one before it is still deployed.
    AppliedNotReady(Revision),
    /// More revisions were made since, or the ledger could not be asked.
    NotKnown,
}

/// How a rollback ended and how things stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ending {
    /// How it ended.
    pub how: How,
    /// What the cluster holds.
    pub holds: Holds,
    /// The seconds that it waited, when that was as long as it might.
    pub timed_out: Option<u32>,
}

impl Ending {
    /// Reads it from what the endpoint says and from the ledger as it is now. `took`: the seconds from press to end.
    pub fn new(
        outcome: &Outcome,
        rollback: &StartRollback,
        took: i64,
        ledger: Option<&History>,
    ) -> Self {
        let (how, recorded, stage) = match outcome {
            Outcome::Done { revision } => {
                return Self {
                    how: How::Done,
                    holds: Holds::Target(*revision),
                    timed_out: None,
                };
            }
            Outcome::Failed {
                recorded, stage, ..
            } => (How::Failed, recorded, *stage),
            Outcome::Interrupted { recorded, .. } => (How::Interrupted, recorded, None),
        };
        let before = rollback.expected_current;
        let was = ledger.and_then(|ledger| Some(&ledger.get(before)?.status));
        let holds = match recorded {
            None => Holds::NotKnown,
            Some(now) if now.revision <= before => Holds::Before,
            Some(now) if now.revision > before.next() => Holds::NotKnown,
            Some(now) => match (&now.status, was) {
                (Status::Deployed, _) => Holds::Target(now.revision),
                (Status::Pending(Operation::Rollback), _) => match stage {
                    Some(Stage::CurrentManifest) => Holds::StuckOnCurrent(now.revision),
                    Some(Stage::TargetManifest) => Holds::StuckOnTarget(now.revision),
                    _ => Holds::Stuck(now.revision),
                },
                (Status::Failed, Some(Status::Superseded)) => Holds::Parts(now.revision),
                (Status::Failed, Some(Status::Deployed)) => Holds::AppliedNotReady(now.revision),
                _ => Holds::NotKnown,
            },
        };
        let limit = rollback.options.timeout_seconds;
        let waited = matches!(holds, Holds::AppliedNotReady(_)) && took >= i64::from(limit);
        Self {
            how,
            holds,
            timed_out: waited.then_some(limit),
        }
    }

    /// The same where a hook before applying was seen to fail.
    #[must_use]
    pub fn in_hook(self) -> Self {
        match self.holds {
            Holds::Stuck(revision) => Self {
                holds: Holds::StuckInHook(revision),
                ..self
            },
            _ => self,
        }
    }

    /// The one sentence.
    pub fn line(&self) -> String {
        let end = match self.how {
            How::Done | How::Failed => "The rollback failed",
            How::Interrupted => "The rollback was interrupted",
        };
        match (self.how, self.holds) {
            (How::Done, Holds::Target(revision)) => {
                format!("Rolled back: revision {revision} is deployed")
            }
            (_, Holds::Target(revision)) => format!("{end}, and revision {revision} is deployed"),
            (_, Holds::Before) => format!("{end}: nothing was changed"),
            (
                _,
                Holds::Stuck(revision)
                | Holds::StuckInHook(revision)
                | Holds::StuckOnCurrent(revision)
                | Holds::StuckOnTarget(revision),
            ) => {
                format!("{end}: revision {revision} is stuck in pending-rollback")
            }
            (_, Holds::Parts(_)) => format!("{end} in the middle of applying"),
            (_, Holds::AppliedNotReady(_)) => match self.timed_out {
                Some(limit) => {
                    let limit = astern_wording::duration(Duration::from_secs(limit.into()));
                    format!("{end}: not everything was ready after {limit}")
                }
                None => format!("{end}: it was applied, and not everything was ready"),
            },
            (_, Holds::NotKnown) => end.to_owned(),
        }
    }

    /// What the cluster holds now, going back from `before` to `target`.
    pub fn what_holds(&self, before: Revision, target: Revision) -> String {
        match self.holds {
            Holds::Target(_) => format!("What revision {target} says."),
            Holds::Before => format!(
                "What it held before. No revision was made and nothing was applied; {before} is current."
            ),
            Holds::Stuck(_) => format!(
                "If a hook before applying failed: what it held before. If a hook after applying failed: what \
                 revision {target} says. If helm was killed: perhaps parts of both. The table of \
                 workloads below tells. In Helm's ledger revision {before} is as it was."
            ),
            Holds::StuckInHook(_) => format!(
                "What it held before: a hook failed before anything was applied. In Helm's ledger revision {before} \
                 is as it was."
            ),
            Holds::StuckOnCurrent(_) | Holds::StuckOnTarget(_) => format!(
                "What it held before: nothing was applied, and no hook ran. In Helm's ledger revision {before} is \
                 as it was."
            ),
            Holds::Parts(_) => format!(
                "Parts of both: objects that come before the one that helm names are as revision {target} has \
                 them, those after it as before. In Helm's ledger {before} is superseded, so no revision may be \
                 deployed now."
            ),
            Holds::AppliedNotReady(made) => format!(
                "What revision {target} says: all of it was applied, and Kubernetes goes on trying. Helm's ledger \
                 says that {made} failed and that {before} is still deployed, which is not what runs."
            ),
            Holds::NotKnown => "That is not known here: look at the release's history.".to_owned(),
        }
    }

    /// Whether the workloads show what is not known of that.
    pub fn is_seen_by_workloads(&self) -> bool {
        matches!(
            self.holds,
            Holds::Stuck(_) | Holds::Parts(_) | Holds::AppliedNotReady(_) | Holds::NotKnown
        )
    }

    /// The rollbacks that may be what to do now, the better one first: to which revision, and how its button is labelled.
    pub fn cures(&self, before: Revision, target: Revision) -> Vec<(Revision, String)> {
        let again = (target, format!("Roll back to {target} once more…"));
        let undo = (before, format!("Roll back to {before}, where it was…"));
        match self.holds {
            Holds::Stuck(_) | Holds::StuckOnCurrent(_) | Holds::Parts(_) => vec![again, undo],
            // What stopped it stops it again, until somebody puts it right.
            Holds::StuckInHook(_) => vec![undo, again],
            Holds::StuckOnTarget(_) | Holds::AppliedNotReady(_) => vec![undo],
            Holds::Before => {
                vec![(target, format!("Back to rolling back to {target}…"))]
            }
            Holds::Target(_) | Holds::NotKnown => Vec::new(),
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

    fn ledger(statuses: &[(u32, Status)]) -> History {
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

    /// The ending of one that failed, with these statuses of 4 and 5.
    fn failed(four: Status, five: Option<Status>, took: i64) -> Ending {
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
        Ending::new(&outcome, &rollback(), took, Some(&ledger(&records)))
    }

    #[test]
    fn helms_table_is_told_from_the_two_newest_records() {
        let pending = Status::Pending(Operation::Rollback);
        for (four, five, line) in [
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
            assert_eq!(failed(four, five, 7).line(), line);
        }
    }

    #[test]
    fn a_wait_that_took_all_of_its_time_timed_out() {
        let ending = failed(Status::Deployed, Some(Status::Failed), 302);
        assert_eq!(
            ending.line(),
            "The rollback failed: not everything was ready after 5 min"
        );
        let four = 4.try_into().unwrap();
        let cures = ending.cures(four, rollback().target);
        assert_eq!(cures, [(four, "Roll back to 4, where it was…".to_owned())]);
    }

    #[test]
    fn a_stuck_one_is_cured_by_another_rollback() {
        let pending = Status::Pending(Operation::Rollback);
        let ending = failed(Status::Deployed, Some(pending), 7);
        let four = 4.try_into().unwrap();
        let three = rollback().target;
        let labels = |ending: &Ending| -> Vec<String> {
            let cures = ending.cures(four, three);
            cures.into_iter().map(|(_, label)| label).collect()
        };
        let again = "Roll back to 3 once more…";
        let undo = "Roll back to 4, where it was…";
        assert_eq!(labels(&ending), [again, undo]);
        let five = 5.try_into().unwrap();
        let holds = |holds| Ending {
            holds,
            ..ending.clone()
        };
        assert_eq!(labels(&holds(Holds::StuckInHook(five))), [undo, again]);
        // It is stuck on the target itself.
        assert_eq!(labels(&holds(Holds::StuckOnTarget(five))), [undo]);
    }

    #[test]
    fn only_helm_and_the_ledger_together_are_a_success() {
        let done = Outcome::Done {
            revision: 5.try_into().unwrap(),
        };
        let ending = Ending::new(&done, &rollback(), 7, None);
        assert_eq!(ending.line(), "Rolled back: revision 5 is deployed");
        let interrupted = Outcome::Interrupted {
            message: String::new(),
            advice: String::new(),
            recorded: None,
        };
        let ending = Ending::new(&interrupted, &rollback(), 7, None);
        assert_eq!(ending.line(), "The rollback was interrupted");
        assert_eq!(ending.holds, Holds::NotKnown);
    }
}
