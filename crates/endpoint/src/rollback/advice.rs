//! What happened in a rollback that did not get there, and what to do now.

mod known;

use astern_ledger::{Operation, Revision, Status};
use astern_protocol::Recorded;

use super::outcome::Ending;
use crate::shorten::shorten;

/// The longest quotation of helm, in characters. The whole of it is among the lines it printed.
const QUOTE: usize = 600;

/// What applying object by object leaves when it stops.
const MIDWAY: &str = "Objects that come earlier in the manifest may be changed already.";

/// A rollback that did not get there.
#[derive(Debug)]
pub(crate) struct Failure<'a> {
    /// The revision that was current before.
    pub(crate) before: Revision,
    /// How helm ended.
    pub(crate) ending: &'a Ending,
    /// Why, in helm's words.
    pub(crate) error: Option<&'a str>,
    /// What the ledger says now, or why it could not be asked.
    pub(crate) recorded: Result<&'a Recorded, &'a str>,
}

/// What happened, with helm's own words and how the ledger stands; and what to do now.
pub(crate) fn explain(failure: &Failure<'_>) -> (String, String) {
    let (mut message, mut advice) = cause(failure);

    if let Some(error) = failure.error {
        message.push_str(&format!(" helm said: {}", quote(error)));
    }
    let (state, way_out) = standing(failure);
    message.push(' ');
    message.push_str(&state);
    if let Some(way_out) = way_out {
        advice.push(' ');
        advice.push_str(way_out);
    }
    (message, advice)
}

fn cause(failure: &Failure<'_>) -> (String, String) {
    let (happened, advice) = match failure.ending {
        Ending::NotStarted(why) => {
            let happened = format!("helm could not be started: {why}.");
            return (
                happened,
                "See whether helm runs in a terminal, and press again.".to_owned(),
            );
        }
        Ending::Signal(signal) => {
            let happened = format!("helm was killed by signal {signal} before it ended.");
            return (
                happened,
                "Some of the objects may be changed already.".to_owned(),
            );
        }
        Ending::Success => (
            "helm ended with exit status 0, but the ledger does not show its new revision as deployed.",
            "Look at the release's history before anything else.",
        ),
        Ending::Exit(code) => {
            let error = failure.error.unwrap_or_default();
            match known::find(error, is_pending(failure)) {
                Some(known) if known.stops_midway && may_have_applied(failure) => {
                    let advice = format!("{} {MIDWAY}", known.advice);
                    return (known.happened.to_owned(), advice);
                }
                Some(known) => (known.happened, known.advice),
                None => {
                    let happened = format!("helm ended with exit status {code}.");
                    let advice = "Read what helm printed, and look at the release's history.";
                    return (happened, advice.to_owned());
                }
            }
        }
    };
    (happened.to_owned(), advice.to_owned())
}

/// Whether any object can have been applied: helm makes its record first, pending, and changes its
/// status after applying.
fn may_have_applied(failure: &Failure<'_>) -> bool {
    let made = |now: &Recorded| now.revision > failure.before;
    failure.recorded.map_or(true, made) && !is_pending(failure)
}

/// Whether the new revision is stuck: helm ended before it had applied anything, or was killed.
fn is_pending(failure: &Failure<'_>) -> bool {
    let pending = Status::Pending(Operation::Rollback);
    failure
        .recorded
        .is_ok_and(|now| now.revision > failure.before && now.status == pending)
}

/// How the ledger stands, and the way out of it.
fn standing(failure: &Failure<'_>) -> (String, Option<&'static str>) {
    let before = failure.before;
    let recorded = match failure.recorded {
        Ok(recorded) => recorded,
        Err(why) => {
            let state = format!("The ledger could not be asked afterwards: {why}.");
            return (
                state,
                Some("Reload the release's history to learn how it stands."),
            );
        }
    };
    let revision = recorded.revision;
    if revision <= before {
        return (
            format!(
                "No new revision was made, so nothing was applied; revision {revision} is current."
            ),
            None,
        );
    }
    let state = format!("Revision {revision} is recorded as {}.", recorded.status);
    let way_out = if is_pending(failure) {
        Some(
            "While the newest revision is pending-rollback, `helm upgrade` refuses; another rollback is the way \
             out of that.",
        )
    } else if revision > before.next() {
        Some("More than one revision was made meanwhile: somebody else is at work on this release.")
    } else {
        None
    };
    (state, way_out)
}

