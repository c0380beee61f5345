//! What happened in a rollback that did not get there, and what to do now.

mod known;

use astern_ledger::{Driver, Operation, Record, Revision, Status};
use astern_protocol::{Recorded, Stage, StartRollback};

use super::outcome::Ending;
use crate::truncate::truncate_middle;

/// The longest quotation of helm, in characters. The whole of it is among the lines it printed.
const QUOTE: usize = 600;

/// What applying object by object leaves when it stops.
const MIDWAY: &str = "Objects that come earlier in the manifest may be changed already.";

/// A rollback that did not get there.
#[derive(Debug)]
pub(crate) struct Failure<'a> {
    /// What was asked for.
    pub(crate) request: &'a StartRollback,
    /// Where the records are.
    pub(crate) driver: Driver,
    /// The revision that was current before.
    pub(crate) before: Revision,
    /// How helm ended.
    pub(crate) ending: &'a Ending,
    /// Why, in helm's words.
    pub(crate) error: Option<&'a str>,
    /// What the ledger says now, or why it could not be asked.
    pub(crate) recorded: Result<&'a Recorded, &'a str>,
}

/// What there is to say of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Explanation {
    /// What happened, with helm's own words and how the ledger stands.
    pub(crate) message: String,
    /// What to do now.
    pub(crate) advice: String,
    /// Where it ended, when helm's words tell.
    pub(crate) stage: Option<Stage>,
}

/// Explains it.
pub(crate) fn explain(failure: &Failure<'_>) -> Explanation {
    let mut told = cause(failure);
    if let Some(error) = failure.error {
        told.message
            .push_str(&format!(" helm said: {}", quote(error)));
    }
    let (state, way_out) = standing(failure, told.stage);
    told.message.push(' ');
    told.message.push_str(&state);
    if let Some(way_out) = way_out {
        told.advice.push(' ');
        told.advice.push_str(&way_out);
    }
    told
}

fn cause(failure: &Failure<'_>) -> Explanation {
    let told = |message: String, advice: &str| Explanation {
        message,
        advice: advice.to_owned(),
        stage: None,
    };
    match failure.ending {
        Ending::NotStarted(why) => told(
            format!("helm could not be started: {why}."),
            "See whether helm runs in a terminal, and press again.",
        ),
        Ending::Signal(signal) => told(
            format!("helm was killed by signal {signal} before it ended."),
            "Some of the objects may be changed already.",
        ),
        Ending::Success => told(
            "helm ended with exit status 0, but the ledger does not show its new revision as deployed."
                .to_owned(),
            "Look at the release's history before anything else.",
        ),
        Ending::Exit(code) => {
            let error = failure.error.unwrap_or_default();
            let Some(known) = known::find(error, is_pending(failure)) else {
                return told(
                    format!("helm ended with exit status {code}."),
                    "Read what helm printed, and look at the release's history.",
                );
            };
            let stage = match known.stage {
                Some(Stage::Apply) if !may_have_applied(failure) => None,
                stage => stage,
            };
            let advice = match stage {
                Some(Stage::Apply) => format!("{} {MIDWAY}", known.advice),
                _ => known.advice.to_owned(),
            };
            Explanation {
                stage,
                ..told(known.happened.to_owned(), &advice)
            }
        }
    }
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
fn standing(failure: &Failure<'_>, stage: Option<Stage>) -> (String, Option<String>) {
    let before = failure.before;
    let recorded = match failure.recorded {
        Ok(recorded) => recorded,
        Err(why) => {
            let state = format!("The ledger could not be asked afterwards: {why}.");
            return (
                state,
                Some("Reload the release's history to learn how it stands.".to_owned()),
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
        Some(out_of_pending(failure, stage, revision))
    } else if revision > before.next() {
        let others =
            "More than one revision was made meanwhile: somebody else is at work on this release.";
        Some(others.to_owned())
    } else {
        None
    };
    (state, way_out)
}

/// The way out for a revision that is stuck.
fn out_of_pending(failure: &Failure<'_>, stage: Option<Stage>, stuck: Revision) -> String {
    if stage != Some(Stage::TargetManifest) {
        return "While the newest revision is pending-rollback, `helm upgrade` refuses; another rollback is the way \
            out of that."
            .to_owned();
    }
    let StartRollback {
        namespace, release, ..
    } = failure.request;
    let (record, before) = (Record::object_name(release, stuck), failure.before);
    let kind = failure.driver.kind();
    format!(
        "Revision {stuck} is stuck with that manifest, and helm reads the newest record first: the next rollback fails on \
         it as well, whatever its target, and only the one after that works. Cleaner is to delete the record, under \
         which nothing was applied; {before} is current again then: `kubectl delete {kind} {record} --namespace {namespace}`."
    )
}

fn quote(error: &str) -> String {
    let mut quoted = truncate_middle(error.trim_start_matches("Error:").trim(), QUOTE);
    if !quoted.ends_with('.') {
        quoted.push('.');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> StartRollback {
        serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#,
        )
        .unwrap()
    }

    fn explained(
        ending: &Ending,
        error: Option<&str>,
        recorded: Result<&Recorded, &str>,
    ) -> Explanation {
        explain(&Failure {
            request: &request(),
            driver: Driver::Secret,
            before: 4.try_into().unwrap(),
            ending,
            error,
            recorded,
        })
    }

    fn told(error: &str, status: Status) -> (String, String) {
        let Explanation {
            message, advice, ..
        } = staged(error, status);
        (message, advice)
    }

    fn staged(error: &str, status: Status) -> Explanation {
        let recorded = Recorded {
            revision: 5.try_into().unwrap(),
            status,
        };
        explained(&Ending::Exit(1), Some(error), Ok(&recorded))
    }

    #[test]
    fn a_target_that_cannot_be_built_leaves_a_record_that_stops_the_next_rollback_too() {
        let pending = Status::Pending(Operation::Rollback);
        let error = "Error: unable to build kubernetes objects from new release manifest: resource mapping not found \
            for name: \"shop\" namespace: \"\" from \"\": no matches for kind \"Board\" in version \"b/v1\"";
        let target = staged(error, pending.clone());
        assert_eq!(target.stage, Some(Stage::TargetManifest));
        let command = "`kubectl delete secret sh.helm.release.v1.shop.v5 --namespace shop`";
        assert!(target.advice.contains(command), "{}", target.advice);
        let current = staged(&error.replace("new", "current"), pending);
        assert_eq!(current.stage, Some(Stage::CurrentManifest));
        assert!(
            current.advice.starts_with("Press once more"),
            "{}",
            current.advice
        );
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
        let Explanation {
            message, advice, ..
        } = explained(&Ending::Exit(1), Some(error), Ok(&recorded));
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
        let message = explained(&Ending::Success, None, Ok(&recorded)).message;
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
        let Explanation {
            message, advice, ..
        } = explained(
            &Ending::Signal(9),
            None,
            Err("the cluster does not answer: gone"),
        );
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
