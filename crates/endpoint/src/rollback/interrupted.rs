//! The outcome of a rollback whose journal entry has no end.

use std::time::Duration;

use astern_cluster::Transport;
use astern_ledger::{Driver, Operation, Revision, Status};
use astern_protocol::{Entry, Outcome, Recorded, RunBy, RunLocation};

use super::outcome::{RecordedOutcome, newest_record};

/// How long the records are requested again. A person waits for the response.
const RETRY_TIMEOUT: Duration = Duration::from_secs(2);

/// Returns what the records say of the rollback now, and what to do. `reader` is the process that reads the entry.
pub(super) async fn interrupted_outcome(
    cluster: &impl Transport,
    driver: Driver,
    entry: &Entry,
    reader: &RunBy,
) -> RecordedOutcome {
    let recorded = newest_record(cluster, driver, &entry.rollback, RETRY_TIMEOUT).await;
    let newest = recorded.as_ref().map_err(String::as_str);
    let before = entry.rollback.expected_current;
    let (message, advice) = explain(before, runner(entry, reader), newest);
    RecordedOutcome::without_helm(Outcome::Interrupted {
        message,
        advice,
        recorded: recorded.ok(),
    })
}

/// The process that ran the rollback, as the reader of its entry sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Runner {
    /// The process in the cluster before this one, which has ended.
    Predecessor,
    /// A process on a laptop, which no other can ask.
    Laptop,
    /// The process in the cluster, while the reader is on a laptop.
    Cluster,
}

fn runner(entry: &Entry, reader: &RunBy) -> Runner {
    match (entry.run_by.place, reader.place) {
        (RunLocation::Cluster, RunLocation::Cluster) => Runner::Predecessor,
        (RunLocation::Cluster, RunLocation::Laptop) => Runner::Cluster,
        (RunLocation::Laptop, _) => Runner::Laptop,
    }
}

/// Returns message and advice.
fn explain(before: Revision, runner: Runner, newest: Result<&Recorded, &str>) -> (String, String) {
    let cause = match runner {
        Runner::Predecessor => {
            "Astern was restarted in the middle of this rollback, so nobody saw how helm ended."
        }
        Runner::Laptop => {
            "This rollback was taken on by an astern on somebody's machine, which cannot be asked from \
             here, and which wrote no end of it."
        }
        Runner::Cluster => {
            "This rollback was taken on by the astern in the cluster, which has written no end of it yet."
        }
    };
    let (state, advice) = match newest {
        Ok(newest) => describe(before, runner, newest),
        Err(reason) => (
            format!("The ledger could not be asked: {reason}."),
            "Reload this page when the cluster answers; until then nobody knows how it stands.",
        ),
    };
    (format!("{cause} {state}"), advice.to_owned())
}

/// Returns the state of the release, and advice.
fn describe(before: Revision, runner: Runner, newest: &Recorded) -> (String, &'static str) {
    let (revision, status) = (newest.revision, &newest.status);
    if revision <= before {
        let state = format!(
            "No new revision was made, so nothing was applied; revision {revision} is current."
        );
        return (state, "Press the button again.");
    }
    if revision > before.next() {
        let state = format!(
            "Revision {revision} is {status} now: more than one revision was made since, so somebody else \
             is at work on this release."
        );
        return (state, "Look at the release's history before anything else.");
    }
    let state = format!("Revision {revision} is recorded as {status}.");
    let advice = match (status, runner) {
        (Status::Deployed, _) => {
            "helm had finished. Look whether the workloads are ready; nothing else is left to do."
        }
        (Status::Pending(Operation::Rollback), Runner::Predecessor) => {
            "helm ended before it had finished, so some objects may be changed and others not. Roll back \
             once more: that applies the rest, and is the way out of pending-rollback. `helm upgrade` \
             refuses until then."
        }
        (Status::Pending(Operation::Rollback), _) => {
            "A helm may still be at work on it: ask in the channel, or wait as long as its timeout. If none \
             is, roll back once more: that is the way out of pending-rollback, and `helm upgrade` refuses \
             until then."
        }
        _ => "Look at what runs and at the release's history, then roll back again.",
    };
    (state, advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explanation(revision: u32, status: Status, runner: Runner) -> (String, String) {
        let newest = Recorded {
            revision: revision.try_into().unwrap(),
            status,
        };
        explain(4.try_into().unwrap(), runner, Ok(&newest))
    }

    #[test]
    fn a_pending_revision_is_resolved_by_another_rollback() {
        let pending = Status::Pending(Operation::Rollback);
        let (message, advice) = explanation(5, pending.clone(), Runner::Predecessor);
        assert_eq!(
            message,
            "Astern was restarted in the middle of this rollback, so nobody saw how helm ended. Revision 5 is \
             recorded as pending-rollback."
        );
        assert!(advice.contains("Roll back once more"), "{advice}");
        let (_, advice) = explanation(5, pending, Runner::Laptop);
        assert!(
            advice.starts_with("A helm may still be at work"),
            "{advice}"
        );
    }

    #[test]
    fn a_finished_rollback_and_one_that_never_began_are_told_apart() {
        let (message, advice) = explanation(5, Status::Deployed, Runner::Predecessor);
        assert!(message.ends_with("Revision 5 is recorded as deployed."));
        assert!(advice.starts_with("helm had finished."), "{advice}");
        let (message, advice) = explanation(4, Status::Deployed, Runner::Predecessor);
        assert!(message.ends_with("so nothing was applied; revision 4 is current."));
        assert_eq!(advice, "Press the button again.");
        let (message, _) = explanation(7, Status::Deployed, Runner::Cluster);
        assert!(message.contains("somebody else is at work"), "{message}");
    }

    #[test]
    fn records_that_cannot_be_read_leave_the_state_open() {
        let (message, advice) = explain(4.try_into().unwrap(), Runner::Predecessor, Err("gone"));
        assert!(message.ends_with("The ledger could not be asked: gone."));
        assert!(advice.starts_with("Reload this page"), "{advice}");
    }
}