fn quote(error: &str) -> String {
    let mut quoted = shorten(error.trim_start_matches("Error:").trim(), QUOTE);
    if !quoted.ends_with('.') {
        quoted.push('.');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: &str, status: Status) -> (String, String) {
        let recorded = Recorded {
            revision: 5.try_into().unwrap(),
            status,
        };
        explain(&Failure {
            before: 4.try_into().unwrap(),
            ending: &Ending::Exit(1),
            error: Some(error),
            recorded: Ok(&recorded),
        })
    }

    #[test]
    fn a_wait_that_ran_out_says_what_the_cluster_holds() {
        let error = "Error: release shop failed: resource StatefulSet/shop/shop-baskets not ready. status: \
            InProgress, message: Ready: 0/1 context deadline exceeded";
        let (message, advice) = told(error, Status::Failed);
        assert_eq!(
            message,
            "helm applied the target and stopped waiting when its time was up: not everything is ready. helm said: \
             release shop failed: resource StatefulSet/shop/shop-baskets not ready. status: InProgress, message: \
             Ready: 0/1 context deadline exceeded. Revision 5 is recorded as failed."
        );
        assert!(
            advice.starts_with("The cluster holds the target's objects."),
            "{advice}"
        );
    }

    #[test]
    fn a_pending_revision_names_the_way_out() {
        let pending = Status::Pending(Operation::Rollback);
        let (message, advice) = told("Error: timed out waiting for the condition", pending);
        assert!(
            message.starts_with("A hook of the target revision"),
            "{message}"
        );
        assert!(
            advice.contains("another rollback is the way out"),
            "{advice}"
        );
    }

    #[test]
    fn what_may_be_changed_already_is_said_only_where_something_can_be() {
        let error = "Error: secrets is forbidden: User \"jane\" cannot create resource";
        assert!(told(error, Status::Failed).1.ends_with(MIDWAY));
        let recorded = Recorded {
            revision: 4.try_into().unwrap(),
            status: Status::Deployed,
        };
        let (message, advice) = explain(&Failure {
            before: 4.try_into().unwrap(),
            ending: &Ending::Exit(1),
            error: Some(error),
            recorded: Ok(&recorded),
        });
        assert!(
            message.ends_with("so nothing was applied; revision 4 is current."),
            "{message}"
        );
        assert!(!advice.contains(MIDWAY), "{advice}");
    }

    #[test]
    fn an_error_nobody_knows_is_quoted_and_admitted() {
        let (message, advice) = told("Error: flux capacitor", Status::Failed);
        assert_eq!(
            message,
            "helm ended with exit status 1. helm said: flux capacitor. Revision 5 is recorded as failed."
        );
        assert!(advice.starts_with("Read what helm printed"), "{advice}");
    }

    #[test]
    fn exit_status_0_alone_is_no_success() {
        let recorded = Recorded {
            revision: 4.try_into().unwrap(),
            status: Status::Deployed,
        };
        let (message, _) = explain(&Failure {
            before: 4.try_into().unwrap(),
            ending: &Ending::Success,
            error: None,
            recorded: Ok(&recorded),
        });
        assert!(
            message.contains("does not show its new revision as deployed"),
            "{message}"
        );
        assert!(
            message.ends_with(
                "No new revision was made, so nothing was applied; revision 4 is current."
            ),
            "{message}"
        );
    }

    #[test]
    fn a_ledger_that_does_not_answer_is_told() {
        let (message, advice) = explain(&Failure {
            before: 4.try_into().unwrap(),
            ending: &Ending::Signal(9),
            error: None,
            recorded: Err("the cluster does not answer: gone"),
        });
        assert!(
            message.starts_with("helm was killed by signal 9"),
            "{message}"
        );
        assert!(
            message.ends_with("afterwards: the cluster does not answer: gone."),
            "{message}"
        );
        assert!(advice.ends_with("to learn how it stands."), "{advice}");
    }

    #[test]
    fn a_long_error_keeps_its_beginning_and_its_end() {
        let error = format!(
            "Error: cannot patch {} field is immutable",
            "ä".repeat(5000)
        );
        let (message, _) = told(&error, Status::Failed);
        assert!(message.contains("helm said: cannot patch ä"), "{message}");
        assert!(
            message.contains("ä field is immutable. Revision 5"),
            "{message}"
        );
        assert!(message.chars().count() < QUOTE + 200, "{message}");
    }
}
