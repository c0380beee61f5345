//! What the newest record says after a failed rollback, and how a pending revision is resolved.

use astern_ledger::{Record, Revision};
use astern_protocol::{Stage, StartRollback};

use super::failure::Failure;

/// A sentence about the newest record, and advice where it needs any.
pub(super) struct RecordedState {
    pub(super) message: String,
    pub(super) advice: Option<String>,
}

/// Returns the state of the release after a failure at a stage.
pub(super) fn recorded_state(failure: &Failure<'_>, stage: Option<Stage>) -> RecordedState {
    let before = failure.before;
    let recorded = match failure.recorded {
        Ok(recorded) => recorded,
        Err(reason) => {
            return RecordedState {
                message: format!("The ledger could not be asked afterwards: {reason}."),
                advice: Some("Reload the release's history to learn how it stands.".to_owned()),
            };
        }
    };
    let revision = recorded.revision;
    if revision <= before {
        return RecordedState {
            message: format!(
                "No new revision was made, so nothing was applied; revision {revision} is current."
            ),
            advice: None,
        };
    }
    let advice = if failure.is_pending() {
        Some(pending_advice(failure, stage, revision))
    } else if revision > before.next() {
        let advice =
            "More than one revision was made meanwhile: somebody else is at work on this release.";
        Some(advice.to_owned())
    } else {
        None
    };
    RecordedState {
        message: format!("Revision {revision} is recorded as {}.", recorded.status),
        advice,
    }
}

/// Returns how a revision that is still `pending-rollback` is resolved.
fn pending_advice(failure: &Failure<'_>, stage: Option<Stage>, pending: Revision) -> String {
    if stage != Some(Stage::TargetManifest) {
        return "While the newest revision is pending-rollback, `helm upgrade` refuses; another rollback is the way \
            out of that."
            .to_owned();
    }
    let StartRollback {
        namespace, release, ..
    } = failure.request;
    let (record, before) = (Record::object_name(release, pending), failure.before);
    let kind = failure.driver.kind();
    format!(
        "Revision {pending} is stuck with that manifest, and helm reads the newest record first: the next rollback fails \
         on it as well, whatever its target, and only the one after that works. Cleaner is to delete the record, under \
         which nothing was applied; {before} is current again then: `kubectl delete {kind} {record} --namespace {namespace}`."
    )
}
