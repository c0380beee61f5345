//! A rollback of which the journal knows the beginning and nobody saw the end.

use std::time::Duration;

use astern_cluster::Transport;
use astern_ledger::{Operation, Revision, Status};
use astern_protocol::{Entry, Ground, Outcome, Recorded, RunBy};

use super::outcome::recorded;

/// How long the ledger is asked again: somebody waits for the answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the ledger says of it now, and what to do. `us`: the astern that asks.
pub(crate) async fn interrupted(cluster: &impl Transport, entry: &Entry, us: &RunBy) -> Outcome {
    let recorded = recorded(cluster, &entry.rollback, PATIENCE).await;
    let known = recorded.as_ref().map_err(String::as_str);
    let (message, advice) = explain(entry.rollback.expected_current, whose(entry, us), known);
    Outcome::Interrupted {
        message,
        advice,
        recorded: recorded.ok(),
    }
}

/// Whether the astern that took it on is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    /// It is: this one came in its place.
    Gone,
    /// Somebody's own, which nobody else can ask.
    OfALaptop,
    /// The one in the cluster, asked for on a laptop.
    OfTheCluster,
}

fn whose(entry: &Entry, us: &RunBy) -> Whose {
    match (entry.run_by.place, us.place) {
        (Ground::Cluster, Ground::Cluster) => Whose::Gone,
        (Ground::Cluster, Ground::Laptop) => Whose::OfTheCluster,
        (Ground::Laptop, _) => Whose::OfALaptop,
    }
}

fn explain(before: Revision, whose: Whose, recorded: Result<&Recorded, &str>) -> (String, String) {
    let began = match whose {
        Whose::Gone => {
            "Astern was restarted in the middle of this rollback, so nobody saw how helm ended."
        }
        Whose::OfALaptop => {
            "This rollback was taken on by an astern on somebody's machine, which cannot be asked from \
             here, and which wrote no end of it."
        }
        Whose::OfTheCluster => {
            "This rollback was taken on by the astern in the cluster, which has written no end of it yet."
        }
    };
    let (state, advice) = match recorded {
        Ok(now) => stands(before, whose, now),
        Err(why) => (
            format!("The ledger could not be asked: {why}."),
            "Reload this page when the cluster answers; until then nobody knows how it stands.",
        ),
    };
    (format!("{began} {state}"), advice.to_owned())
}

fn stands(before: Revision, whose: Whose, now: &Recorded) -> (String, &'static str) {
    let (revision, status) = (now.revision, &now.status);
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
    let advice = match (status, whose) {
        (Status::Deployed, _) => {
            "helm had finished. Look whether the workloads are ready; nothing else is left to do."
        }
        (Status::Pending(Operation::Rollback), Whose::Gone) => {
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

    fn told(revision: u32, status: Status, whose: Whose) -> (String, String) {
        let now = Recorded {
            revision: revision.try_into().unwrap(),
            status,
        };
        explain(4.try_into().unwrap(), whose, Ok(&now))
    }

    #[test]
    fn a_stuck_one_names_another_rollback_as_the_cure() {
        let pending = Status::Pending(Operation::Rollback);
        let (message, advice) = told(5, pending.clone(), Whose::Gone);
        assert_eq!(
            message,
            "Astern was restarted in the middle of this rollback, so nobody saw how helm ended. Revision 5 is \
             recorded as pending-rollback."
        );
        assert!(advice.contains("Roll back once more"), "{advice}");
        let (_, advice) = told(5, pending, Whose::OfALaptop);
        assert!(
            advice.starts_with("A helm may still be at work"),
            "{advice}"
        );
    }

    #[test]
    fn one_that_had_finished_or_not_begun_says_that() {
        let (message, advice) = told(5, Status::Deployed, Whose::Gone);
        assert!(message.ends_with("Revision 5 is recorded as deployed."));
        assert!(advice.starts_with("helm had finished."), "{advice}");
        let (message, advice) = told(4, Status::Deployed, Whose::Gone);
        assert!(message.ends_with("so nothing was applied; revision 4 is current."));
        assert_eq!(advice, "Press the button again.");
        let (message, _) = told(7, Status::Deployed, Whose::OfTheCluster);
        assert!(message.contains("somebody else is at work"), "{message}");
    }

    #[test]
    fn a_ledger_that_does_not_answer_is_no_news() {
        let (message, advice) = explain(4.try_into().unwrap(), Whose::Gone, Err("gone"));
        assert!(message.ends_with("The ledger could not be asked: gone."));
        assert!(advice.starts_with("Reload this page"), "{advice}");
    }
}
